"""`commentbox worker`: background jobs, apart from the server."""

import click

from commentbox.clock import utc_now
from commentbox.commands.opened import connect_ready
from commentbox.publisher import Publisher
from commentbox.worker import Worker


@click.command()
def worker() -> None:
    """Run background jobs in a process of their own."""
    settings, engine = connect_ready()
    click.echo("The worker is running; stop it with Ctrl+C.")
    if settings.stream_url:
        Publisher(engine, settings, utc_now).start()
    Worker(engine, settings, utc_now).run()
