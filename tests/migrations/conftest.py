"""An empty database for whoever tries the steps themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from commentbox.store.engine import prepare


@pytest.fixture
def empty(migrated: str, tmp_path: Path) -> Iterator[Engine]:
    """An empty database on the engine under test, beside the one the other tests use."""
    if migrated.startswith("sqlite"):
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
        prepare(engine)
        yield engine
        engine.dispose()
        return
    admin = create_engine(migrated, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS empty_for_migrations"))
        connection.execute(text("CREATE DATABASE empty_for_migrations"))
    engine = create_engine(admin.url.set(database="empty_for_migrations"))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE empty_for_migrations"))
    admin.dispose()
