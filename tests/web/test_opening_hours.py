"""Outside opening hours: what readers see, in kept pages too, and what they wrote stays with them."""

from dataclasses import replace
from datetime import timedelta

from flask.testing import FlaskClient

from commentbox.domain.people import Role
from commentbox.services.sign_in import open_session
from commentbox.web.auth import COOKIES
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web.asking import call, send_form

THREAD = f"/embed/courier/thread?url={make.ARTICLE}"
PAGE = f"/t/courier?url={make.ARTICLE}"
SHUT = "Comments are closed for now, and open again on"


def test_a_kept_page_opens_and_closes_at_that_minute(
    client: FlaskClient, work: WorkFactory, clock: Clock
) -> None:
    clock.now = clock.now.replace(hour=12, minute=29, second=30)
    with work() as w:
        site = make.site(w, policy=replace(make.RELAXED, section_defaults=("/ open daily 12:30-13:00",)))
        article = make.comment(w).article_id
        ann = make.member(w, "Ann", role=Role.MODERATOR, at=site)
        client.set_cookie(COOKIES["reader"], open_session(w, ann.id, "reader"))
        client.set_cookie(COOKIES["staff"], open_session(w, ann.id, "staff"), path="/console")
    opens = clock.now.replace(minute=30, second=0)
    page = client.get(THREAD).text
    assert SHUT in page and "data-closed" in page and f'datetime="{opens:%Y-%m-%dT%H:%M}' in page
    told = client.get(f"/api/v1/courier/comments?url={make.ARTICLE}").get_json()["article"]
    assert (told["open"], told["opens_at"]) == (False, opens.isoformat())
    denial = call(client, "GET", f"me?url={make.ARTICLE}").get_json()["denial"]
    assert denial["code"] == "outside_hours" and denial["message"].startswith(SHUT)
    assert SHUT in client.get(PAGE).text
    sent = {"url": make.ARTICLE, "title": "", "text": "Words that took long.", "key": "key-00000001"}
    refused = send_form(client, "/t/courier/comments", **sent)
    assert refused.status_code == 403
    assert SHUT in refused.text and "Words that took long.</textarea>" in refused.text
    desk = client.get(f"/console/courier/articles/{article}").text
    assert "open daily 12:30-13:00" in desk and "Comments open again on" in desk
    clock.now = opens
    assert SHUT not in client.get(THREAD).text
    assert send_form(client, "/t/courier/comments", **sent).status_code == 303
    clock.now = opens + timedelta(minutes=30)
    assert SHUT in client.get(THREAD).text
    setup = f"/console/courier/articles/{article}/settings"
    origin = {"Origin": BOX}
    wrong = client.post(setup, data={"closes": "open", "hours": "noon"}, headers=origin)
    assert wrong.status_code == 422 and "noon</textarea>" in wrong.text
    assert "write days and hours" in wrong.text
    client.post(setup, data={"closes": "open", "hours": "always"}, headers=origin)
    assert SHUT not in client.get(THREAD).text
    desk = client.get(f"/console/courier/articles/{article}").text
    assert "set the opening hours to always" in desk and "Comments open again on" not in desk
    assert "open daily 12:30-13:00" not in desk
    assert "own hours" in client.get("/console/courier/articles").text
