"""Which migration a database stands at, told without what carries migrations out."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from commentbox.settings import SettingsError

_PACKAGE = Path(__file__).parent
_PLACES = (_PACKAGE / "_migrations", _PACKAGE.parent / "migrations")  # in a wheel, in a checkout


def migrations() -> Path:
    return next(place for place in _PLACES if place.is_dir())


def known() -> list[str]:
    """The numbers of all migrations, the newest last: a file's name begins with its own."""
    return sorted(path.name.partition("_")[0] for path in (migrations() / "versions").glob("[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """The migration the database is at; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        number: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return number


def check_current(engine: Engine) -> None:
    """Raises `SettingsError`, with the way out, for a database that is empty, older or newer."""
    found = check_known(engine)
    if found is None:
        raise SettingsError("There is nothing in this database yet. Run: commentbox init")
    if found != (newest := known()[-1]):
        raise SettingsError(
            f"The database is at migration {found}, the newest is {newest}. Run: commentbox migrate"
        )


def check_known(engine: Engine) -> str | None:
    """What `current` says; `SettingsError` for a database that a newer version has made."""
    found = current(engine)
    if found is not None and found not in known():
        raise SettingsError(
            f"The database is at migration {found}, which this version does not know."
            " A newer one has made it: install that, or go back to a backup from before."
        )
    return found
