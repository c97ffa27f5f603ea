"""A use case from the command line: the settings, the database, and plain words for what goes wrong."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import click
from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from commentbox.app import utc_now
from commentbox.domain.errors import CommentboxError
from commentbox.server import read_settings
from commentbox.services.work import Work, begin
from commentbox.settings import SettingsError
from commentbox.store.engine import prepare


@contextmanager
def opened() -> Iterator[Work]:
    """One transaction that writes."""
    with opening() as open_work, open_work(True) as work:
        yield work


@contextmanager
def opening() -> Iterator[Callable[[bool], AbstractContextManager[Work]]]:
    """For what takes several: gives work that writes, or only reads."""
    try:
        settings = read_settings()
        engine = create_engine(settings.database_url, hide_parameters=True)
        prepare(engine)
        yield lambda writing: begin(engine, settings, utc_now(), writing=writing)
        engine.dispose()
    except (CommentboxError, SettingsError) as error:
        raise click.ClickException(getattr(error, "message", str(error))) from error
    except DatabaseError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
