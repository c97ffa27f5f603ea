"""Registering at the same moment: one account, and nobody learns more than who came later would."""

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

import pytest
from sqlalchemy import Engine, event, func, select

from commentbox.domain.errors import Invalid
from commentbox.services.accounts import register
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow
from tests import make
from tests.conftest import WorkFactory

ANN = {"name": "Ann Alder", "email": "ann@mail.example", "password": make.PASSWORD}


@pytest.mark.parametrize(("same", "refused"), [("name", 7), ("email", 0), ("both", 7)])
def test_of_many_who_register_at_once_one_gets_the_account(
    work: WorkFactory, same: str, refused: int
) -> None:
    def join(number: int) -> bool:
        letter = "abcdefgh"[number]
        name = "Ann Alder" if same != "email" else f"Ann {letter}ther"
        email = "ann@mail.example" if same != "name" else f"{letter}@mail.example"
        try:
            with work() as w:
                register(w, name=name, email=email, password=make.PASSWORD)
        except Invalid as error:
            return error.field == "name"
        return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(join, range(8))) == refused
    with work() as w:
        assert w.session.scalar(select(func.count(PersonRow.id))) == 1
        assert w.session.scalar(select(func.count(JobRow.id))) == 8 - refused


@pytest.mark.parametrize("after", [1, 2, 3])
def test_who_comes_between_two_looks_is_seen(work: WorkFactory, engine: Engine, after: int) -> None:
    """PostgreSQL lets another registration end in between; on SQLite it waits until ours is over."""
    has_turns = engine.dialect.name == "sqlite"
    looks = count(1)
    rival: list[Future[bool]] = []

    def is_told_of_the_name() -> bool:
        try:
            with work() as w:
                register(w, **ANN)
        except Invalid as error:
            return error.field == "name"
        return False

    def let_the_rival_in(*_: object) -> None:
        if next(looks) == after:
            rival.append(pool.submit(is_told_of_the_name))
            if not has_turns:
                rival[0].result()

    with ThreadPoolExecutor(1) as pool:
        event.listen(engine, "after_cursor_execute", let_the_rival_in)
        told = is_told_of_the_name()
        assert (told, rival[0].result()) == (not has_turns, has_turns)
