"""The numbered steps lead to the tables of the code and back, without gaps."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from commentbox import schema
from commentbox.revision import check_current, current
from commentbox.settings import SettingsError
from commentbox.store.tables import METADATA, TABLES

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"


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
    check_current(empty)


def test_nodes_that_start_together_migrate_once(empty: Engine, tmp_path: Path) -> None:
    if empty.dialect.name == "sqlite":
        pytest.skip("several nodes share no SQLite")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTBOX_")}
    url = empty.url.render_as_string(hide_password=False)
    environment = kept | {"COMMENTBOX_ENVIRONMENT": "development", "COMMENTBOX_DATABASE_URL": url}
    words = [sys.executable, "-c", "from commentbox.cli import main; main()", "migrate"]
    nodes = [subprocess.Popen(words, cwd=tmp_path, env=environment) for _ in range(3)]
    assert [node.wait(300) for node in nodes] == [0, 0, 0]
    check_current(empty)


def test_an_empty_database_is_not_current(empty: Engine) -> None:
    assert current(empty) is None
    with pytest.raises(SettingsError, match="Run: commentbox init"):
        check_current(empty)


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
