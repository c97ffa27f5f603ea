"""`commentbox erasures`: a restored copy of the database forgets again whom it had forgotten."""

import click
from sqlalchemy import create_engine

from commentbox.clock import utc_now
from commentbox.services.erase import erase
from commentbox.services.erasure_log import read_erasures
from commentbox.services.work import begin
from commentbox.settings import SettingsError, read_settings
from commentbox.store.engine import prepare


@click.group()
def erasures() -> None:
    """People whose accounts were deleted."""


@erasures.command("apply")
@click.option(
    "--file", "path", type=click.Path(dir_okay=False), help="The log, if not the one in the settings."
)
def apply_erasures(path: str | None) -> None:
    """Delete again everybody the log names, after an older copy of the database was restored."""
    try:
        settings = read_settings()
        found = list(read_erasures(path or settings.erasure_log))
    except (SettingsError, OSError, ValueError) as error:
        raise click.ClickException(f"The log of erasures cannot be read: {error}") from error
    engine = create_engine(settings.database_url, hide_parameters=True)
    prepare(engine)
    count = sum(
        erase(lambda writing: begin(engine, settings, utc_now(), writing=writing), erasure)
        for erasure in found
    )
    engine.dispose()
    click.echo(f"{len(found)} erasures in the log, {count} carried out again.")
