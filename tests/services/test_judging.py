"""What the rules are told is so: copies are found across people, and what is forgotten is forgotten."""

import pytest
from sqlalchemy import Engine, event, func, select

from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.do_jobs import tidy
from commentbox.services.edit_comment import Change, edit_comment, undo_edit
from commentbox.services.post_comment import post_comment
from commentbox.store.likenesses import LikenessRow
from tests import make
from tests.conftest import Clock, WorkFactory

LONG = "The council should have asked the people who live on this street before it cut down forty trees."
NEARLY = f"Friends, {LONG.replace('forty', 'all those')}"
ANOTHER = "I have walked along that river every morning for ten years and never met a single heron there."


@pytest.fixture
def people(work: WorkFactory) -> list[Actor]:
    with work() as w:
        make.site(w)
        return [make.member(w) for _ in range(3)]


def post(work: WorkFactory, actor: Actor, text: str) -> tuple[int, Status]:
    with work() as w:
        entry = post_comment(w, actor, "courier", make.draft(text)).entry
        return entry.id, entry.status


def count_kept(work: WorkFactory) -> int:
    with work() as w:
        return w.session.scalars(select(func.count()).select_from(LikenessRow)).one()


def reasons(work: WorkFactory, comment_id: int) -> list[str]:
    with work() as w:
        return [str(found["rule"]) for found in make.row(w, comment_id).findings]


def test_a_text_that_somebody_else_has_sent_nearly_so_is_held(work: WorkFactory, people: list[Actor]) -> None:
    assert post(work, people[0], LONG)[1] is Status.PUBLISHED
    copy, status = post(work, people[1], NEARLY)
    assert (status, reasons(work, copy)) == (Status.HELD, ["copies"])
    assert post(work, people[2], ANOTHER)[1] is Status.PUBLISHED


def test_a_copy_on_another_site_or_of_long_ago_is_none(
    work: WorkFactory, people: list[Actor], clock: Clock
) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
        post_comment(w, people[0], "gazette", make.draft(LONG, url="https://gazette.example/a"))
    assert post(work, people[1], NEARLY)[1] is Status.PUBLISHED
    clock.advance(hours=25)
    assert post(work, people[2], LONG)[1] is Status.PUBLISHED


def test_a_changed_comment_is_found_by_its_new_words_and_no_longer_by_the_old(
    work: WorkFactory, people: list[Actor]
) -> None:
    first, _ = post(work, people[0], LONG)
    with work() as w:
        edit_comment(w, people[0], "courier", first, Change(text=ANOTHER, revision=1))
    assert post(work, people[1], NEARLY)[1] is Status.PUBLISHED
    assert post(work, people[1], ANOTHER + " Never!")[1] is Status.HELD
    with work() as w:
        undo_edit(w, people[0], "courier", first, 2)
    assert post(work, people[2], LONG + " Yes.")[1] is Status.HELD


def test_nothing_is_kept_where_nobody_asks_for_copies_nor_longer_than_somebody_may(
    work: WorkFactory, people: list[Actor], clock: Clock
) -> None:
    with work() as w:
        make.site(w, "calm", policy=Policy(rules_off=("copies",)), origins=("https://calm.example",))
        post_comment(w, people[0], "calm", make.draft(LONG, url="https://calm.example/a"))
    assert count_kept(work) == 0
    post(work, people[1], LONG)
    assert count_kept(work) == 4
    clock.advance(days=31)
    with work() as w:
        tidy(w)
    assert count_kept(work) == 0


def test_a_person_whom_a_moderator_wants_to_read_first_waits_on_that_site(
    work: WorkFactory, people: list[Actor], clock: Clock
) -> None:
    with work() as w:
        make.sanctioned(w, people[0].id, SanctionKind.ALWAYS_READ, hours=24)
    held, status = post(work, people[0], LONG)
    assert (status, reasons(work, held)) == (Status.HELD, ["always_read"])
    clock.advance(hours=24)
    assert post(work, people[0], ANOTHER)[1] is Status.PUBLISHED


def test_whose_comments_were_often_removed_waits(work: WorkFactory, people: list[Actor]) -> None:
    with work() as w:
        for day in range(3):
            make.comment(w, author=people[0], status=Status.REMOVED, minutes_ago=day * 24 * 60 + 60)
    assert reasons(work, post(work, people[0], LONG)[0]) == ["removals"]


def test_the_facts_take_two_queries_however_much_was_said(
    engine: Engine, work: WorkFactory, people: list[Actor], clock: Clock
) -> None:
    def ask(text: str) -> int:
        asked: list[str] = []
        note = lambda *args: asked.append(args[2])  # noqa: E731 - a listener, taken away below
        event.listen(engine, "before_cursor_execute", note)
        post(work, people[0], text)
        event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    post(work, people[1], "Somebody begins, so that the article is there.")
    few = ask(LONG)
    with work() as w:
        for minutes in range(60):
            make.comment(w, author=people[0], minutes_ago=minutes + 1)
            make.comment(w, author=people[2], text=ANOTHER, minutes_ago=minutes + 1)
    clock.advance(minutes=1)
    third = "My neighbour keeps eleven goats, and every one is politer than the last three mayors were."
    assert ask(third) == few
