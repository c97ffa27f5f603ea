"""`commentbox serve`: the production server."""

import click

from commentbox import serving
from commentbox.commands.opened import connect_ready, told
from commentbox.free_port import check_free


@click.command()
def serve() -> None:
    """Start the server."""
    settings, engine = connect_ready()
    engine.dispose()
    with told():
        check_free(settings.host, settings.port)
    click.echo(f"commentbox answers at {settings.base_url} (listening on {settings.host}:{settings.port})")
    serving.serve(settings)
