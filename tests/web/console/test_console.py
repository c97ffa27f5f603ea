"""The console's pages and forms, as a browser without scripts and our own scripts meet them."""

import re

import pytest
from flask.testing import FlaskClient

from commentbox.domain.comment import Reason, Status
from commentbox.domain.people import Role
from commentbox.services.accounts import set_role
from commentbox.services.queue import CARDS_PER_PAGE
from commentbox.store.people import person_by_email
from tests import make
from tests.conftest import WorkFactory
from tests.web import asking
from tests.web.console.desk import Desk, make_desk, sign_in, text


@pytest.fixture
def desk(work: WorkFactory, client: FlaskClient) -> Desk:
    return make_desk(work, client)


def test_whoever_has_one_site_comes_straight_to_its_queue(desk: Desk) -> None:
    assert desk.client.get("/console/").headers["Location"] == "/console/courier/queue"


def test_whoever_has_several_sites_chooses(work: WorkFactory, client: FlaskClient) -> None:
    with work() as w:
        email = asking.moderator(w, make.site(w))
        herald = make.site(w, "herald")
        person = person_by_email(w.session, email)
        assert person is not None
        set_role(w, person.id, herald.id, Role.MODERATOR)
        make.comment(w, herald, status=Status.HELD)
    sign_in(client, email)
    page = text(client.get("/console/").get_data(as_text=True))
    assert "Courier nothing is waiting" in page
    assert "Herald 1 waiting" in page


def test_the_queue_shows_what_waits_and_why(desk: Desk) -> None:
    page = text(desk.page("courier/queue"))
    assert "Cheap umbrellas!" in page
    assert "1 reader: It is abusive or hateful She says that to everybody." in page
    assert "All 2 Held 1 Reported 1" in page
    assert all(reason.label in page for reason in Reason)


def test_an_empty_queue_says_so(desk: Desk) -> None:
    desk.decide(desk.held, action="approve")
    desk.decide(desk.flagged, action="approve")
    page = text(desk.page("courier/queue"))
    assert "Nothing is waiting. Every comment on Courier that needed somebody has been answered." in page
    assert "2 of them by you in the last day." in page


def test_a_plain_form_leads_back_to_the_queue_with_the_result_and_an_undo(desk: Desk) -> None:
    answer = desk.decide(desk.held, action="remove", reason="spam", only="held")
    assert answer.status_code == 303
    page = desk.page(answer.headers["Location"].removeprefix("/console/"))
    assert "Cy Lind: Removed: advertising or spam." in text(page)
    assert 'href="/console/courier/queue?only=held"' in page
    undo = re.search(r'action="/console/(courier/decisions/\d+/undo)"', page)
    assert undo is not None
    answer = desk.send(undo[1])
    assert "Taken back: the comment waits again." in text(
        desk.page(answer.headers["Location"].removeprefix("/console/"))
    )
    assert desk.status(desk.held) is Status.HELD


def test_a_script_gets_the_result_the_undo_and_the_new_counts(desk: Desk) -> None:
    answer = desk.decide(desk.held, json=True, action="approve")
    told = answer.get_json()
    assert answer.status_code == 200
    assert (told["status"], told["message"]) == ("published", "Approved: it is on the page.")
    assert (told["counts"]["held"], told["counts"]["reported"]) == (0, 1)
    back = desk.send(told["undo"].removeprefix("/console/"), json=True).get_json()
    assert (back["status"], back["counts"]["held"]) == ("held", 1)


def test_a_conflict_shows_both_decisions_and_the_comment_as_it_is_now(desk: Desk) -> None:
    desk.decide(desk.held, action="remove", reason="spam")
    answer = desk.decide(desk.held, action="approve", seen="0")
    page = text(answer.get_data(as_text=True))
    assert answer.status_code == 409
    assert "Mo Ash removed this comment: advertising or spam. Your decision to approve it was not" in page
    assert "Cheap umbrellas!" in page


def test_a_conflict_is_told_to_a_script(desk: Desk) -> None:
    desk.decide(desk.held, action="remove", reason="spam")
    answer = desk.decide(desk.held, json=True, action="approve", seen="0")
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "decided_meanwhile"


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "remove"},
        {"action": "remove", "reason": "bad mood"},
        {"action": "burn"},
        {},
        {"action": "approve", "seen": "none"},
        {"action": "approve", "revision": "9" * 30},
    ],
)
def test_what_no_card_sends_is_refused_in_words(desk: Desk, fields: dict[str, str]) -> None:
    answer = desk.decide(desk.held, **fields)  # type: ignore[arg-type]  # none of them is `json`
    assert answer.status_code == 422
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert desk.status(desk.held) is Status.HELD


def test_a_note_comes_back_with_the_refusal(desk: Desk) -> None:
    answer = desk.decide(desk.held, action="remove", note="The third <this> week.")
    assert answer.status_code == 422
    assert "The third &lt;this&gt; week.</textarea>" in answer.get_data(as_text=True)


def test_one_comment_is_shown_with_its_conversation(desk: Desk) -> None:
    with desk.work() as w:
        parent = make.comment(w, text="The bridge is ugly.")
        reply = make.comment(w, text="It is not!", parent=parent)
        make.comment(w, text="Nor is the tower.", parent=reply)
    page = text(desk.page(f"courier/comments/{reply.id}"))
    assert page.index("The bridge is ugly.") < page.index("It is not!") < page.index("Nor is the tower.")
    assert "It does not wait for a decision" in page


def test_the_log_offers_to_take_back_and_leads_back_to_itself(desk: Desk) -> None:
    decided = desk.decide(desk.held, json=True, action="remove", reason="abuse", note="Second time.")
    assert "Mo Ash removed this comment: abusive or hateful. Second time." in text(desk.page("courier/log"))
    answer = desk.send(f"courier/decisions/{decided.get_json()['decision_id']}/undo", back="log")
    assert answer.headers["Location"].startswith("/console/courier/log#decision-")
    assert "Mo Ash took a decision back: the comment waits again." in text(desk.page("courier/log"))


def test_comments_on_an_article_are_closed_and_opened_from_its_card(desk: Desk) -> None:
    answer = desk.send(f"courier/articles/{desk.article}/open", open="0")
    page = text(desk.page(answer.headers["Location"].removeprefix("/console/")))
    assert "Comments on “The bridge” are closed." in page
    assert "Open comments on this article again" in page
    told = desk.send(f"courier/articles/{desk.article}/open", json=True, open="1").get_json()
    assert told == {"is_open": True, "message": "Comments on “The bridge” are open again."}


def test_an_article_is_neither_open_nor_closed_by_another_word(desk: Desk) -> None:
    assert desk.send(f"courier/articles/{desk.article}/open", open="maybe").status_code == 422


@pytest.mark.parametrize("number", ["0", "999999", "9" * 18, "9" * 40])
def test_a_number_nobody_has_is_not_found(desk: Desk, number: str) -> None:
    assert desk.client.get(f"/console/courier/comments/{number}").status_code == 404
    assert desk.send(f"courier/decisions/{number}/undo").status_code == 404
    assert desk.send(f"courier/articles/{number}/open", open="0").status_code == 404


def test_long_queues_come_in_pages(desk: Desk) -> None:
    with desk.work() as w:
        for _ in range(CARDS_PER_PAGE):
            make.comment(w, status=Status.HELD)
    first = desk.page("courier/queue")
    more = re.search(r'data-more href="/console/([^"]+)"', first)
    assert more is not None
    second = desk.page(more[1].replace("&amp;", "&"))
    assert (first.count("data-card="), second.count("data-card=")) == (CARDS_PER_PAGE, 2)


def test_a_bookmark_that_was_tampered_with_is_refused(desk: Desk) -> None:
    assert desk.client.get("/console/courier/queue?cursor=AAAA").status_code == 422


def test_what_people_wrote_is_text_not_markup(desk: Desk) -> None:
    with desk.work() as w:
        author = make.member(w, "Tag <b>Bold")
        make.comment(w, "courier", author, "<img src=x onerror=alert(1)>", status=Status.HELD)
    desk.decide(desk.held, action="remove", reason="other", note="<script>alert(2)</script>")
    for path in ("courier/queue", "courier/log"):
        page = desk.page(path)
        assert "<b>Bold" not in page
        assert "<img" not in page
        assert "<script>" not in page


@pytest.mark.parametrize("path", ["login", "", "courier/queue", "courier/log", "courier/comments/1"])
def test_no_page_holds_inline_script_or_style(desk: Desk, path: str) -> None:
    page = desk.page(path.replace("comments/1", f"comments/{desk.held}"))
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page) == []


@pytest.mark.parametrize("path", ["login", "courier/queue", "courier/log"])
def test_no_page_is_framed_or_kept(desk: Desk, path: str) -> None:
    headers = desk.client.get(f"/console/{path}").headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
