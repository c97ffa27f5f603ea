"""`commentbox demo`: a look at everything, with nothing to prepare."""

from pathlib import Path

import click

from commentbox.commands.opened import told
from commentbox.demo.start import run_demo


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8080, show_default=True, help="The paper takes the next."
)
@click.option(
    "--host", default="localhost", show_default=True, help="The name in the addresses, and where to listen."
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=Path("var/demo"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Throw the sample away and make it anew.")
def demo(port: int, host: str, data: Path, fresh: bool) -> None:
    """Start the box beside a sample newspaper with a lively conversation."""
    with told():
        run_demo(port=port, host=host, data=data, fresh=fresh, say=click.echo)
