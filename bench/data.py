"""The database that is measured: one thread of each size, and members who are signed in."""

import random
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, func, insert, select, text

from commentbox.demo.articles import EMBANKMENT
from commentbox.demo.conversation import SampleComment, conversation, people
from commentbox.domain.comment import Status
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.text import text_key
from commentbox.domain.people import name_key
from commentbox.services.sign_in import open_session
from commentbox.services.sites import add_site, get_site
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.articles import get_or_add_article
from commentbox.store.comments import CommentRow, last_comment_id
from commentbox.store.people import PersonRow
from commentbox.store.recount import recount
from commentbox.store.votes import VoteRow

SITE = "bench"
PAPER = "https://paper.example"
READERS = 400
SEED = 1863
WRITTEN_UNTIL = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)  # the same text, order and votes in every run


_WORDS = (
    "bridge", "tram", "river", "market", "council", "road", "school", "garden", "harbour", "winter", "lamp",
    "father", "Sunday", "counted", "morning", "remember", "tickets", "walked", "city", "signs", "evening",
)  # fmt: skip


def remark(number: int) -> str:
    """A comment that is like no other: copies of what somebody else wrote would wait for a moderator."""
    chance = random.Random(number)  # noqa: S311 - the same in every run
    words = " ".join(chance.choice(_WORDS) for _ in range(45))
    return f"Remark {number}, about the *{chance.choice(_WORDS)}*: {words}.\n\nWho pays for that?"


def article_of(size: int) -> str:
    return f"{PAPER}/thread-of-{size}"


def fill(engine: Engine, settings: Settings, sizes: tuple[int, ...], *, mixed: int) -> None:
    """One thread a size, from the conversation generator of the sample newspaper.

    And `mixed` threads of a hundred comments, called `article_of(0)` and so on.
    """
    with begin(engine, settings, WRITTEN_UNTIL) as work:
        site_id = add_site(work, key=SITE, name="Bench", origins=[PAPER]).id
        cast = _members(work, people(SEED, READERS))
        for name, size in [*((size, size) for size in sizes), *((number, 100) for number in range(mixed))]:
            _thread(work, site_id, cast, article_of(name), size)
        if engine.dialect.name == "postgresql":
            last_numbers(work.session.connection(), "comments")


def last_numbers(connection: Connection, *tables: str) -> None:
    """Tell PostgreSQL, which did not see it, up to where numbers were given away."""
    for table in tables:
        connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))  # noqa: S608


def sign_in(engine: Engine, settings: Settings, count: int) -> tuple[str, ...]:
    """Tokens of that many members, each good for one comment: a person who writes faster has to wait."""
    with begin(engine, settings, datetime.now(UTC)) as work:
        site = get_site(work, SITE)
        writers = _members(work, tuple(f"Writer {number}" for number in range(count)))
        return tuple(open_session(work, person_id, "embed", site.id) for person_id in writers)


def count_published(engine: Engine, settings: Settings) -> int:
    with begin(engine, settings, datetime.now(UTC), writing=False) as work:
        query = select(func.count()).where(CommentRow.status == Status.PUBLISHED)
        return work.session.scalars(query).one()


def _members(work: Work, names: tuple[str, ...]) -> list[int]:
    rows = [PersonRow(name=name, name_key=name_key(name), created_at=work.now) for name in names]
    work.session.add_all(rows)
    work.session.flush()  # comments and sessions name their ids
    return [row.id for row in rows]


def _thread(work: Work, site_id: int, cast: list[int], url: str, size: int) -> None:
    article = get_or_add_article(work.session, site_id, url, "A thread", work.now)
    first = last_comment_id(work.session)
    samples = list(conversation(SEED, EMBANKMENT.slug, size, len(cast), work.now))
    places: dict[int | None, tuple[int | None, int]] = {
        None: (None, 0)
    }  # of what answers a comment: root, depth
    rows = []
    for sample in samples:
        root, depth = places[sample.parent]
        places[sample.number] = (root or sample.number, depth + 1)
        tree = {"parent_id": sample.parent and first + sample.parent, "root_id": root and first + root}
        mine = {"id": first + sample.number, "depth": depth, "author_id": cast[sample.author]}
        rows.append(_row(sample) | tree | mine | {"site_id": site_id, "article_id": article.id})
    work.session.execute(insert(CommentRow), rows)
    votes = [
        {"comment_id": first + sample.number, "person_id": person, "created_at": work.now}
        for sample in samples
        for person in [other for other in cast if other != cast[sample.author]][: sample.votes]
    ]
    work.session.execute(insert(VoteRow), votes)
    recount(work.session, article.id)


def _row(sample: SampleComment) -> dict[str, object]:
    return {
        "source": sample.text,
        "html": to_html(sample.text),
        "renderer_version": RENDERER_VERSION,
        "status": Status(sample.status),
        "shown": False,
        "findings": [],
        "text_key": text_key(sample.text),
        "created_at": sample.created_at,
    }
