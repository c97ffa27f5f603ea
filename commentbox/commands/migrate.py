"""`commentbox migrate`: an older database becomes a current one."""

import click

from commentbox.commands.opened import connect, told
from commentbox.revision import current
from commentbox.schema import upgrade


@click.command()
def migrate() -> None:
    """Bring the database to the newest migration."""
    _, engine = connect()
    before = current(engine)
    with told():
        upgrade(engine)
    click.echo(f"The database went from {before or 'empty'} to {current(engine)}.")
