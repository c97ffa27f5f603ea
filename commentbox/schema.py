"""Brings the database to the newest migration, and tells where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "_migrations", _PACKAGE.parent / "migrations")  # in a wheel, in a checkout


def configuration(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(next(place for place in _PLACES if place.is_dir())))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    command.upgrade(configuration(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    command.downgrade(configuration(engine), revision)


def current(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest(engine: Engine) -> str | None:
    return ScriptDirectory.from_config(configuration(engine)).get_current_head()


def is_current(engine: Engine) -> bool:
    return current(engine) == newest(engine)
