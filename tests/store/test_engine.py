"""What a connection is good for before somebody gets it."""

import pytest
from sqlalchemy import Engine, text

from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store import engine as under_test
from tests.conftest import Clock

_PID = text("SELECT pg_backend_pid()")
_END = text("SELECT pg_terminate_backend(:pid, 10000)")  # waits until it is gone, ten seconds at most


@pytest.fixture
def pooled(engine: Engine) -> Engine:
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite is a file, and no connection to it goes away")
    engine.dispose()
    return engine


def test_a_connection_that_went_while_it_lay_idle_is_replaced(
    pooled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "_SURELY_THERE", 0.0)
    with pooled.connect() as first, pooled.connect() as second:
        gone, stays = first.scalar(_PID), second.scalar(_PID)
        first.close()
        assert second.scalar(_END, {"pid": gone})
        with pooled.connect() as again:
            assert again.scalar(_PID) not in (gone, stays)


def test_what_only_reads_begins_no_transaction(pooled: Engine, settings: Settings, clock: Clock) -> None:
    asked = text("SELECT now() = statement_timestamp()")  # of a transaction, and of this statement
    with begin(pooled, settings, clock()) as w:
        w.session.execute(text("SELECT 1"))
        assert w.session.scalar(asked) is False
    with begin(pooled, settings, clock(), writing=False) as w:
        w.session.execute(text("SELECT 1"))
        assert w.session.scalar(asked) is True
