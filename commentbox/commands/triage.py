"""`commentbox triage`: the model of what a site's moderators remove."""

import click

from commentbox.commands.opened import opening
from commentbox.services.sites import get_site
from commentbox.services.train_triage import make_model


@click.group()
def triage() -> None:
    """The model of what a site's moderators remove."""


@triage.command()
@click.option("--site", "key", required=True, help="Site key.")
def train(key: str) -> None:
    """Make the model anew from the latest decisions, at once."""
    with opening() as open_work:
        with open_work(False) as work:
            site_id = get_site(work, key).id
        click.echo(make_model(open_work, {"site_id": site_id, "person_id": None}))
