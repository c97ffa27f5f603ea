"""The import command: reads a file, imports batch by batch, shows how far it is, and reports."""

import sys
from collections import Counter
from pathlib import Path

import click
from sqlalchemy import Engine

from commentbox.clock import utc_now
from commentbox.domain.dump import Skipped, Warned
from commentbox.importers import disqus
from commentbox.services.import_comments import (
    Report,
    batches,
    finish_article,
    import_batch,
    sort_records,
    try_batch,
)
from commentbox.services.sites import Site, get_site
from commentbox.services.work import begin
from commentbox.settings import Settings

SOURCE = "disqus"
SHOWN_LINES = 50


def bring_in(file: Path, *, settings: Settings, engine: Engine, site_key: str, is_trial: bool) -> Report:
    """Each batch is a transaction of its own: one cut short is finished by running it again."""
    report = Report()
    with begin(engine, settings, utc_now(), writing=False) as work:
        site = get_site(work, site_key)
    try:
        _read(file, settings, engine, site, report, is_trial=is_trial)
    finally:
        if not is_trial:
            _finish(settings, engine, site, report)
        _tell(report, is_trial=is_trial)
    return report


def _read(
    file: Path, settings: Settings, engine: Engine, site: Site, report: Report, *, is_trial: bool
) -> None:
    step = try_batch if is_trial else import_batch
    records = sort_records(site, disqus.read(lambda: file.open("rb")), report)
    label = "Trying" if is_trial else "Importing"
    shown = click.progressbar(
        batches(records), label=label, file=sys.stderr, item_show_func=lambda _: _far(report)
    )
    with shown as counted:
        for batch in counted:
            with begin(engine, settings, utc_now(), writing=not is_trial) as work:
                step(work, site, SOURCE, batch, report)


def _far(report: Report) -> str:
    return f"{report.added + report.present:,} comments"


def _finish(settings: Settings, engine: Engine, site: Site, report: Report) -> None:
    for url in (*report.urls, *sorted(report.moved - report.urls.keys())):
        with begin(engine, settings, utc_now()) as work:
            finish_article(work, site, url, report.urls.get(url))


def _tell(report: Report, *, is_trial: bool) -> None:
    """How many of each kind, then the records themselves, so that none is lost without a word."""
    lines: list[Skipped | Warned] = [*report.skipped, *report.warned]
    for reason, number in Counter(line.reason for line in lines).most_common():
        click.echo(f"{number:>8,}  {reason}")
    for line in lines[:SHOWN_LINES]:
        detail = f" ({line.detail})" if line.detail else ""
        click.echo(f"  {line.kind} {line.key}: {line.reason}{detail}")
    if len(lines) > SHOWN_LINES:
        click.echo(f"  … and {len(lines) - SHOWN_LINES:,} more")
    click.echo(
        f"{'Would add' if is_trial else 'Added'} {_many(report.added, 'comment')}"
        f" on {_many(len(report.urls), 'article')}; {report.present:,} were here already,"
        f" {_many(len(report.skipped), 'record')} skipped."
    )


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
