"""Leads see how appeals ended, and no share of a few."""

from flask.testing import FlaskClient

from commentbox.domain.appeals import Outcome
from commentbox.services.appeals import appeal_sanction
from commentbox.services.sign_in import open_session
from commentbox.web.auth import COOKIES
from tests.conftest import BOX, Clock, WorkFactory
from tests.services.court import WHY, Court


def test_leads_see_how_appeals_ended(client: FlaskClient, work: WorkFactory, clock: Clock) -> None:
    court = Court(work)
    with work() as w:
        token = open_session(w, court.eve.id, "staff")
    client.set_cookie(COOKIES["staff"], token, domain="comments.example", path="/console")
    page = "/console/courier/load"
    assert "Nobody has appealed against any of it." in client.get(page, base_url=BOX).text
    court.appeal()
    court.answer(Outcome.OVERTURNED)
    ban = court.sanction()
    with work() as w:
        appeal_sanction(w, court.cy, ban, WHY)
    clock.advance(minutes=1)
    told = client.get(page, base_url=BOX).text
    removal, sanction = told.split("<tbody>")[-2:]
    assert "Ada Quill" in removal and "too few to say" in removal
    assert "<td>1</td><td>1</td><td>1</td><td>0</td>" in removal
    assert ">Ban<" in sanction and "<td>1</td><td>1</td><td>0</td><td>0</td>" in sanction
