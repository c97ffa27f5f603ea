"""The same counters in Redis or Valkey, for many processes that count a lot."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from commentbox.domain.budgets import RESERVES, Of
from commentbox.store.buckets import Tally

_PATIENCE = 0.25  # seconds: a login waits no longer than that for a server that is away

# `refused_by` of domain/budgets.py, where no other caller comes in between. What is refused is not counted.
_TAKE = """
local own, total, reserve = 0, 0, 0
for at, key in ipairs(KEYS) do
  local limit, seconds, kind = tonumber(ARGV[3 * at - 2]), tonumber(ARGV[3 * at - 1]), ARGV[3 * at]
  local count = redis.call('INCR', key)
  if count == 1 then redis.call('EXPIRE', key, seconds) end
  if count > limit then
    if kind == 'total' then total = at
    elseif kind == 'reserve' then reserve = at
    elseif own == 0 then own = at end
  end
end
local refused = own
if refused == 0 and reserve > 0 then refused = total end
if refused > 0 then
  for _, key in ipairs(KEYS) do redis.call('DECR', key) end
end
return refused
"""
_GIVE_BACK = """
for _, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
end
"""


class Away(Exception):
    """The server does not answer, or not in time."""


class SharedCounts:
    """Exact under any number of callers: each call is one script, which the server runs alone."""

    def __init__(self, url: str):
        client: Any = import_module(
            "redis"
        )  # here: most have no such server, and each start would wait for it
        retry = client.retry.Retry(client.backoff.NoBackoff(), 1)
        self._error: type[Exception] = client.RedisError
        self._redis = client.Redis.from_url(
            url, socket_timeout=_PATIENCE, socket_connect_timeout=_PATIENCE, retry=retry
        )

    def take(self, tallies: Sequence[Tally], now: float) -> int | None:
        """Count them all, or none if one stands in the way: which one. Raises `Away`."""
        told = [
            word
            for tally in tallies
            for word in (tally.limit, int(tally.ends_at.timestamp() - now) + 1, _kind(tally.of))
        ]
        refused = self._run(_TAKE, tallies, told)
        return refused - 1 if refused else None

    def give_back(self, tallies: Sequence[Tally]) -> None:
        """Raises `Away`."""
        self._run(_GIVE_BACK, tallies, [])

    def close(self) -> None:
        self._redis.close()

    def _run(self, script: str, tallies: Sequence[Tally], told: Sequence[object]) -> int:
        try:
            answer = self._redis.eval(script, len(tallies), *map(_name, tallies), *map(str, told))
        except self._error as error:
            raise Away from error
        return int(answer or 0)


def _name(tally: Tally) -> str:
    """In braces: on a cluster all keys of one script must live on one node."""
    return f"{{commentbox:budgets}}:{tally.key}:{tally.window}"


def _kind(of: Of) -> str:
    return "total" if of is Of.ALL else "reserve" if of in RESERVES else "own"
