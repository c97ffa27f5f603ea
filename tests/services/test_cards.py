"""The facts a moderator has before their eyes."""

from typing import Any

import pytest

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Actor, Role
from commentbox.services.card import Card
from commentbox.services.flag_comment import flag_comment
from commentbox.services.queue import QueueAsked, read_card, read_queue
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from tests import make
from tests.conftest import WorkFactory


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.MODERATOR, at=site)


def _card(work: WorkFactory, actor: Actor) -> Card:
    with work() as w:
        (card,) = read_queue(w, actor, "courier", QueueAsked()).cards
    return card


def _flagged(work: Work, site: Site, *, flags: int = 1, note: str = "", **kinds: Any) -> CommentRow:
    row = make.comment(work, site, **kinds)
    for _ in range(flags):
        flag_comment(work, make.member(work), site.key, row.id, "abuse", note)
    return row


def _decide(
    work: Work, actor: Actor, row: CommentRow, action: Action, *, reason: Reason | None = None
) -> int:
    row = work.session.get_one(CommentRow, row.id)
    new = NewDecision(action=action, reason=reason, revision=row.revision, seen=row.count_decisions)
    return decide(work, actor, "courier", row.id, new).decision_id


def test_a_card_says_in_plain_words_why_the_comment_waits(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        row = make.comment(w, site, status=Status.HELD)
        row.findings = [
            {"rule": "links", "outcome": "hold", "reason": "Contains 4 links."},
            {"rule": "shouting", "outcome": "note", "reason": "Mostly capital letters."},
        ]
    card = _card(work, ada)
    assert card.holds == ("Contains 4 links.",)
    assert card.remarks == ("Mostly capital letters.",)


def test_flags_are_grouped_by_reason_with_their_notes(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        row = _flagged(w, site, note="Calls her names.")
        flag_comment(w, make.member(w), "courier", row.id, "abuse", "")
        flag_comment(w, make.member(w), "courier", row.id, "spam", "")
    card = _card(work, ada)
    assert [(group.count, group.label) for group in card.flags] == [
        (2, "It is abusive or hateful"),
        (1, "It is advertising or spam"),
    ]
    assert [note.text for note in card.flags[0].notes] == ["Calls her names."]
    assert card.count_flags == 3


def test_a_flag_on_earlier_words_is_marked_as_such(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        _flagged(w, site, note="Calls her names.").revision = 2
    assert _card(work, ada).flags[0].notes[0].is_about_earlier_text


def test_flags_that_were_answered_are_not_shown_again(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        row = _flagged(w, site, note="first")
        _decide(w, ada, row, Action.APPROVE)
        flag_comment(w, make.member(w), "courier", row.id, "abuse", "second")
    card = _card(work, ada)
    assert [note.text for note in card.flags[0].notes] == ["second"]
    assert [past.text for past in card.decisions] == ["Ada Quill approved this comment."]


def test_a_card_knows_the_authors_record_on_this_site_alone(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    with work() as w:
        author = make.member(w, "Cy Lind")
        make.comment(w, site, author)
        make.comment(w, site, author, status=Status.REMOVED)
        make.comment(w, make.site(w, "herald"), author)
        make.comment(w, site, author, status=Status.HELD)
    record = _card(work, ada).author
    assert (record.name, record.count_published, record.count_held, record.count_removed) == (
        "Cy Lind",
        1,
        1,
        1,
    )
    assert (record.is_staff, record.is_banned) == (False, False)


def test_a_card_shows_what_the_comment_answers_even_if_that_was_removed(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    with work() as w:
        parent = make.comment(w, site, make.member(w, "Dee Marsh"), "The bridge is ugly.")
        make.comment(w, site, parent=parent, status=Status.HELD)
        _decide(w, ada, parent, Action.REMOVE, reason=Reason.ABUSE)
    shown = _card(work, ada).parent
    assert shown is not None
    assert (shown.author, shown.status) == ("Dee Marsh", Status.REMOVED)
    assert "The bridge is ugly." in shown.html


def test_one_comment_comes_with_the_conversation_around_it(work: WorkFactory, site: Site, ada: Actor) -> None:
    with work() as w:
        first = make.comment(w, site, text="one")
        second = make.comment(w, site, text="two", parent=first)
        third = make.comment(w, site, text="three", parent=second)
        held = make.comment(w, site, text="four", parent=third, status=Status.HELD)
    with work() as w:
        page = read_card(w, ada, "courier", third.id)
    assert [line.id for line in page.ancestors] == [first.id, second.id]
    assert [line.id for line in page.replies] == [held.id]
    assert page.is_whole
    assert not page.card.is_waiting
