"""Brings the database to the newest migration, and tells where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from commentbox.settings import SettingsError

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "_migrations", _PACKAGE.parent / "migrations")  # in a wheel, in a checkout


def configuration(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(next(place for place in _PLACES if place.is_dir())))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    _check_known(engine)
    command.upgrade(configuration(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    command.downgrade(configuration(engine), revision)


def current(engine: Engine) -> str | None:
    """The revision the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest(engine: Engine) -> str | None:
    return ScriptDirectory.from_config(configuration(engine)).get_current_head()


def check_current(engine: Engine) -> None:
    """Raises `SettingsError`, with the way out, for a database that is empty, older or newer."""
    found = current(engine)
    if found is None:
        raise SettingsError("There is nothing in this database yet. Run: commentbox init")
    _check_known(engine)
    if found != newest(engine):
        raise SettingsError(
            f"The database is at migration {found}, the newest is {newest(engine)}. Run: commentbox migrate"
        )


def _check_known(engine: Engine) -> None:
    found = current(engine)
    steps = ScriptDirectory.from_config(configuration(engine)).walk_revisions()
    if found is not None and found not in {step.revision for step in steps}:
        raise SettingsError(
            f"The database is at migration {found}, which this version does not know."
            " A newer one has made it: install that, or go back to a backup from before."
        )
