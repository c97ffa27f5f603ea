"""A moderator's 500 decisions, as the console sends them: what the server takes for each, and how many keys.

Writes its table into docs/performance.md: python -m bench.deciding [--print]
"""

import argparse
import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from flask.testing import FlaskClient
from sqlalchemy import create_engine

from bench import sections
from bench.data import SITE, article_of, fill
from commentbox import schema
from commentbox.app import create_app
from commentbox.domain.comment import Status
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.text import text_key
from commentbox.domain.people import Actor, Role, name_key
from commentbox.services.accounts import set_role
from commentbox.services.flag_comment import flag_comment
from commentbox.services.line import put_in_line
from commentbox.services.sign_in import open_session
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.articles import get_or_add_article
from commentbox.store.comments import CommentRow
from commentbox.store.engine import prepare
from commentbox.store.people import PersonRow
from commentbox.store.status import place_new

BOX = "http://localhost:8080"
HEADING = "## Deciding"
COUNT, ALREADY = 500, 10_000
_CARD = re.compile(r'name="item" value="(\d+):(\d+):(\d+)"')
_TOLD = """{heading}

{count} comments that wait, among {already:,} that are published, one after the other as the console’s keys
send them, on {date}, by `python -m bench.deciding`. {mean:.1f} keys for a decision, at most {most}, and no
page is loaded between two: the next cards are there already. In milliseconds, at the server.

| | times | median | 99th percentile |
|---|---|---|---|
{rows}
"""
_WORDS = ("The bridge is for people", "Cheap umbrellas at my shop", "What does the mayor say to that")


@dataclass(kw_only=True)
class Run:
    """Milliseconds at the server, by what was asked for."""

    pages: list[float] = field(default_factory=list)
    decisions: list[float] = field(default_factory=list)
    pulses: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.deciding", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the table, and write nothing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        told = section(Path(folder))
    if options.print:
        print(told)
    else:
        sections.write(told)


def section(folder: Path) -> str:
    """The heading and all below it, measured now."""
    run = _measure(folder)
    mean = sum(run.keys) / len(run.keys)
    rows = (
        ("a decision, with all that follows from it", run.decisions),
        ("one act about 20 comments", run.acts),
        ("20 cards of the queue", run.pages),
        ("the pulse: claims, counts, what others do", run.pulses),
    )
    return _TOLD.format(
        heading=HEADING,
        count=COUNT,
        already=ALREADY,
        date=sections.today(),
        mean=mean,
        most=max(run.keys),
        rows="\n".join(_row(name, taken) for name, taken in rows),
    )


def _row(name: str, taken: list[float]) -> str:
    return f"| {name} | {len(taken)} | {median(taken):.1f} | {quantiles(taken, n=100)[98]:.1f} |"


def _measure(folder: Path) -> Run:
    settings = Settings(
        environment="development",
        base_url=BOX,
        database_url=f"sqlite:///{folder / 'deciding.db'}",
        staff_second_factor=False,
    )
    engine = create_engine(settings.database_url)
    prepare(engine)
    schema.upgrade(engine)
    fill(engine, settings, (ALREADY,), mixed=0)
    now = datetime.now(UTC)
    with begin(engine, settings, now) as work:
        token = seed(work, article_of(ALREADY))
    client = create_app(settings).test_client()
    client.set_cookie("commentbox_staff", token, domain="localhost", path="/console")
    run = Run()
    _work_off(client, run)
    engine.dispose()
    return run


def _work_off(client: FlaskClient, run: Run) -> None:
    """Page after page: every fifth by one act, all others comment by comment with one or two keys."""
    turn = 0
    while cards := _CARD.findall(_get(client, f"/console/{SITE}/queue", run.pages)):
        turn += 1
        shown = ",".join(card[0] for card in cards)
        if turn % 5 == 0:
            items = [":".join(card) for card in cards]
            _post(client, "acts", {"key": f"act-{turn:08}", "do": "remove:spam", "item": items}, run.acts)
            continue
        for at, (comment, revision, seen) in enumerate(cards):
            _post(client, "desk", {"hold": comment, "shown": shown}, run.pulses)
            fields = {"action": "approve"} if at % 3 else {"action": "remove", "reason": "spam"}
            run.keys.append(1 if at % 3 else 2)
            fields |= {"revision": revision, "seen": seen}
            _post(client, f"comments/{comment}/decisions", fields, run.decisions)


def _get(client: FlaskClient, path: str, taken: list[float]) -> str:
    started = time.perf_counter()
    answer = client.get(path, base_url=BOX)
    taken.append(1000 * (time.perf_counter() - started))
    assert answer.status_code == 200, answer.status  # noqa: S101 - a figure of a refusal is none
    return answer.get_data(as_text=True)


def _post(client: FlaskClient, path: str, fields: Mapping[str, object], taken: list[float]) -> None:
    headers = {"Origin": BOX, "Accept": "application/json"}
    started = time.perf_counter()
    answer = client.post(f"/console/{SITE}/{path}", base_url=BOX, data=fields, headers=headers)
    taken.append(1000 * (time.perf_counter() - started))
    assert answer.status_code == 200, answer.get_data(as_text=True)  # noqa: S101


def seed(work: Work, url: str) -> str:
    """What waits there: most of it held, every fourth reported. The token of who decides."""
    site = get_site(work, SITE)
    people = [_person(work, f"Waiting {number}") for number in range(40)]
    article = get_or_add_article(work.session, site.id, url, "", work.now).id
    moderator = _person(work, "Ada Desk")
    set_role(work, moderator, site.id, Role.MODERATOR)
    readers = [_reader(person) for person in people[:8]]
    for number in range(COUNT):
        is_reported = number % 4 == 0
        row = _comment(work, site, article, people[number % 40], number, is_reported=is_reported)
        for reader in readers[: 1 + number % 7] if is_reported else []:
            if reader.id != row.author_id:
                flag_comment(work, reader, SITE, row.id, "abuse", "")
    return open_session(work, moderator, "staff")


def _comment(
    work: Work, site: Site, article: int, author: int, number: int, *, is_reported: bool
) -> CommentRow:
    text = f"{_WORDS[number % 3]}, remark {number // 6}."
    row = CommentRow(
        site_id=site.id,
        article_id=article,
        depth=0,
        author_id=author,
        source=text,
        html=to_html(text),
        renderer_version=RENDERER_VERSION,
        status=Status.PUBLISHED if is_reported else Status.HELD,
        shown=False,
        findings=[] if is_reported else [{"rule": "links", "outcome": "hold", "reason": "Contains 3 links."}],
        text_key=text_key(text),
        created_at=work.now - timedelta(minutes=number % 90),
    )
    work.session.add(row)
    work.session.flush()  # everything below names its id
    place_new(work.session, row)
    put_in_line(work, row)
    return row


def _person(work: Work, name: str) -> int:
    row = PersonRow(name=name, name_key=name_key(name), created_at=work.now - timedelta(days=90))
    work.session.add(row)
    work.session.flush()  # its comments name its id
    return row.id


def _reader(person_id: int) -> Actor:
    return Actor(id=person_id, name="", role=Role.READER, verified=True)


if __name__ == "__main__":
    main()
