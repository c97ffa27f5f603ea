"""`commentbox door`: the OpenID providers a site's readers may come through."""

import os
from pathlib import Path

import click

from commentbox.commands.opened import opened
from commentbox.services.doors import add_door, doors_of, remove_door

SECRET_VARIABLE = "COMMENTBOX_DOOR_SECRET"  # noqa: S105 - the name of a variable


@click.group()
def door() -> None:
    """Providers that readers may sign in with."""


@door.command("add")
@click.option("--site", required=True, help="Site key.")
@click.option("--key", required=True, help="Small letters, digits, hyphens; stands in the redirect address.")
@click.option("--name", required=True, help="What the button says: Continue with NAME.")
@click.option("--issuer", required=True, help="The provider's https:// address, exactly as it gives it.")
@click.option("--client-id", required=True, help="What the provider calls this server.")
@click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"The client's secret; without it {SECRET_VARIABLE} is looked at, then you are asked.",
)
@click.option("--without-secret", is_flag=True, help="The provider gave no secret (a public client).")
def add(
    site: str,
    key: str,
    name: str,
    issuer: str,
    client_id: str,
    secret_file: Path | None,
    without_secret: bool,
) -> None:
    """Let readers sign in with an OpenID provider. The same key again replaces what was set."""
    secret = None if without_secret else _secret(secret_file)
    with opened() as work:
        add_door(work, site, key=key, name=name, issuer=issuer, client_id=client_id, secret=secret)
        base_url = work.settings.base_url
    click.echo(f"Readers can now continue with {name}. The redirect address to register there, exactly:\n")
    click.echo(f"  {base_url}/sign-on/{site}/{key}/callback")


@door.command("list")
@click.option("--site", required=True, help="Site key.")
def list_(site: str) -> None:
    """Which providers a site's readers may sign in with."""
    with opened() as work:
        found = doors_of(work, site)
    for each in found:
        click.echo(f"{each.key}\t{each.name}\t{each.issuer}")
    if not found:
        click.echo("None. Add one with: commentbox door add", err=True)


@door.command("remove")
@click.option("--site", required=True, help="Site key.")
@click.option("--key", required=True, help="The door's key, from: commentbox door list")
def remove(site: str, key: str) -> None:
    """Offer a provider no longer. Accounts stay; their owners come in another way."""
    with opened() as work:
        remove_door(work, site, key)
    click.echo(f"The door {key} is gone.")


def _secret(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    return os.environ.get(SECRET_VARIABLE) or str(click.prompt("Client secret", hide_input=True))
