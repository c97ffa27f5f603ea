"""How a connection behaves: SQLite is made durable and strict, and writers queue instead of failing."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from sqlite3 import SQLITE_BUSY, OperationalError
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from commentbox.store.turns import Turns

WRITING = "commentbox_writing"
LONGEST_WAIT = 10  # seconds
_HELD = "commentbox_held"
_MOST_HELD = 100  # rows; a use case reads fewer, and a job that reads all is not to keep all

_over: ContextVar[ExitStack | None] = ContextVar("commentbox_work_is_over", default=None)

_PATIENCE = f"PRAGMA busy_timeout={LONGEST_WAIT * 1000}"
_LOOK_AGAIN = 0.001  # seconds
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # NORMAL may lose an acknowledged commit when the power goes
    "PRAGMA foreign_keys=ON",
    _PATIENCE,
)

# A page of comments joins nine tables, each by its key. To try all their orders took PostgreSQL fifteen
# milliseconds, and to read them a quarter of one. Up to three tables are put in order by it, more as written.
_FREE_TO_ORDER = "SET join_collapse_limit = 3"
_SURELY_THERE = 1.0  # seconds
_LEFT_AT = "commentbox_left_at"


def only_to_read(session: Session) -> None:
    """Say so before its first statement: on SQLite it waits for no writer, and on PostgreSQL, where each
    statement sees what is there when it comes, no transaction is begun and ended around it.
    """
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    session.connection(execution_options={WRITING: False} if is_sqlite else {"isolation_level": "AUTOCOMMIT"})


def prepare(engine: Engine) -> None:
    """Set the engine up once, before its first connection."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
        return

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.execute(_FREE_TO_ORDER)
        connection.commit()  # else it would be taken back with the first transaction that is

    @event.listens_for(engine, "checkin")
    def _leave(_connection: Any, record: Any) -> None:
        record.info[_LEFT_AT] = monotonic()

    @event.listens_for(engine, "checkout")
    def _look(connection: Any, record: Any, _proxy: Any) -> None:
        # Not every time, as the pool would: between two requests of the same moment no database goes away.
        if monotonic() - record.info.get(_LEFT_AT, monotonic()) > _SURELY_THERE:
            try:
                connection.execute("SELECT 1")
                connection.rollback()
            except connection.Error as error:
                raise DisconnectionError from error  # the pool makes another one


def _prepare_sqlite(engine: Engine) -> None:
    turns = Turns()

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = (
            None  # the driver's own BEGIN comes too late to protect a read-then-write
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes the lock at once: upgrading later fails with "database is locked" instead of waiting.
        writing = connection.get_execution_options().get(WRITING, True)
        if writing and (over := _over.get()) is not None:
            over.enter_context(turns.turn(LONGEST_WAIT))
        if writing:
            _take_the_lock(connection)
        else:
            connection.exec_driver_sql("BEGIN")


def _take_the_lock(connection: Connection) -> None:
    """Against the writers of other processes. SQLite by itself sleeps up to a tenth of a second between two
    tries, and a busy process would have handed the lock to its next writer a dozen times meanwhile.
    """
    until = monotonic() + LONGEST_WAIT
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < until:
            try:
                driver.execute("BEGIN IMMEDIATE")
            except OperationalError as error:
                if error.sqlite_errorcode & 0xFF != SQLITE_BUSY:
                    break  # and fail below, as SQLAlchemy says it
                sleep(_LOOK_AGAIN)
            else:
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(_PATIENCE)


@event.listens_for(Session, "loaded_as_persistent")
def _hold(session: Session, row: object) -> None:
    """Keep the rows that were read as long as their session, so that none is asked for twice."""
    held = session.info.setdefault(_HELD, [])
    if len(held) < _MOST_HELD:
        held.append(row)


@contextmanager
def taking_turns() -> Iterator[None]:
    """Whatever begins to write in here waits for its turn, and ends it when all is committed and closed.

    Only the first statement waits: what is worked out before, a password's hash for one, holds nobody up.
    """
    with ExitStack() as over:
        token = _over.set(over)
        try:
            yield
        finally:
            _over.reset(token)
