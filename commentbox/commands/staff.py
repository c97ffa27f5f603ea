"""`commentbox staff`: the people who moderate and administer."""

import click

from commentbox.commands.opened import PASSWORD, connect_ready, use
from commentbox.commands.reset_factor import reset_factor
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff


@click.group()
def staff() -> None:
    """The people who moderate and administer."""


@staff.command("add")
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=click.Choice(["moderator", "admin"]), default="moderator", show_default=True)
@PASSWORD
def staff_add(key: str, name: str, email: str, role: str, password: str) -> None:
    """Add a moderator or administrator to a site."""
    settings, engine = connect_ready()
    with use(settings, engine) as work:
        add_staff(work, name=name, email=email, password=password, site_key=key, role=Role(role))
    click.echo(f"{name} can now sign in at {settings.base_url}/console/login")


staff.add_command(reset_factor)
