"""Builders: a test names only what it is about."""

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from commentbox.domain.comment import Status
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role, name_key
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.line import put_in_line
from commentbox.services.post_comment import NewComment
from commentbox.services.sanctions import NewSanction, impose
from commentbox.services.sites import Site, add_site, get_site
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, get_or_add_article
from commentbox.store.comments import CommentRow
from commentbox.store.own import has_written_at
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.status import place_new

PAPER = "https://paper.example"
ARTICLE = f"{PAPER}/bridge"
PASSWORD = "correct horse battery"

_numbers = count(1)


def site(
    work: Work, key: str = "courier", *, origins: tuple[str, ...] = (PAPER,), policy: Policy | None = None
) -> Site:
    return add_site(work, key=key, name=key.title(), origins=origins, policy=policy or RELAXED)


def member(work: Work, name: str | None = None, *, role: Role = Role.READER, at: Site | None = None) -> Actor:
    """A person who can be an actor at once; a staff role comes with a staff session."""
    name = name or f"Reader {next(_numbers)}"
    row = PersonRow(
        name=name,
        name_key=name_key(name),
        email=f"{name_key(name)}@mail.example",
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    if role is not Role.READER and at is not None:
        work.session.add(StaffRow(person_id=row.id, site_id=at.id, role=role, created_at=work.now))
    return Actor(id=row.id, name=name, role=role, is_staff_session=role is not Role.READER)


def draft(
    text: object = "A bridge is for people.",
    *,
    parent: int | None = None,
    url: object = ARTICLE,
    key: object = None,
    title: object = "The bridge",
) -> NewComment:
    return NewComment(
        url=url, title=title, parent_id=parent, text=text, key=key or f"key-{next(_numbers):08}"
    )


def comment(
    work: Work,
    at: Site | str = "courier",
    author: Actor | None = None,
    text: str | None = None,
    *,
    url: str = ARTICLE,
    parent: CommentRow | None = None,
    status: Status = Status.PUBLISHED,
    minutes_ago: int = 0,
) -> CommentRow:
    """A comment put straight into the table, past every rule, but with all its counts right."""
    found = get_site(work, at) if isinstance(at, str) else at
    text = text or f"Remark number {next(_numbers)}."
    row = CommentRow(
        site_id=found.id,
        article_id=get_or_add_article(work.session, found.id, url, "The bridge", work.now).id,
        parent_id=None if parent is None else parent.id,
        root_id=None if parent is None else parent.root_id or parent.id,
        depth=0 if parent is None else parent.depth + 1,
        author_id=(author or member(work)).id,
        source=text,
        html=to_html(text),
        renderer_version=RENDERER_VERSION,
        status=status,
        shown=False,
        findings=[],
        text_key=text_key(text),
        created_at=work.now - timedelta(minutes=minutes_ago),
    )
    work.session.add(row)
    work.session.flush()
    place_new(work.session, row)
    put_in_line(work, row)
    return row


def sanctioned(
    work: Work,
    person_id: int,
    kind: SanctionKind = SanctionKind.BAN,
    *,
    at: str = "courier",
    hours: int | None = 24,
    reason: str = "Rude.",
) -> None:
    """Imposed by a moderator of the site, on somebody who has written there."""
    found = get_site(work, at)
    moderator = member(work, role=Role.MODERATOR, at=found)
    if not has_written_at(work.session, person_id, found.id):
        comment(work, found, Actor(id=person_id, name="", role=Role.READER), status=Status.REMOVED)
    key = f"sanction-{next(_numbers):08}"
    impose(work, moderator, at, person_id, NewSanction(kind=kind, reason=reason, key=key, hours=hours))


def row(work: Work, comment_id: int) -> CommentRow:
    return work.session.get_one(CommentRow, comment_id)


def article_of(work: Work, url: str = ARTICLE) -> ArticleRow:
    """The article's row, which some comment has made."""
    return work.session.scalars(select(ArticleRow).where(ArticleRow.url == url)).one()


RELAXED = Policy(pace_seconds=0, hold_links_from_new=False, new_person_approved=0)
