"""What a page costs on a site of a million comments, beside the same page on one of ten thousand.

Run it on a quiet machine: python -m bench.million [--print] [--articles 100 10000]
It takes some minutes and four gigabytes of disk; what came of it goes into docs/performance.md.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, cast
from urllib.parse import quote

from flask.testing import FlaskClient
from sqlalchemy import Engine, Table, insert, select, text
from werkzeug.test import TestResponse

from bench import deciding, postgres, sections
from bench.data import PAPER, SITE, article_of, fill, last_numbers, remark, sign_in
from commentbox import schema
from commentbox.app import create_app
from commentbox.domain.comment import Status
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow
from commentbox.web import most_discussed, published

ROOT = Path(__file__).resolve().parent.parent
EACH = 100  # comments in a conversation
CASTS, PEOPLE = 100, 400  # of each hundredth conversation the same people speak
TIMES = 30
CHUNK = 50  # conversations written at once
BOX = "http://localhost:8080"
_TOLD = """## A site of a million comments

The same pages of two sites, one with {few:,} conversations of {each} comments and one with {many:,}, each
asked for {times} times and never twice of the same conversation, on {date}, by `python -m bench.million`. The
median, in milliseconds at the server; of conversations in the middle of the site’s years, not of the latest.

| | {heads} |
|---|{lines}
{rows}
"""
Took = dict[str, list[float]]


@dataclass(frozen=True, kw_only=True)
class Site:
    """One filled site, and who asks."""

    client: FlaskClient
    forget: Callable[[], None]  # the pages that are kept
    count_articles: int
    writers: Iterator[str]
    speaker: int  # who spoke first in the first conversation


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the table, and write nothing")
    parser.add_argument("--articles", type=int, nargs=2, default=(100, 10_000), help="of the two sites")
    options = parser.parse_args()
    few, many = options.articles
    took = {(kind, count): _on(kind, count) for kind in ("SQLite", "PostgreSQL") for count in (few, many)}
    heads = [f"{kind}, {EACH * count:,}" for kind, count in took]
    rows = (
        f"| {name} | " + " | ".join(f"{median(each[name]):.1f}" for each in took.values()) + " |"
        for name in next(iter(took.values()))
    )
    told = _TOLD.format(
        few=few,
        many=many,
        each=EACH,
        times=TIMES,
        date=sections.today(),
        heads=" | ".join(heads),
        lines="---|" * len(heads),
        rows="\n".join(rows),
    )
    if options.print:
        print(told)
    else:
        sections.write(told)


def _on(kind: str, count_articles: int) -> Took:
    (ROOT / "var").mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="million-", dir=ROOT / "var") as name,
        postgres.program().server(durable=True)
        if kind == "PostgreSQL"
        else nullcontext(f"sqlite:///{name}/commentbox.db") as url,
    ):
        settings = Settings(
            environment="development", base_url=BOX, database_url=url, staff_second_factor=False
        )
        app = create_app(settings)
        engine = app.extensions["commentbox"].engine
        schema.upgrade(engine)
        print(f"filling {kind} with {EACH * count_articles:,} comments …", flush=True)
        fill(engine, settings, (EACH,), mixed=0)
        _multiply(engine, count_articles)
        with begin(engine, settings, datetime.now(UTC)) as work:
            speaker = work.session.scalars(select(CommentRow.author_id).order_by(CommentRow.id)).first() or 0
            staff = deciding.seed(work, article_of(EACH))
        tokens = sign_in(engine, settings, TIMES)
        client = app.test_client()
        client.set_cookie("commentbox_staff", staff, domain="localhost", path="/console")

        def forget() -> None:
            published.install(app)
            most_discussed.install(app)

        site = Site(
            client=client, forget=forget, count_articles=count_articles, writers=iter(tokens), speaker=speaker
        )
        took = _ask(site)
        engine.dispose()
        return took


def _multiply(engine: Engine, count_articles: int) -> None:
    """The one conversation there is, again and again: by others, an hour earlier each."""
    people, articles, comments = (cast(Table, row.__table__) for row in (PersonRow, ArticleRow, CommentRow))
    with engine.begin() as connection:
        cast_ = [
            dict(row)
            for row in connection.execute(select(people).order_by(people.c.id).limit(PEOPLE)).mappings()
        ]
        (article,) = [dict(row) for row in connection.execute(select(articles)).mappings()]
        said = [dict(row) for row in connection.execute(select(comments).order_by(comments.c.id)).mappings()]
        for number in range(1, min(CASTS, count_articles)):
            connection.execute(insert(people), [_another(row, number) for row in cast_])
    for first in range(1, count_articles, CHUNK):
        numbers = range(first, min(first + CHUNK, count_articles))
        with engine.begin() as connection:
            connection.execute(insert(articles), [_elsewhere(article, number) for number in numbers])
            rows = [_again(row, number, article["id"]) for number in numbers for row in said]
            connection.execute(insert(comments), rows)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            last_numbers(connection, "people", "articles", "comments")
        connection.execute(text("ANALYZE"))


def _another(person: Mapping[str, Any], number: int) -> dict[str, Any]:
    key = f"{person['name_key']}{number}"
    return {
        **person,
        "id": person["id"] + number * PEOPLE,
        "name": f"{person['name']} {number}",
        "name_key": key,
    }


def _elsewhere(article: Mapping[str, Any], number: int) -> dict[str, Any]:
    at = article["active_at"] - timedelta(hours=number)
    return {**article, "id": article["id"] + number, "url": _url(number), "active_at": at}


def _again(said: Mapping[str, Any], number: int, article: int) -> dict[str, Any]:
    ids = {name: said[name] and said[name] + number * EACH for name in ("id", "parent_id", "root_id")}
    return {
        **said,
        **ids,
        "status": Status.REMOVED if said["status"] is Status.HELD else said["status"],  # those are decided
        "open_flags": 0,
        "called": None,
        "article_id": article + number,
        "author_id": said["author_id"] + number % CASTS * PEOPLE,
        "text_key": f"{said['text_key'][:24]}{number}",
        "created_at": said["created_at"] - timedelta(hours=number),
    }


def _url(number: int) -> str:
    return f"{PAPER}/copy-{number}" if number else article_of(EACH)


def _ask(site: Site) -> Took:
    """Each page for conversations all over the middle of the site."""
    took: Took = {}
    step = max(1, site.count_articles // (3 * TIMES))
    numbers = [site.count_articles // 3 + turn * step for turn in range(TIMES)]
    for name, path in _pages(site.speaker).items():
        _get(site, path(numbers[0] - 1))  # whatever is worked out only once
        took[name] = [_get(site, path(number)) for number in numbers]
    took["a comment is posted"] = [_post(site, number) for number in numbers]
    return took


def _pages(speaker: int) -> dict[str, Callable[[int], str]]:
    def thread(sort: str) -> Callable[[int], str]:
        return lambda number: f"/embed/{SITE}/thread?url={quote(_url(number), safe='')}&sort={sort}"

    def conversation(number: int) -> str:
        return f"/embed/{SITE}/conversation?comment={number * EACH + 7}"

    def counts(number: int) -> str:
        return f"/embed/{SITE}/counts?" + "&".join(
            f"url={quote(_url(number + other), safe='')}" for other in range(20)
        )

    return {
        "the first page, the best first": thread("best"),
        "the first page, the newest first": thread("newest"),
        "a comment with what it answers": lambda number: (
            f"/embed/{SITE}/conversation?comment={number * EACH + 7}"
        ),
        "the numbers of 20 conversations": counts,
        "the most discussed of a day": lambda _: f"/embed/{SITE}/most-discussed?window=24h",
        "the feed of the site": lambda _: f"/embed/{SITE}/feed",
        "a person’s page": lambda number: f"/u/{SITE}/{speaker + number % CASTS * PEOPLE}",
        "20 cards of the queue": lambda _: f"/console/{SITE}/queue",
        "the articles at the console": lambda _: f"/console/{SITE}/articles",
    }


def _get(site: Site, path: str) -> float:
    site.forget()
    return _timed(lambda: site.client.get(path, base_url=BOX), 200)


def _post(site: Site, number: int) -> float:
    site.client.set_cookie("commentbox_embed", next(site.writers), domain="localhost", path=f"/api/v1/{SITE}")
    sent = {
        "url": _url(number),
        "title": "T",
        "parent": None,
        "key": f"million-{number:06}",
        "text": remark(number),
    }
    headers = {"Origin": PAPER, "X-Commentbox": "1"}
    path = f"/api/v1/{SITE}/comments"
    return _timed(lambda: site.client.post(path, base_url=BOX, json=sent, headers=headers), 201)


def _timed(ask: Callable[[], TestResponse], wanted: int) -> float:
    started = time.perf_counter()
    answer = ask()
    taken = 1000 * (time.perf_counter() - started)
    assert answer.status_code == wanted, answer.get_data(as_text=True)  # noqa: S101 - else it is no figure
    return taken


if __name__ == "__main__":
    main()
