"""Carries migrations out; `revision.py` tells where a database stands."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from commentbox.revision import check_known, migrations


def configuration(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to the newest migration; `SettingsError` for one of a newer version."""
    check_known(engine)
    command.upgrade(configuration(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    command.downgrade(configuration(engine), revision)
