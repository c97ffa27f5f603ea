"""The log, searched: by whom, what, about what, and when; and taken along."""

import csv
import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.errors import Forbidden, Invalid
from commentbox.domain.people import Actor, Role
from commentbox.services.do_jobs import tidy
from commentbox.services.log_export import begin_export, export
from commentbox.services.log_filter import LogAsked
from commentbox.services.log_page import LogPage, read_log
from commentbox.services.reveal_email import reveal_email
from commentbox.services.review import NewDecision, decide, undo
from commentbox.services.sites import Site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.log_chain import LogEntryRow
from commentbox.store.log_search import Search, look
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import Clock, WorkFactory

OTHER = f"{make.PAPER}/tunnel"


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ada Quill", role=Role.ADMIN, at=site)


@pytest.fixture
def ben(work: WorkFactory, site: Site) -> Actor:
    with work() as w:
        return make.member(w, "Ben Ross", role=Role.MODERATOR, at=site)


def decided(
    work: WorkFactory, site: Site, by: Actor, action: Action = Action.APPROVE, *, url: str = make.ARTICLE
) -> tuple[int, int]:
    """The numbers of a new comment and of the decision about it."""
    with work() as w:
        row = make.comment(w, site, text="Cheap umbrellas!", status=Status.HELD, url=url)
        reason = Reason.SPAM if action is Action.REMOVE else None
        new = NewDecision(action=action, reason=reason, revision=1, seen=0)
        return row.id, decide(w, by, "courier", row.id, new).decision_id


def page(work: WorkFactory, actor: Actor, cursor: str | None = None, **asked: str) -> LogPage:
    with work() as w:
        return read_log(w, actor, "courier", LogAsked(**asked), cursor)


def test_it_names_everybody_and_offers_an_undo_where_one_is_possible(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    comment, first = decided(work, site, ada)
    with work() as w:
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, revision=1, seen=1)
        second = decide(w, ada, "courier", comment, new).decision_id
    found = page(work, ada)
    assert [(line.decision_id, line.text, line.may_be_undone) for line in found.lines] == [
        (second, "Ada Quill removed this comment: advertising or spam.", True),
        (first, "Ada Quill approved this comment.", False),
    ]
    assert found.lines[0].excerpt == "Cheap umbrellas!"


def test_it_is_read_in_pages(
    work: WorkFactory, site: Site, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commentbox.services.log_page.LINES_PER_PAGE", 2)
    ids = [decided(work, site, ada)[1] for _ in range(3)]
    first = page(work, ada)
    second = page(work, ada, first.next_cursor)
    assert [line.decision_id for line in (*first.lines, *second.lines)] == ids[::-1]
    assert second.next_cursor is None
    with pytest.raises(Invalid):
        page(work, ada, first.next_cursor, act="remove")  # a bookmark of another part


def test_each_filter_finds_its_own_and_all_of_them_together(
    work: WorkFactory, site: Site, ada: Actor, ben: Actor, clock: Clock
) -> None:
    approved, _ = decided(work, site, ada)
    clock.advance(days=1)
    removed, decision = decided(work, site, ben, Action.REMOVE, url=OTHER)
    with work() as w:
        author = make.row(w, removed).author_id
        undo(w, ada, "courier", decision)

    def comments(**asked: str) -> list[int | None]:
        return [line.comment_id for line in page(work, ada, **asked).lines]

    assert comments(by=str(ada.id)) == [removed, approved]
    assert comments(act="remove") == [removed] and comments(act="undo") == [removed]
    assert comments(act="remove", by=str(ada.id)) == []
    assert comments(about=str(approved)) == comments(about=f"No. {approved}") == [approved]
    assert comments(about=f"person {author}") == [removed, removed]
    assert comments(about=OTHER, act="undo") == [removed]
    assert comments(until="2026-05-04") == [approved]
    assert comments(since="2026-05-05", act="remove") == [removed]
    assert comments(since="2026-05-06") == [] == comments(by="box")
    with work() as w:
        name = w.session.get_one(PersonRow, author).name
    assert comments(about=name.upper()) == [removed, removed]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"act": "revealed"}, "act"),
        ({"act": "nonsense"}, "act"),
        ({"by": "Ada"}, "by"),
        ({"about": "Nobody Here"}, "about"),
        ({"about": "https://elsewhere.example/a"}, "about"),
        ({"about": f"{make.PAPER}/never"}, "about"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-05-05", "until": "2026-05-04"}, "until"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_its_field(
    work: WorkFactory, ben: Actor, asked: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        page(work, ben, **asked)
    assert refused.value.field == field


def test_who_looked_at_whose_address_only_administrators_read(
    work: WorkFactory, site: Site, ada: Actor, ben: Actor
) -> None:
    comment, _ = decided(work, site, ben)
    with work() as w:
        reveal_email(w, ada, "courier", comment, "A court asks for it.")
    first = page(work, ada, act="revealed").lines[0]
    assert first.text.startswith("Ada Quill looked at the e-mail address of ")
    assert first.note == "A court asks for it."
    assert [line.act for line in page(work, ben).lines] == ["approve"]


def test_a_far_search_stops_and_goes_on(work: WorkFactory, site: Site, ada: Actor, ben: Actor) -> None:
    far, _ = decided(work, site, ada)
    for _ in range(4):
        decided(work, site, ben)
    with work() as w:
        search = Search(by_id=ada.id, act="approve")
        first = look(w.session, site.id, search, None, 9, steps=1)
        assert len(first.places) == 1
        none = look(w.session, site.id, Search(comment_id=far, act="remove"), None, 9)
    assert none.places == [] and none.next_below is None


def test_an_entry_of_an_older_program_is_found_after_the_next_tidying(
    work: WorkFactory, site: Site, ada: Actor
) -> None:
    comment, _ = decided(work, site, ada)
    with work() as w:
        entries = update(LogEntryRow).where(LogEntryRow.site_id == site.id)
        w.session.execute(entries.values(act="", by_id=None, comment_id=None))
    assert page(work, ada, about=str(comment)).lines == ()
    with work() as w:
        tidy(w)
    assert [line.comment_id for line in page(work, ada, about=str(comment)).lines] == [comment]


def test_an_export_is_logged_first_and_safe_in_a_spreadsheet(
    work: WorkFactory, site: Site, ada: Actor, ben: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        row = make.comment(w, site, make.member(w, "Cy Lind"), status=Status.HELD)
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, note="=HYPERLINK(1)", revision=1, seen=0)
        decide(w, ben, "courier", row.id, new)

    def opened(_writing: bool) -> AbstractContextManager[Work]:
        return begin(engine, settings, clock(), writing=False)

    def taken(wanted: str, **asked: str) -> Iterator[str]:
        with work() as w:
            started = begin_export(w, ada, "courier", LogAsked(**asked), wanted)
        return export(opened, started)

    rows = list(csv.DictReader(io.StringIO("".join(taken("csv", act="remove")))))
    assert [(each["by"], each["about"], each["note"]) for each in rows] == [
        ("Ben Ross", "Cy Lind", "'=HYPERLINK(1)")
    ]
    lines = [json.loads(line) for line in taken("jsonl")]
    assert [line["act"] for line in lines] == ["exported", "exported", "remove"]
    assert lines[1]["what"] == "Ada Quill exported the log: act remove (CSV)."
    assert all(len(line["hash"]) == 64 for line in lines)
    with pytest.raises(Forbidden), work() as w:
        begin_export(w, ben, "courier", LogAsked(), "csv")


def test_entries_of_two_at_once_are_all_found(
    work: WorkFactory, site: Site, ada: Actor, ben: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with work() as w:
        rows = [make.comment(w, site, status=Status.HELD).id for _ in range(6)]

    def act(number: int, by: Actor) -> None:
        with begin(engine, settings, clock() - timedelta(seconds=number)) as w:
            decide(w, by, "courier", number, NewDecision(action=Action.APPROVE, revision=1, seen=0))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, rows, [ada, ben] * 3))
    found = [line.comment_id for line in page(work, ada, since="2026-05-04", until="2026-05-04").lines]
    assert sorted(filter(None, found)) == rows
