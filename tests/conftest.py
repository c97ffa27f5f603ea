"""The fixtures every test may ask for; each has one job."""

import gc
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from commentbox import schema
from commentbox.app import create_app
from commentbox.services import passwords
from commentbox.services.work import Work, begin
from commentbox.settings import Settings, load
from commentbox.store.engine import prepare
from commentbox.store.tables import METADATA
from commentbox.web import drawn, front, most_discussed, published
from commentbox.web import work as web_work
from tests.indexed import Plans
from tests.unscoped import refuse_unscoped

NOT_AT_ALL = timedelta(0)  # a page is asked for its version each time
BOX = "http://comments.example"
AT_FULL_COST = passwords._HASHER
WorkFactory = Callable[[], AbstractContextManager[Work]]


@dataclass
class Clock:
    """Time as an argument: it stands still until a test moves it."""

    now: datetime = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: it need not be looked through for what is not."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_query_for_everybodys_rows() -> Iterator[None]:
    event.listen(Session, "do_orm_execute", refuse_unscoped)
    yield
    event.remove(Session, "do_orm_execute", refuse_unscoped)


@pytest.fixture(scope="session", autouse=True)
def _no_query_through_a_whole_table() -> Iterator[None]:
    plans = Plans()
    event.listen(Engine, "before_cursor_execute", plans.look)
    yield
    event.remove(Engine, "before_cursor_execute", plans.look)


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """How many hashes are made is what tests count; what one costs, the test of that asks `at_full_cost`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher.from_parameters(CHEAPEST))
        yield


@pytest.fixture
def at_full_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as they are in service."""
    monkeypatch.setattr(passwords, "_HASHER", AT_FULL_COST)


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """What makes a database durable is not under test, and costs most of the time."""
    event.listen(Pool, "checkout", _in_haste)
    yield
    event.remove(Pool, "checkout", _in_haste)


def _in_haste(connection: Any, record: Any, _proxy: object) -> None:
    if isinstance(connection, sqlite3.Connection) and not record.info.get("is_in_haste"):
        connection.execute("PRAGMA synchronous=OFF")
        record.info["is_in_haste"] = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database at the newest migration: PostgreSQL where the environment names one, else SQLite."""
    url = os.environ.get("COMMENTBOX_TEST_DATABASE")
    if url is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('database') / 'commentbox.db'}"
    engine = create_engine(url)
    prepare(engine)
    if engine.dialect.name == "postgresql":
        if "test" not in (engine.url.database or ""):
            raise pytest.UsageError("COMMENTBOX_TEST_DATABASE gets emptied, so its name must contain 'test'")
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    schema.upgrade(engine)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def _base_settings(migrated: str) -> Settings:
    return load(
        overrides={
            "environment": "development",
            "database_url": migrated,
            "base_url": BOX,
            "secret_key": "a secret for tests, forty characters long",
            "run_worker": False,
            "staff_second_factor": False,
        }
    )


@pytest.fixture
def settings(_base_settings: Settings) -> Settings:
    return _base_settings


@pytest.fixture(scope="session")
def _kept_engine(migrated: str) -> Iterator[Engine]:
    """Its connections, and the statements it has put into words, serve one test after the other."""
    engine = create_engine(migrated)
    prepare(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(_kept_engine: Engine) -> Iterator[Engine]:
    """A prepared engine on tables that are emptied after the test; what listens to it ends with the test."""
    yield _kept_engine.execution_options()
    with _kept_engine.begin() as connection:
        empty(connection)


@pytest.fixture(scope="session")
def kept_apps() -> Iterator[dict[Settings, Flask]]:
    """Addresses and templates are put together once for all tests that share their settings."""
    kept: dict[Settings, Flask] = {}
    yield kept
    for app in kept.values():
        app.extensions["commentbox"].engine.dispose()


@pytest.fixture
def app(settings: Settings, clock: Clock, engine: Engine, kept_apps: dict[Settings, Flask]) -> Flask:
    """The whole box on the same database as `work`, at this test's time and with nothing kept from others."""
    app = kept_apps.get(settings)
    if app is None:
        app = kept_apps[settings] = create_app(settings, clock=clock, hold=NOT_AT_ALL)
        app.testing = True
        return app
    renew(app, settings, clock)
    return app


def renew(app: Flask, settings: Settings, clock: Callable[[], datetime]) -> None:
    """Nothing is left in it of what was asked before, and it is that clock's time."""
    engine = app.extensions["commentbox"].engine
    web_work.install(app, engine=engine, settings=settings, clock=clock)
    for module in (published, drawn, most_discussed):
        module.install(app)
    del app.wsgi_app  # the front that stood before it
    front.install(app, engine=engine, settings=settings, clock=clock, hold=NOT_AT_ALL)


@pytest.fixture
def work(engine: Engine, settings: Settings, clock: Clock) -> WorkFactory:
    """A transaction as a view opens it: `with work() as w:`."""
    return lambda: begin(engine, settings, clock())


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def database_file(tmp_path: Path) -> Path:
    return tmp_path / "commentbox.db"


_DELETES = [str(table.delete()) for table in reversed(METADATA.sorted_tables)]
_RESTART = "SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"


def empty(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        if connection.scalar(text("SHOW is_superuser")) != "on":
            names = [table.name for table in METADATA.sorted_tables]
            connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
            return
        # Fifty tables are cut off in a tenth of a second, and these are mostly empty.
        everything = ";".join(_DELETES)
        connection.exec_driver_sql(f"SET LOCAL session_replication_role = replica; {everything}")
        connection.exec_driver_sql(_RESTART)
        return
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    driver: Any = connection.connection.driver_connection
    for delete in _DELETES:
        driver.execute(delete)
