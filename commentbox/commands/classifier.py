"""`commentbox classifier`: another program that reads every comment after it was sent."""

import os
from pathlib import Path

import click

from commentbox.commands.opened import opened
from commentbox.services.classifiers import (
    NewClassifier,
    remove_classifier,
    set_classifier,
    state_of,
)
from commentbox.services.sites import get_site

SECRET_VARIABLE = "COMMENTBOX_CLASSIFIER_SECRET"  # noqa: S105 - the name of a variable


@click.group()
def classifier() -> None:
    """Another program that reads every comment after it was sent."""


@classifier.command("set")
@click.option("--site", required=True, help="Site key.")
@click.option("--name", required=True, help="What moderators read before its findings.")
@click.option("--url", required=True, help="Where to ask: https://, or this machine itself.")
@click.option("--note-at", type=float, default=0.7, show_default=True, help="From this score on, a note.")
@click.option(
    "--hold-at", type=float, default=2.0, help="From this score on, off the page; not given: never."
)
@click.option(
    "--secret-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"What both sign with; without it {SECRET_VARIABLE} is looked at, then you are asked.",
)
def set_(site: str, name: str, url: str, note_at: float, hold_at: float, secret_file: Path | None) -> None:
    """Show every comment to a classifier from now on. Setting one again replaces it."""
    new = NewClassifier(name=name, url=url, secret=_secret(secret_file), note_at=note_at, hold_at=hold_at)
    with opened() as work:
        set_classifier(work, site, new)
    click.echo(f"{name} is asked about every comment that is sent or changed from now on.")


@classifier.command()
@click.option("--site", required=True, help="Site key.")
def show(site: str) -> None:
    """Which classifier a site asks, and how it has answered."""
    with opened() as work:
        found = state_of(work, get_site(work, site).id)
    if found is None:
        click.echo("None. Set one with: commentbox classifier set", err=True)
        return
    answered = "has not answered yet" if found.answered_at is None else f"answered {found.answered_at:%F %T}"
    resting = f", left alone until {found.resting_until:%F %T}" if found.resting_until else ""
    failed = f", then failed {found.failures} times: {found.error}" if found.error else ""
    click.echo(f"{found.name}\t{found.host}\t{answered}{failed}{resting}")


@classifier.command()
@click.option("--site", required=True, help="Site key.")
def remove(site: str) -> None:
    """Show it nothing any more. What it found stays with the comments."""
    with opened() as work:
        remove_classifier(work, site)
    click.echo("No classifier is asked any more.")


def _secret(file: Path | None) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").strip()
    return os.environ.get(SECRET_VARIABLE) or str(click.prompt("Secret", hide_input=True))
