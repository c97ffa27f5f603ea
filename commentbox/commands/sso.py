"""`commentbox sso key`: the keys a publisher signs its readers' tokens with."""

from pathlib import Path

import click

from commentbox.commands.opened import opened
from commentbox.services.sso_keys import ALGORITHMS, add_key, list_keys, retire_key


@click.group()
def sso() -> None:
    """The publisher's own accounts, by signed token."""


@sso.group("key")
def key_() -> None:
    """The keys that tokens are signed with."""


@key_.command("add")
@click.option("--site", required=True, help="Site key.")
@click.option(
    "--algorithm",
    type=click.Choice(ALGORITHMS),
    default="HS256",
    show_default=True,
    help="What it signs with.",
)
@click.option("--kid", help="What tokens call it; drawn if not given.")
@click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A key you have: for HS256 the secret, for EdDSA the public key (PEM or JWK). Else one is made.",
)
def add(site: str, algorithm: str, kid: str | None, key_file: Path | None) -> None:
    """Make a key, or take one that was made elsewhere. Older ones stay good until they are retired."""
    given = None if key_file is None else key_file.read_text(encoding="utf-8")
    with opened() as work:
        name, told = add_key(work, site, algorithm, kid=kid, given=given)
        audience = f"{work.settings.base_url}/{site}"
    click.echo(f"kid: {name}\nalg: {algorithm}\naud: {audience}")
    if told is not None:
        what = "secret" if algorithm == "HS256" else "private key"
        click.echo(f"\nThe {what}, shown this once; keep it on your server and nowhere else:\n\n{told}")


@key_.command("list")
@click.option("--site", required=True, help="Site key.")
def list_(site: str) -> None:
    """The keys of a site, never the secrets."""
    with opened() as work:
        found = list_keys(work, site)
    for each in found:
        state = "live" if each.retired_at is None else f"retired {each.retired_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{each.kid}\t{each.algorithm}\tsince {each.created_at:%Y-%m-%d %H:%M} UTC\t{state}")
    if not found:
        click.echo("None. Make one with: commentbox sso key add", err=True)


@key_.command("retire")
@click.option("--site", required=True, help="Site key.")
@click.option("--kid", required=True, help="The key's name, from: commentbox sso key list")
def retire(site: str, kid: str) -> None:
    """Believe a key no longer, at once. Who is signed in stays so."""
    with opened() as work:
        retire_key(work, site, kid)
    click.echo(f"Tokens signed with {kid} open nothing from now on.")
