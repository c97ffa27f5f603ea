"""`commentbox numbers`: the counts of closed days, made anew."""

from datetime import date, datetime

import click

from commentbox.commands.opened import opening
from commentbox.services.count_days import count_again, count_days


@click.group()
def numbers() -> None:
    """The counts of each day that the console and the public report show."""


@numbers.command()
@click.option("--site", "key", required=True, help="Site key.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day, as 2026-05-04."
)
def recount(key: str, since: datetime) -> None:
    """Count the closed days of a site again, from its comments and decisions."""
    first: date = since.date()
    with opening() as open_work:
        with open_work(True) as work:
            count_again(work, key, first)
        days = 0
        while found := count_days(open_work):
            days += found
    click.echo(f"{key}: {days} days counted")
