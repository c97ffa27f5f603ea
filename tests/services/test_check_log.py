"""What was decided stays as it was written: whatever is done to the tables behind our back shows."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text

from commentbox.domain.comment import Action, Reason, Status
from commentbox.domain.people import Role
from commentbox.domain.staff import StaffAct
from commentbox.services.check_log import Broken, Head, check_log, check_noted
from commentbox.services.erase import erase
from commentbox.services.erasure_log import Erasure
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import Site
from commentbox.services.staff import change_role, note
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.log_chain import LogEntryRow, LogHeadRow
from commentbox.store.staff_log import StaffLogRow
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.desk import APPROVE, REMOVE, Desk

Open = Callable[[bool], AbstractContextManager[Work]]
CHANGES: dict[str, dict[str, Any]] = {
    "decisions": {
        "id": 99, "site_id": "other", "comment_id": "other", "revision": 2, "person_id": None,
        "action": "approve", "reason": "abuse", "note": "Other words.", "status_before": "published",
        "status_after": "held", "undoes_id": 1, "created_at": "2026-05-04 12:00:01.000000+00:00",
        "called_before": "lead",
    },
    "staff_log": {
        "id": 99, "site_id": "other", "by_id": None, "person_id": "other", "email": "eve@mail.example",
        "act": "removed", "role": "moderator", "note": "Other words.", "article_id": 1, "detail": "off",
        "created_at": "2026-05-04 12:00:01.000000+00:00",
    },
    "log_entries": {
        "place": 9, "site_id": "other", "log": "elsewhere", "row_id": 98, "before_hash": "00", "hash": "00",
        "words_hash": "00", "salt": None, "by_id": 99, "act": "hold", "comment_id": None, "article_id": 99,
        "about_id": None, "created_at": "2026-05-04 12:00:01.000000+00:00",
    },
    "log_heads": {"place": 2, "hash": "00", "site_id": "other"},
}  # fmt: skip
TAMPERED = [(table, column) for table, columns in CHANGES.items() for column in columns]


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    """Two decisions and a line about staff."""
    desk = Desk(work)
    desk.act(desk.ada, REMOVE)
    with work() as w:
        boss = make.member(w, "Di Boss", role=Role.ADMIN, at=desk.site)
        change_role(w, boss, "courier", desk.ben.id, Role.ADMIN)
        note(w, desk.site.id, StaffAct.INVITED, by_id=boss.id, email="eve@paper.example", role=Role.ADMIN)
        other = make.site(w, "gazette")
        make.comment(w, other, desk.author)
    return desk


@pytest.fixture
def open_work(engine: Engine, settings: Settings, clock: Clock) -> Open:
    return lambda writing: begin(engine, settings, clock(), writing=writing)


def verify(open_work: Open, site: Site) -> Head:
    *_, head = check_log(open_work, site)
    return head


def test_an_untouched_log_is_intact_and_its_head_can_be_noted(desk: Desk, open_work: Open) -> None:
    noted = verify(open_work, desk.site)
    assert noted.place == 3
    desk.take_back(desk.ada, desk.decisions()[0].id)
    head = verify(open_work, desk.site)
    assert head.place == 4
    with desk.work() as w:
        check_noted(w, desk.site, noted.hash)
        with pytest.raises(Broken, match="not in this log"):
            check_noted(w, desk.site, "0" * 64)


@pytest.mark.parametrize(("table", "column"), TAMPERED)
def test_a_change_of_any_column_shows(
    desk: Desk, open_work: Open, engine: Engine, table: str, column: str
) -> None:
    value = CHANGES[table][column]
    if value == "other":
        value = 2  # the second site, and its comment
    last = f"id = (SELECT max(id) FROM {table})"  # noqa: S608
    where = {"log_entries": "place = 1", "log_heads": "place = 3"}.get(table, last)
    with engine.begin() as connection:
        change = f"UPDATE {table} SET {column} = :v WHERE {where}"  # noqa: S608
        done = connection.execute(text(change), {"v": value})
        assert done.rowcount == 1
    with pytest.raises(Broken, match=r"\bentry [123]\b"):
        verify(open_work, desk.site)


def test_every_column_of_a_log_is_tried_and_chained() -> None:
    for table in (DecisionRow, StaffLogRow):
        columns = {column.name for column in table.__table__.columns}
        assert columns == {*table.FACTS, *table.WORDS} == set(CHANGES[table.__tablename__])
    for entry in (LogEntryRow, LogHeadRow):
        assert {column.name for column in entry.__table__.columns} == set(CHANGES[entry.__tablename__])


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM decisions", "entry 1 .decision 1.: what it stands for is missing"),
        ("DELETE FROM log_entries WHERE place = 2", "entry 2 is missing"),
        ("DELETE FROM log_entries WHERE place = 3", "entry 3 is missing"),
        ("DELETE FROM log_heads", "the log ends otherwise"),
        ("UPDATE staff_log SET id = -id", "entry 2 .line of the staff log 1.: what it stands for"),
    ],
)
def test_what_is_taken_out_shows(
    desk: Desk, open_work: Open, engine: Engine, statement: str, told: str
) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
    with pytest.raises(Broken, match=told):
        verify(open_work, desk.site)


def test_two_rows_that_change_places_show(desk: Desk, open_work: Open, engine: Engine) -> None:
    with engine.begin() as connection:
        for old, new in ((1, -1), (2, 1), (-1, 2)):
            connection.execute(text("UPDATE staff_log SET id = :n WHERE id = :o"), {"n": new, "o": old})
    with pytest.raises(Broken, match=r"entry 2 \(line of the staff log 1\): it was changed"):
        verify(open_work, desk.site)


def test_what_was_put_in_past_the_log_shows(desk: Desk, open_work: Open, engine: Engine) -> None:
    columns = ", ".join(column for column in StaffLogRow.FACTS if column != "id")
    with engine.begin() as connection:
        put_in = f"INSERT INTO staff_log ({columns}) SELECT {columns} FROM staff_log WHERE id = 1"  # noqa: S608
        connection.execute(text(put_in))
    with pytest.raises(Broken, match="line of the staff log 3 is in no entry"):
        verify(open_work, desk.site)


def test_nothing_in_a_log_is_changed_or_taken_out_by_our_own_code(desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="nothing in it is changed"), desk.work() as w:
        w.session.get_one(DecisionRow, 1).action = Action.APPROVE
    with pytest.raises(RuntimeError, match="nothing is taken out"), desk.work() as w:
        w.session.delete(w.session.get_one(StaffLogRow, 1))


def test_the_words_of_who_is_forgotten_go_and_the_chain_holds(
    desk: Desk, open_work: Open, clock: Clock
) -> None:
    with desk.work() as w:
        invited = make.member(w, "Eve Fern")
        person = w.session.get_one(CommentRow, desk.comment_id).author_id
        w.session.execute(text("UPDATE people SET email = 'eve@paper.example' WHERE name = 'Eve Fern'"))
    for person_id in (person, invited.id):
        clock.advance(minutes=1)
        assert erase(open_work, Erasure(person_id=person_id, choice="remove", at=clock()))
    assert verify(open_work, desk.site).place == 3
    with desk.work() as w:
        assert w.session.scalars(select(DecisionRow.note)).all() == [""]
        assert set(w.session.scalars(select(StaffLogRow.email))) == {None}
        assert set(w.session.scalars(select(LogEntryRow.salt))) == {None}
        w.session.execute(text("UPDATE decisions SET note = 'Never written.'"))
    with pytest.raises(Broken, match="what was written beside it was changed"):
        verify(open_work, desk.site)


@pytest.fixture
def broken_chain(engine: Engine) -> Iterator[None]:
    """The disk fails at the last write of the transaction."""

    def fail(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE log_heads"):
            raise OSError("no space left")

    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


def test_a_decision_without_its_entry_is_no_decision(desk: Desk, open_work: Open, broken_chain: None) -> None:
    with desk.work() as w:
        other = make.comment(w, desk.site, status=Status.HELD).id
    with pytest.raises(OSError, match="no space"):
        desk.act(desk.ada, APPROVE, comment_id=other)
    assert verify(open_work, desk.site).place == 3
    with desk.work() as w:
        assert w.session.get_one(CommentRow, other).status is Status.HELD
        assert w.session.scalars(select(func.count()).select_from(DecisionRow)).one() == 1


def test_many_decide_at_once_and_the_chain_has_one_order(
    work: WorkFactory, open_work: Open, clock: Clock
) -> None:
    with work() as w:
        site, other = make.site(w), make.site(w, "gazette")
        ada = make.member(w, role=Role.MODERATOR, at=site)
        ids = [make.comment(w, site, status=Status.HELD).id for _ in range(24)]
        writers = [make.member(w) for _ in range(24)]
    url = "https://paper.example/words"

    def decide_one(comment_id: int) -> None:
        new = NewDecision(action=Action.REMOVE, reason=Reason.SPAM, revision=1, seen=0)
        with open_work(True) as w:
            decide(w, ada, "courier", comment_id, new)

    def post_one(number: int) -> None:
        draft = make.draft("See https://a.example https://b.example https://c.example", url=url)
        with open_work(True) as w:
            post_comment(w, writers[number], ("courier", "gazette")[number % 2], draft)

    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(decide_one, comment_id) for comment_id in ids]
        futures += [pool.submit(post_one, number) for number in range(24)]
        for future in futures:
            future.result(timeout=60)
    clock.now += timedelta(seconds=1)
    assert verify(open_work, site).place == 24 + 12
    assert verify(open_work, other).place == 12
