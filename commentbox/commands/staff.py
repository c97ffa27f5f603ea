"""`commentbox staff`: the people who moderate and administer."""

import click

from commentbox.commands.opened import PASSWORD, connect_ready, use
from commentbox.commands.reset_factor import reset_factor
from commentbox.domain.people import Role
from commentbox.domain.staff import clean_sections
from commentbox.services.accounts import add_staff

ROLES = [role.value for role in Role if role.is_at_console]


@click.group()
def staff() -> None:
    """The people who moderate and administer."""


@staff.command("add")
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=click.Choice(ROLES), default="moderator", show_default=True)
@click.option("--sections", default="", help="Of a moderator who has no more, such as “/sport/ /culture/”.")
@PASSWORD
def staff_add(key: str, name: str, email: str, role: str, sections: str, password: str) -> None:
    """Give somebody a role at a site."""
    settings, engine = connect_ready()
    with use(settings, engine) as work:
        add_staff(
            work,
            name=name,
            email=email,
            password=password,
            site_key=key,
            role=Role(role),
            sections=clean_sections(sections) if role == Role.MODERATOR else (),
        )
    click.echo(f"{name} can now sign in at {settings.base_url}/console/login")


staff.add_command(reset_factor)
