"""`commentbox log`: is what staff and the box have decided still as it was written?"""

import sys

import click

from commentbox.commands.opened import opening
from commentbox.services.check_log import Broken, Head, Open, check_log, check_noted, read_head
from commentbox.services.sites import Site, get_site, list_sites


@click.group()
def log() -> None:
    """The logs of decisions and of staff."""


@log.command()
@click.option("--site", "key", help="Site key; without it all of them.")
@click.option("--head", "noted", help="A head you noted before; it must be in the site's log.")
def verify(key: str | None, noted: str | None) -> None:
    """Check that nothing in the logs was changed, taken out or put in. Ends with status 1 if it was."""
    if noted and not key:
        raise click.UsageError("A head belongs to one log: say which with --site.")
    with opening() as open_work:
        with open_work(False) as work:
            sites = [get_site(work, key)] if key else list_sites(work)
        are_intact = [_verify(open_work, site, noted) for site in sites]
    sys.exit(0 if all(are_intact) else 1)


def _verify(open_work: Open, site: Site, noted: str | None) -> bool:
    try:
        head = _followed(open_work, site)
        if noted:
            with open_work(False) as work:
                check_noted(work, site, noted)
    except Broken as broken:
        click.echo(f"{site.key}: BROKEN at {broken}.")
        return False
    click.echo(f"{site.key}: intact, {head.place:,} entries, head {head.hash or 'none yet'}")
    return True


def _followed(open_work: Open, site: Site) -> Head:
    """With a bar, where somebody is looking."""
    with open_work(False) as work:
        head = read_head(work, site)
    label, read = f"Reading the log of {site.key}", 0
    with click.progressbar(length=head.place, label=label, file=sys.stderr, show_pos=True) as bar:
        for head in check_log(open_work, site):
            bar.update(head.place - read)
            read = head.place
    return head
