"""What commands begin with: the settings, the database, and plain words for what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError

from commentbox.clock import utc_now
from commentbox.domain.errors import CommentboxError
from commentbox.revision import check_current
from commentbox.services.work import Work, begin
from commentbox.settings import Settings, SettingsError, read_settings
from commentbox.store.engine import prepare

PASSWORD = click.option(
    "--password", envvar="COMMENTBOX_PASSWORD", prompt=True, hide_input=True, confirmation_prompt=True,
    help="Asked for if not given; better from COMMENTBOX_PASSWORD than from the command line.",
)  # fmt: skip


class WrongSettings(click.ClickException):
    exit_code = 2


def connect() -> tuple[Settings, Engine]:
    """To a database in whatever state it is."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise WrongSettings(str(error)) from error
    with told():
        engine = create_engine(settings.database_url, hide_parameters=True)
        prepare(engine)
        engine.connect().close()
        return settings, engine


def connect_ready() -> tuple[Settings, Engine]:
    """To a database that this version can work with."""
    settings, engine = connect()
    with told():
        check_current(engine)
    return settings, engine


@contextmanager
def use(settings: Settings, engine: Engine) -> Iterator[Work]:
    with told(), begin(engine, settings, utc_now()) as work:
        yield work


@contextmanager
def opened() -> Iterator[Work]:
    """One transaction that writes, from the settings to the commit."""
    with opening() as open_work, open_work(True) as work:
        yield work


@contextmanager
def opening() -> Iterator[Callable[[bool], AbstractContextManager[Work]]]:
    """For what takes several: gives work that writes, or only reads."""
    settings, engine = connect_ready()
    with told():
        yield lambda writing: begin(engine, settings, utc_now(), writing=writing)
    engine.dispose()


@contextmanager
def told() -> Iterator[None]:
    """What went wrong in words, without a traceback."""
    try:
        yield
    except (CommentboxError, SettingsError) as error:
        raise click.ClickException(getattr(error, "message", str(error))) from error
    except DatabaseError as error:  # its programming errors are ours, and what a file without tables gives
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
