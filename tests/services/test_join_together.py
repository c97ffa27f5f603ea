"""Two windows of one person who comes from another place: one account, and nobody is refused."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, event, func, select

from commentbox.domain.claims import Claims
from commentbox.services.arrive import Newcomer, join
from commentbox.store.people import PersonRow
from tests.conftest import Clock, WorkFactory


@pytest.mark.parametrize("name", ["Cleo Marsh", "Cleo Fen"])
@pytest.mark.parametrize("after", range(1, 8))
def test_a_window_that_comes_between_two_looks_is_seen(
    work: WorkFactory, engine: Engine, clock: Clock, after: int, name: str
) -> None:
    """PostgreSQL lets the other window end in between; on SQLite it waits until ours is over."""
    claims = Claims(issuer="https://north.example", subject="7", name=None, email="cleo@mail.example")
    ends_at = (clock() + timedelta(minutes=30)).timestamp()
    who = Newcomer(claims=claims, place="North", way_back={}, ends_at=ends_at)
    looks, other = count(1), list[Future[int]]()

    def come(as_name: str) -> int:
        with work() as w:
            return join(w, who, as_name)

    def let_the_other_in(*_: object) -> None:
        if next(looks) == after:
            other.append(pool.submit(come, "Cleo Marsh"))
            if engine.dialect.name != "sqlite":
                other[0].result()

    with ThreadPoolExecutor(1) as pool:
        event.listen(engine, "after_cursor_execute", let_the_other_in)
        mine = come(name)
        assert other[0].result() == mine
    with work() as w:
        assert w.session.scalar(select(func.count(PersonRow.id))) == 1
