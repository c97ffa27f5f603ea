"""The log in the console: searched by a plain form, and exported by administrators alone."""

from commentbox.domain.comment import Action, Status
from commentbox.domain.people import Role
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from tests import make
from tests.conftest import WorkFactory
from tests.web.console.factor_desk import Colleague, carried


def test_a_filter_stays_in_the_form_and_a_bad_one_says_where(mo: Colleague, work: WorkFactory) -> None:
    with work() as w:
        row = make.comment(w, status=Status.HELD)
        actor = make.member(w, "Bo Desk", role=Role.MODERATOR, at=get_site(w, "courier"))
        decide(w, actor, "courier", row.id, NewDecision(action=Action.APPROVE, revision=1, seen=0))
    found = mo.client.get(f"/console/courier/log?about={row.id}&act=approve&since=2026-05-04").text
    assert "Bo Desk approved this comment." in found
    assert f'value="{row.id}"' in found and '<option value="approve" selected>' in found
    assert "Export as" not in found
    wrong = mo.client.get("/console/courier/log?about=Nobody+Here&since=2026-05-04")
    assert wrong.status_code == 422 and "Nobody has that name." in wrong.text
    assert 'value="Nobody Here"' in wrong.text and 'value="2026-05-04"' in wrong.text
    assert mo.send("courier/log/export", format="csv").status_code == 403


def test_an_export_asks_for_the_second_factor_and_carries_the_filter(ada: Colleague) -> None:
    ada.enrol()
    ada.clock.advance(minutes=11)
    asked = ada.send("courier/log/export", format="jsonl", act="exported")
    assert carried(asked.text) == {"format": "jsonl", "act": "exported"}
    answer = ada.send("courier/log/export", format="jsonl", act="exported", factor_code=ada.next_code())
    assert answer.headers["Content-Disposition"] == 'attachment; filename="courier-log.jsonl"'
    assert "Ada Desk exported the log: act exported (JSON lines)." in answer.text
