"""A second server that follows the database under test, where that one was started for the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from bench import postgres


class Replica:
    """Its address, and how far it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._plain = url.replace("+psycopg", "")

    def stop_following(self) -> None:
        self._run("SELECT pg_wal_replay_pause()")
        while self._run("SELECT pg_get_wal_replay_pause_state()") != "paused":
            pass

    def go_on(self) -> None:
        self._run("SELECT pg_wal_replay_resume()")

    def catch_up(self, first: str) -> None:
        with psycopg.connect(first.replace("+psycopg", ""), autocommit=True) as there:
            (end,) = there.execute("SELECT pg_current_wal_insert_lsn()::text").fetchone() or ("",)
        while not self._run(f"SELECT pg_last_wal_replay_lsn() >= '{end}'::pg_lsn"):
            pass

    def _run(self, statement: str) -> Any:
        with psycopg.connect(self._plain, autocommit=True) as here:
            row = here.execute(statement).fetchone()
        return None if row is None else row[0]


@contextmanager
def following(url: str) -> Iterator[Replica]:
    """Skips on SQLite, and with a database from elsewhere."""
    if not url.startswith("postgresql"):
        pytest.skip("SQLite has no replica")
    module = postgres.program()
    try:
        with module.replica(url) as address:
            yield Replica(address)
    except module.NoPostgresError as reason:
        pytest.skip(f"{reason}: a replica was NOT tried")
