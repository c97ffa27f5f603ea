"""How Alembic reaches the database; a migration itself never imports our code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, create_engine, text

from commentbox.store.tables import METADATA

_LOCK = 7_263_410_551  # any number nobody else locks


def _plain_types(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Our own column types are written as SQLAlchemy's, so that an old migration never meets changed code."""
    if kind == "type" and type(item).__module__.startswith("commentbox."):
        return repr(item.impl).replace("DateTime(", "sa.DateTime(")
    return False


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Of several nodes that start together one migrates; the others wait, and then find nothing to do."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
    connection.commit()  # the lock is the connection's, not the transaction's
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
        connection.commit()


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=_plain_types,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine: Engine | None = context.config.attributes.get("engine")
if engine is None:
    url = (
        context.config.get_main_option("sqlalchemy.url") or context.get_x_argument(as_dictionary=True)["url"]
    )
    engine = create_engine(url)
with engine.connect() as connection, _alone(connection):
    _run(connection)
    connection.commit()
