"""`commentbox init`: from nothing to a box that can be started."""

import click

from commentbox.commands.opened import PASSWORD, connect, told, use
from commentbox.domain.people import Role
from commentbox.schema import upgrade
from commentbox.services.accounts import add_staff
from commentbox.services.sites import add_site


@click.command()
@click.option(
    "--site", "key", prompt="Site key (what the embed names)", help="Small letters, digits, hyphens."
)
@click.option("--name", prompt="Name of the publication")
@click.option(
    "--origin", "origins", multiple=True, required=True, help="Where its articles live; may be repeated."
)
@click.option("--admin", prompt="Administrator's name")
@click.option("--email", prompt="Administrator's e-mail")
@PASSWORD
def init(key: str, name: str, origins: tuple[str, ...], admin: str, email: str, password: str) -> None:
    """Make the database, the first site and its first administrator."""
    settings, engine = connect()
    with told():
        upgrade(engine)
    with use(settings, engine) as work:
        site = add_site(work, key=key, name=name, origins=origins)
        add_staff(work, name=admin, email=email, password=password, site_key=key, role=Role.ADMIN)
    click.echo(
        f"Ready. Put these two lines where the comments go on {', '.join(str(o) for o in site.origins)}:\n"
    )
    click.echo(f'  <script src="{settings.base_url}/embed.js" async></script>')
    click.echo(f'  <comment-box site="{site.key}"></comment-box>\n')
    click.echo(f"Start the server with: commentbox serve    Moderate at: {settings.base_url}/console/")
