"""`commentbox site`: the publications whose comments are kept here."""

import click

from commentbox.commands.opened import connect_ready, use
from commentbox.services.sites import add_origin, add_site


@click.group()
def site() -> None:
    """The publications whose comments are kept here."""


@site.command("add")
@click.option("--site", "key", required=True, help="Site key: what the embed names.")
@click.option("--name", required=True)
@click.option(
    "--origin", "origins", multiple=True, required=True, help="Where its articles live; may be repeated."
)
def site_add(key: str, name: str, origins: tuple[str, ...]) -> None:
    """Add another publication."""
    settings, engine = connect_ready()
    with use(settings, engine) as work:
        added = add_site(work, key=key, name=name, origins=origins)
    click.echo(f"Ready for {', '.join(str(origin) for origin in added.origins)}. Next: commentbox staff add")


@site.command("origin")
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--origin", required=True, help="One more place where its articles live.")
def site_origin(key: str, origin: str) -> None:
    """Let the embed work on one more origin."""
    settings, engine = connect_ready()
    with use(settings, engine) as work:
        found = add_origin(work, key=key, origin=origin)
    click.echo(f"{found.name} is now on {', '.join(str(each) for each in found.origins)}")
