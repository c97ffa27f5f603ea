"""The numbered steps lead to the tables of the code and back, without gaps."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, create_engine, inspect, text

from commentbox import schema
from commentbox.settings import SettingsError
from commentbox.store.engine import prepare
from commentbox.store.tables import METADATA, TABLES

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


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


def test_the_migrations_make_just_the_tables_of_the_code(empty: Engine) -> None:
    schema.upgrade(empty)
    command.check(schema.configuration(empty))
    made = set(inspect(empty).get_table_names()) - {"alembic_version"}
    assert made == {table.__tablename__ for table in TABLES} == set(METADATA.tables)


def test_every_step_can_be_taken_back(empty: Engine) -> None:
    schema.upgrade(empty)
    schema.downgrade(empty, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}
    schema.upgrade(empty)
    schema.check_current(empty)


def test_an_empty_database_is_not_current(empty: Engine) -> None:
    assert schema.current(empty) is None
    with pytest.raises(SettingsError, match="Run: commentbox init"):
        schema.check_current(empty)


def test_the_numbers_count_up_in_one_line() -> None:
    files = sorted(path.name for path in VERSIONS.glob("*.py"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    for number, name in enumerate(files, start=1):
        source = (VERSIONS / name).read_text(encoding="utf-8")
        before = f'"{number - 1:04}"' if number > 1 else "None"
        assert re.search(rf'^revision = "{number:04}"$', source, re.MULTILINE)
        assert re.search(rf"^down_revision = {before}$", source, re.MULTILINE)


def test_no_migration_imports_our_code() -> None:
    for path in VERSIONS.glob("*.py"):
        assert "commentbox" not in path.read_text(encoding="utf-8"), path.name
