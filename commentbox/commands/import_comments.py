"""`commentbox import`: comments from another system."""

from pathlib import Path

import click

from commentbox.bring_in import bring_in
from commentbox.commands.opened import connect_ready, told


@click.group("import")
def import_() -> None:
    """Bring in comments from another system."""


@import_.command("disqus")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def import_disqus(file: Path, key: str, dry_run: bool) -> None:
    """Read a Disqus export (XML, also gzipped)."""
    settings, engine = connect_ready()
    with told():
        bring_in(file, settings=settings, engine=engine, site_key=key, is_trial=dry_run)
