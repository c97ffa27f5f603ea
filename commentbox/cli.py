"""Commands for operators; each is a few lines around a use case."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError

from commentbox import schema, server
from commentbox.app import utc_now
from commentbox.bring_in import bring_in
from commentbox.commands.door import door
from commentbox.commands.erasures import erasures
from commentbox.commands.log import log
from commentbox.commands.reset_factor import reset_factor
from commentbox.commands.sso import sso
from commentbox.demo.start import run_demo
from commentbox.domain.errors import CommentboxError
from commentbox.domain.people import Role
from commentbox.free_port import check_free
from commentbox.services.accounts import add_staff
from commentbox.services.check import list_articles, look_at_jobs, mend_article
from commentbox.services.sites import add_origin, add_site, list_sites
from commentbox.services.work import Work, begin
from commentbox.settings import Settings, SettingsError
from commentbox.store.engine import prepare
from commentbox.worker import Worker

PASSWORD = click.option(
    "--password", envvar="COMMENTBOX_PASSWORD", prompt=True, hide_input=True, confirmation_prompt=True,
    help="Asked for if not given; better from COMMENTBOX_PASSWORD than from the command line.",
)  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--env-file", type=click.Path(dir_okay=False, path_type=Path), help="Settings, one NAME=value a line."
)
@click.version_option(package_name="commentbox")
def main(env_file: Path | None) -> None:
    """Reader comments for news articles, run by the newsroom itself."""
    if env_file is not None:
        if not env_file.is_file():
            raise click.ClickException(f"{env_file}: there is no such file")
        os.environ[server.ENV_FILE] = str(env_file)


@main.command()
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
    settings, engine = _connect()
    with _told():
        schema.upgrade(engine)
    with _use(settings, engine) as work:
        site = add_site(work, key=key, name=name, origins=origins)
        add_staff(work, name=admin, email=email, password=password, site_key=key, role=Role.ADMIN)
    click.echo(
        f"Ready. Put these two lines where the comments go on {', '.join(str(o) for o in site.origins)}:\n"
    )
    click.echo(f'  <script src="{settings.base_url}/embed.js" async></script>')
    click.echo(f'  <comment-box site="{site.key}"></comment-box>\n')
    click.echo(f"Start the server with: commentbox serve    Moderate at: {settings.base_url}/console/")


@main.command()
def serve() -> None:
    """Start the server."""
    settings, engine = _open()
    engine.dispose()
    with _told():
        check_free(settings.host, settings.port)
    click.echo(f"commentbox answers at {settings.base_url} (listening on {settings.host}:{settings.port})")
    server.serve(settings)


@main.command()
def worker() -> None:
    """Run background jobs in a process of their own."""
    settings, engine = _open()
    click.echo("The worker is running; stop it with Ctrl+C.")
    Worker(engine, settings, utc_now).run()


@main.command()
def migrate() -> None:
    """Bring the database to the newest migration."""
    _, engine = _connect()
    before = schema.current(engine)
    with _told():
        schema.upgrade(engine)
    click.echo(f"The database went from {before or 'empty'} to {schema.current(engine)}.")


@main.command()
def doctor() -> None:
    """Check the settings, the database, the migrations, the counts and the waiting jobs."""
    settings, engine = _connect()
    click.echo(f"settings    ok ({settings.environment}, {settings.base_url})")
    with _told():
        schema.check_current(engine)
    click.echo(f"database    ok ({engine.dialect.name}, migration {schema.current(engine)})")
    with _use(settings, engine) as work:
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


@main.group("site")
def site_() -> None:
    """The publications whose comments are kept here."""


@site_.command("add")
@click.option("--site", "key", required=True, help="Site key: what the embed names.")
@click.option("--name", required=True)
@click.option(
    "--origin", "origins", multiple=True, required=True, help="Where its articles live; may be repeated."
)
def site_add(key: str, name: str, origins: tuple[str, ...]) -> None:
    """Add another publication."""
    settings, engine = _open()
    with _use(settings, engine) as work:
        site = add_site(work, key=key, name=name, origins=origins)
    click.echo(f"Ready for {', '.join(str(origin) for origin in site.origins)}. Next: commentbox staff add")


@site_.command("origin")
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--origin", required=True, help="One more place where its articles live.")
def site_origin(key: str, origin: str) -> None:
    """Let the embed work on one more origin."""
    settings, engine = _open()
    with _use(settings, engine) as work:
        site = add_origin(work, key=key, origin=origin)
    click.echo(f"{site.name} is now on {', '.join(str(each) for each in site.origins)}")


@main.group()
def staff() -> None:
    """The people who moderate and administer."""


@staff.command("add")
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option("--role", type=click.Choice(["moderator", "admin"]), default="moderator", show_default=True)
@PASSWORD
def staff_add(key: str, name: str, email: str, role: str, password: str) -> None:
    """Add a moderator or administrator to a site."""
    settings, engine = _open()
    with _use(settings, engine) as work:
        add_staff(work, name=name, email=email, password=password, site_key=key, role=Role(role))
    click.echo(f"{name} can now sign in at {settings.base_url}/console/login")


staff.add_command(reset_factor)


@main.group("import")
def import_() -> None:
    """Bring in comments from another system."""


@import_.command("disqus")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", "key", required=True, help="Site key.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
def import_disqus(file: Path, key: str, dry_run: bool) -> None:
    """Read a Disqus export (XML, also gzipped)."""
    settings, engine = _open()
    with _told():
        bring_in(file, settings=settings, engine=engine, site_key=key, is_trial=dry_run)


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8080, show_default=True, help="The paper takes the next."
)
@click.option(
    "--host", default="localhost", show_default=True, help="The name in the addresses, and where to listen."
)
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), default=Path("var/demo"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Throw the sample away and make it anew.")
def demo(port: int, host: str, data: Path, fresh: bool) -> None:
    """Start the box beside a sample newspaper with a lively conversation."""
    with _told():
        run_demo(port=port, host=host, data=data, fresh=fresh, say=click.echo)


main.add_command(erasures)
main.add_command(log)


main.add_command(door)
main.add_command(sso)


def _open() -> tuple[Settings, Engine]:
    settings, engine = _connect()
    with _told():
        schema.check_current(engine)
    return settings, engine


def _connect() -> tuple[Settings, Engine]:
    """To a database in whatever state it is."""
    try:
        settings = server.read_settings()
    except SettingsError as error:
        raise _WrongSettings(str(error)) from error
    with _told():
        engine = create_engine(settings.database_url, hide_parameters=True)
        prepare(engine)
        engine.connect().close()
        return settings, engine


class _WrongSettings(click.ClickException):
    exit_code = 2


def _mend(settings: Settings, engine: Engine, article_id: int) -> int:
    with _use(settings, engine) as work:
        return mend_article(work, article_id)


@contextmanager
def _use(settings: Settings, engine: Engine) -> Iterator[Work]:
    with _told(), begin(engine, settings, utc_now()) as work:
        yield work


@contextmanager
def _told() -> Iterator[None]:
    """What went wrong in words, without a traceback."""
    try:
        yield
    except (CommentboxError, SettingsError) as error:
        raise click.ClickException(getattr(error, "message", str(error))) from error
    except DatabaseError as error:  # its programming errors are ours, and what a file without tables gives
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
