"""How often somebody may try something: exact counts in fixed windows, shared by all processes.

Whoever is counted is kept only as a keyed hash, for as long as the window lasts.
"""

import hashlib
import hmac
import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from sqlalchemy import Engine

from commentbox.domain.budgets import BUDGETS, LOCAL, RETURNED, Act, Budget, Of, refused_by
from commentbox.domain.errors import CommentboxError, TooFast
from commentbox.domain.words import Words, counted
from commentbox.services.work import NOTHING_KNOWN, Work, begin
from commentbox.settings import Settings
from commentbox.store.buckets import Tally, count_down, count_up, is_remembered, remember
from commentbox.store.shared_counts import Away, SharedCounts

log = structlog.get_logger()

KNOWN_FOR = timedelta(days=30)  # a network an account signed in from
_LOOK_AGAIN = 10.0  # seconds until a Redis that was away is asked again


@dataclass(frozen=True, kw_only=True)
class Try:
    """Who tries, and from where; what does not apply is empty."""

    act: Act
    account: str = ""
    network: str = ""
    wide: str = ""  # the wider network around it, where there is one


class Limits:
    """Counts in Redis if there is one, and in the database if not, or while it is away."""

    def __init__(self, engine: Engine, settings: Settings, budgets: Sequence[Budget] = BUDGETS):
        self._engine, self._settings, self._budgets = engine, settings, budgets
        self._shared = SharedCounts(settings.redis_url) if settings.redis_url else None
        self._away_until, self._lock = 0.0, threading.Lock()

    def take(self, tried: Try, now: datetime) -> None:
        """Count one try in all its budgets, or raise `TooFast` and count it in none.

        In a transaction of its own: what the use case rolls back must stay counted. Where an account signed
        in before, only what was tried there counts against it, and nothing that strangers do elsewhere.
        """
        tallies = self._tallies(tried, now)
        if any(tally.of is Of.HERE for tally in tallies) and self._is_known(tried, now):
            tallies = [tally for tally in tallies if tally.of in LOCAL]
        refused = self._count(tallies, now)
        if refused is not None:
            raise _too_fast(refused, now)

    @contextmanager
    def counted(self, tried: Try, now: datetime, sites: Mapping[str, Any] = NOTHING_KNOWN) -> Iterator[Work]:
        """A transaction for what is tried, in which the try is counted first, or `TooFast`.

        One commit for both. What the use case refuses is rolled back with the count, which is made again.
        """
        tallies = [] if self._reachable() is not None else self._tallies(tried, now)
        if not tallies:
            self.take(tried, now)
        try:
            with begin(self._engine, self._settings, now, sites=sites) as work:
                if (refused := _over(work, tallies)) is not None:
                    raise _Refused(refused)  # nothing of it is kept
                yield work
        except _Refused as refusal:
            raise _too_fast(refusal.by, now) from None
        except CommentboxError:
            if tallies:
                self._count(tallies, now)
            raise

    def came_right(self, tried: Try, taken_at: datetime) -> None:
        """The try that was taken then was no guess: the totals get it back, and the network is known."""
        returned = [tally for tally in self._tallies(tried, taken_at) if tally.of in RETURNED]
        if not self._is_given_back(returned):
            with begin(self._engine, self._settings, taken_at) as work:
                count_down(work.session, returned)
        self.know(tried, taken_at)

    def know(self, tried: Try, now: datetime) -> None:
        """The account's owner was there, so its budget no longer stands before that network."""
        with begin(self._engine, self._settings, now) as work:
            remember(work.session, self._known_keys(tried)[0], now + KNOWN_FOR)

    def close(self) -> None:
        if self._shared is not None:
            self._shared.close()

    def _count(self, tallies: Sequence[Tally], now: datetime) -> Tally | None:
        if (shared := self._reachable()) is not None:
            try:
                at = shared.take(tallies, now.timestamp())
                return None if at is None else tallies[at]
            except Away as error:
                self._note_away(error)
        try:
            with begin(self._engine, self._settings, now) as work:
                if (refused := _over(work, tallies)) is not None:
                    raise _Refused(refused)  # nothing of it is kept
        except _Refused as refusal:
            return refusal.by
        return None

    def _is_given_back(self, tallies: Sequence[Tally]) -> bool:
        if (shared := self._reachable()) is None:
            return False
        try:
            shared.give_back(tallies)
        except Away as error:
            self._note_away(error)
            return False
        return True

    def _is_known(self, tried: Try, now: datetime) -> bool:
        with begin(self._engine, self._settings, now, writing=False) as work:
            return is_remembered(work.session, self._known_keys(tried), now)

    def _known_keys(self, tried: Try) -> list[str]:
        """Under every live secret: a change of secrets forgets nobody."""
        who = f"{tried.network} {tried.account}"
        return [_key(secret, "known network", who) for secret in self._settings.secrets]

    def _tallies(self, tried: Try, now: datetime) -> list[Tally]:
        found = ((each, _who(each.of, tried)) for each in self._budgets if each.act is tried.act)
        order = list(Of)
        tallies = [self._tally(budget, who, now) for budget, who in found if who]
        return sorted(tallies, key=lambda tally: order.index(tally.of))

    def _tally(self, budget: Budget, who: str, now: datetime) -> Tally:
        seconds = int(budget.per.total_seconds())
        window = int(now.timestamp()) // seconds
        return Tally(
            of=budget.of,
            key=_key(self._settings.secret_key, f"{budget.act} {budget.of.name}", who),
            window=window,
            limit=budget.count,
            ends_at=datetime.fromtimestamp((window + 1) * seconds, UTC),
        )

    def _reachable(self) -> SharedCounts | None:
        with self._lock:
            return None if monotonic() < self._away_until else self._shared

    def _note_away(self, error: Away) -> None:
        with self._lock:
            self._away_until = monotonic() + _LOOK_AGAIN
        log.warning("redis_away", error=type(error.__cause__).__name__)


class _Refused(Exception):
    def __init__(self, by: Tally):
        super().__init__()
        self.by = by


def _over(work: Work, tallies: Sequence[Tally]) -> Tally | None:
    """Count in the database; the budget that is used up, if one is."""
    counts = count_up(work.session, tallies)
    at = refused_by([(t.of, t.limit, count) for t, count in zip(tallies, counts, strict=True)])
    return None if at is None else tallies[at]


def _who(of: Of, tried: Try) -> str:
    """Whose counter; nothing where this try has no such thing."""
    match of:
        case Of.HERE:
            return f"{tried.network} {tried.account}" if tried.network and tried.account else ""
        case Of.NETWORK | Of.RESERVE:
            return tried.network
        case Of.WIDE | Of.WIDE_RESERVE:
            return tried.wide
        case Of.ACCOUNT:
            return tried.account
        case Of.ALL:
            return "all"


def _key(secret: str, name: str, who: str) -> str:
    return hmac.new(secret.encode(), f"limit\0{name}\0{who}".encode(), hashlib.sha256).hexdigest()


def _too_fast(refused: Tally, now: datetime) -> TooFast:
    wait = math.ceil((refused.ends_at - now).total_seconds())
    told = _told(-(-wait // 60))
    return TooFast("too_fast", told, retry_after=wait)


def _told(minutes: int) -> Words:
    return counted(
        "That was too often in a short time. Try again in a minute.",
        "That was too often in a short time. Try again in {n} minutes.",
        n=max(1, minutes),
    )
