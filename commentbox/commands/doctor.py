"""`commentbox doctor`: is everything as it should be?"""

import sys

import click
from sqlalchemy import Engine

from commentbox.commands.opened import connect, told, use
from commentbox.revision import check_current, current
from commentbox.services.check import list_articles, look_at_jobs, mend_article
from commentbox.services.sites import list_sites
from commentbox.settings import Settings


@click.command()
def doctor() -> None:
    """Check the settings, the database, the migrations, the counts and the waiting jobs."""
    settings, engine = connect()
    click.echo(f"settings    ok ({settings.environment}, {settings.base_url})")
    with told():
        check_current(engine)
    click.echo(f"database    ok ({engine.dialect.name}, migration {current(engine)})")
    with use(settings, engine) as work:
        click.echo(
            f"sites       {', '.join(site.key for site in list_sites(work)) or 'none: run commentbox init'}"
        )
        articles, jobs = list_articles(work), look_at_jobs(work)
    mended = sum(_mend(settings, engine, article) for article in articles)
    click.echo(f"counts      {len(articles)} articles recounted, {mended} numbers mended")
    click.echo(f"jobs        {jobs.waiting} waiting, {jobs.parked} parked")
    click.echo(f"mail        {'configured' if settings.smtp_url else 'no mail server: nothing is sent'}")
    if mended or jobs.parked:
        sys.exit(1)


def _mend(settings: Settings, engine: Engine, article_id: int) -> int:
    with use(settings, engine) as work:
        return mend_article(work, article_id)
