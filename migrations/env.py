"""How Alembic reaches the database; a migration itself never imports our code."""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, create_engine

from commentbox.store.tables import METADATA


def _plain_types(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Our own column types are written as SQLAlchemy's, so that an old migration never meets changed code."""
    if kind == "type" and type(item).__module__.startswith("commentbox."):
        return repr(item.impl).replace("DateTime(", "sa.DateTime(")
    return False


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
with engine.connect() as connection:
    _run(connection)
    connection.commit()
