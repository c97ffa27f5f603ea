"""Budgets are counted exactly, refilled on time, and keep nobody's address: in the database and in Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from structlog.testing import capture_logs

from commentbox.domain.budgets import BUDGETS, Act, Of
from commentbox.domain.errors import TooFast
from commentbox.services.limits import Limits, Try
from commentbox.settings import Settings
from commentbox.store.buckets import BucketRow
from tests.conftest import Clock, WorkFactory
from tests.redis_server import redis_server

ANN = Try(act=Act.CONFIRM, account="ann@mail.example")  # three an hour
HOUR = 3600
# The real table but for what takes a thousand tries.
SMALL = tuple(replace(each, count=20) if each.of in (Of.ALL, Of.WIDE) else each for each in BUDGETS)


@pytest.fixture(params=["database", "redis"])
def limits(
    request: pytest.FixtureRequest, engine: Engine, settings: Settings, tmp_path: Path
) -> Iterator[Limits]:
    if request.param == "database":
        yield Limits(engine, settings, SMALL)
        return
    with redis_server(tmp_path) as url:
        limits = Limits(engine, settings.model_copy(update={"redis_url": url}), SMALL)
        yield limits
        limits.close()


def test_one_more_than_the_limit_is_refused_with_the_time_to_wait(limits: Limits, clock: Clock) -> None:
    clock.advance(minutes=50)
    assert [_wait(limits, clock, ANN) for _ in range(4)] == [None, None, None, 600]


def test_the_next_window_begins_anew(limits: Limits, clock: Clock) -> None:
    assert [_wait(limits, clock, ANN) for _ in range(4)][-1] is not None
    clock.advance(hours=1)
    assert _wait(limits, clock, ANN) is None


def test_waiting_as_long_as_told_is_enough(limits: Limits, clock: Clock) -> None:
    clock.advance(minutes=3, seconds=17.5)
    wait = [_wait(limits, clock, ANN) for _ in range(4)][-1]
    assert wait is not None
    clock.advance(seconds=wait)
    assert _wait(limits, clock, ANN) is None


def test_each_act_and_each_person_has_a_budget_of_its_own(limits: Limits, clock: Clock) -> None:
    assert [_wait(limits, clock, ANN) for _ in range(4)][-1] is not None
    assert _wait(limits, clock, Try(act=Act.CONFIRM, account="bert@mail.example")) is None
    assert _wait(limits, clock, Try(act=Act.RESET, account=ANN.account)) is None


def test_a_refused_try_neither_lengthens_the_wait_nor_uses_up_another_budget(
    limits: Limits, clock: Clock
) -> None:
    ann_here = Try(act=Act.CONFIRM, account=ANN.account, network="192.0.2.0/24")  # ten an hour from a network
    waits = [_wait(limits, clock, ann_here) for _ in range(20)]
    assert waits == [None] * 3 + [HOUR] * 17
    others = [
        _wait(limits, clock, Try(act=Act.CONFIRM, account=f"{number}@mail.example", network="192.0.2.0/24"))
        for number in range(8)
    ]
    assert others == [None] * 7 + [HOUR]


@pytest.mark.parametrize("count", [200])
def test_of_many_at_once_no_more_than_the_limit_pass(limits: Limits, clock: Clock, count: int) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: _wait(limits, clock, ANN), range(count)))
    assert waits.count(None) == 3


def test_many_small_networks_of_one_customer_share_a_budget(limits: Limits, clock: Clock) -> None:
    tries = [
        Try(
            act=Act.REGISTER,
            account=f"{number}@mail.example",
            network=f"2001:db8:0:{number:x}::/64",
            wide="w",
        )
        for number in range(25)
    ]
    assert [_wait(limits, clock, each) for each in tries].count(None) == 20


def test_an_account_under_attack_lets_its_owner_in_from_where_they_were(limits: Limits, clock: Clock) -> None:
    home = _login("ann@mail.example", "home")
    limits.take(home, clock())
    limits.came_right(home, clock())
    passed = [_wait(limits, clock, _login("ann@mail.example", f"net {number}")) for number in range(60)]
    assert passed.count(None) == 49
    assert _wait(limits, clock, _login("ann@mail.example", "elsewhere")) is not None
    assert _wait(limits, clock, home) is None
    limits.know(_login("ann@mail.example", "elsewhere"), clock())  # by a reset, say
    assert _wait(limits, clock, _login("ann@mail.example", "elsewhere")) is None


def test_an_attack_from_everywhere_stops_and_who_is_right_gets_in(limits: Limits, clock: Clock) -> None:
    """Once the total is used up, a network has its reserve of three tries a day, and no more."""
    _use_up_the_total(limits, clock)
    bots = [_login(f"{number}@mail.example", f"bot {number % 5}") for number in range(50)]
    assert [_wait(limits, clock, bot) for bot in bots].count(None) == 15
    for number in range(9):  # as often as they like, because each was right
        innocent = _login(f"reader {number}", "a quiet network")
        assert _wait(limits, clock, innocent) is None
        limits.came_right(innocent, clock())
    clock.advance(minutes=15)
    assert [_wait(limits, clock, bot) for bot in bots[:5]] == [None] * 5  # the total is full again
    _use_up_the_total(limits, clock, start=100)
    assert None not in [_wait(limits, clock, bot) for bot in bots[:5]]  # and these have guessed today


def test_right_tries_do_not_use_up_the_total(limits: Limits, clock: Clock) -> None:
    for number in range(25):
        right = _login(f"{number}@mail.example", f"net {number}")
        limits.take(right, clock())
        limits.came_right(right, clock())
    bot = [_login(f"{number}@mail.example", "bot") for number in range(5)]
    assert [_wait(limits, clock, each) for each in bot] == [None] * 5


def test_the_person_cannot_be_read_from_the_table(
    engine: Engine, settings: Settings, work: WorkFactory, clock: Clock
) -> None:
    Limits(engine, settings).take(ANN, clock())
    with work() as w:
        for row in w.session.scalars(select(BucketRow)):
            assert "ann" not in row.key
            assert len(row.key) == 64
            assert row.expires_at > w.now


def test_what_is_known_outlives_a_change_of_secrets(engine: Engine, settings: Settings, clock: Clock) -> None:
    home = _login("ann@mail.example", "home")
    Limits(engine, settings).know(home, clock())
    new = {"secret_key": "another secret, also of forty characters!", "secret_key_old": settings.secret_key}
    later = Limits(engine, settings.model_copy(update=new))
    for number in range(50):
        later.take(_login("ann@mail.example", f"net {number}"), clock())
    assert _wait(later, clock, home) is None


def test_when_redis_is_away_the_database_counts_and_the_log_says_so(
    engine: Engine, settings: Settings, clock: Clock, tmp_path: Path
) -> None:
    with redis_server(tmp_path) as url:
        limits = Limits(engine, settings.model_copy(update={"redis_url": url}))
        assert [_wait(limits, clock, ANN) for _ in range(4)] == [None] * 3 + [HOUR]
    with capture_logs() as lines:
        assert [_wait(limits, clock, ANN) for _ in range(4)] == [None] * 3 + [HOUR]
    assert [line["event"] for line in lines] == ["redis_away"]
    limits.close()


def _use_up_the_total(limits: Limits, clock: Clock, start: int = 0) -> None:
    for number in range(start, start + 20):
        _wait(limits, clock, _login(f"target {number}", f"net {number}"))


def _login(account: str, network: str) -> Try:
    return Try(act=Act.LOGIN, account=account, network=network)


def _wait(limits: Limits, clock: Clock, tried: Try) -> int | None:
    try:
        limits.take(tried, clock())
    except TooFast as refusal:
        return refusal.retry_after
    return None
