"""Comments: the table, one comment by its id, and the numbers kept with it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Status
from commentbox.domain.lanes import Lane
from commentbox.store.base import Base, BigId, Id, rows

NEWEST = 10**18  # comes after every comment
_SHOWN_ROOT = "parent_id IS NULL AND shown"
_SHOWN_REPLY = "root_id IS NOT NULL AND shown"
_PICKED = "picked_at IS NOT NULL"
_PUBLISHED = "status = 'published'"
_UNPUBLISHED = "status != 'published'"
_WAITING = "status = 'held' OR open_flags > 0 OR called IS NOT NULL"


def _partial(name: str, *columns: str, where: str) -> Index:
    """SQLite takes a partial index only for a query that says the same in the same words: `shown = 1`."""
    on_sqlite = where.replace("AND shown", "AND shown = 1")
    return Index(name, *columns, postgresql_where=text(where), sqlite_where=text(on_sqlite))


class CommentRow(Base):
    """What somebody said.

    `parent_id` is the true parent however deep; `root_id` the top of the branch, empty in itself.
    `shown`: readers see it, if only as a placeholder that holds up replies.
    `count_live`: shown direct replies.
    `count_replies`: published replies in the whole branch, kept at its root. `score`: sort key of "best".
    `picked_at`: the editors' pick, as long as `revision` is still the `picked_revision`.
    `option_id`: its author’s answer to the article’s question, where they show it here.
    `open_flags`: flags no decision has answered. `count_decisions` rises with each decision.
    `called`: a lane that somebody has passed it on to (`called_by`), or chance, until a decision settles it.
    `lane`, `risk`, `reach`, `waits_since` and the `place` that follows from them count only while it waits.
    A reply's id is always above its parent's, so the first replies of a branch by id are always a whole tree.
    """

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("author_id", "post_key"),
        UniqueConstraint("site_id", "source_name", "foreign_id"),
        _partial("ix_comments_roots_by_time", "article_id", "created_at", "id", where=_SHOWN_ROOT),
        _partial("ix_comments_roots_by_score", "article_id", "score", "id", where=_SHOWN_ROOT),
        _partial("ix_comments_roots_by_replies", "article_id", "count_replies", "id", where=_SHOWN_ROOT),
        _partial("ix_comments_picked", "article_id", "picked_at", "id", where=_PICKED),
        _partial(
            "ix_comments_roots_by_side",
            "article_id",
            "option_id",
            "score",
            "id",
            where="option_id IS NOT NULL AND " + _SHOWN_ROOT,
        ),
        _partial("ix_comments_replies", "root_id", "id", where=_SHOWN_REPLY),
        _partial("ix_comments_waiting", "site_id", "lane", "place", "id", where=_WAITING),
        # The status too, though it is always the same: SQLite then needs nothing but the index.
        _partial("ix_comments_recent", "site_id", "created_at", "article_id", "status", where=_PUBLISHED),
        _partial("ix_comments_unpublished", "site_id", "created_at", where=_UNPUBLISHED),
        Index("ix_comments_by_author", "author_id", "created_at"),
        Index("ix_comments_by_text", "site_id", "text_key", "created_at"),
        Index("ix_comments_by_parent", "parent_id"),
        Index("ix_comments_by_article", "article_id", "id"),
        Index("ix_comments_by_site", "site_id", "id"),
    )

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    depth: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    source: Mapped[str]
    html: Mapped[str]
    renderer_version: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    status: Mapped[Status]
    shown: Mapped[bool]
    count_live: Mapped[int] = mapped_column(default=0)
    count_replies: Mapped[int] = mapped_column(default=0)
    votes: Mapped[int] = mapped_column(default=0)
    score: Mapped[int] = mapped_column(default=0)
    open_flags: Mapped[int] = mapped_column(default=0)
    option_id: Mapped[int | None] = mapped_column(BigId)
    count_decisions: Mapped[int] = mapped_column(default=0)
    called: Mapped[Lane | None]
    called_by: Mapped[int | None] = mapped_column(BigId)
    lane: Mapped[Lane] = mapped_column(default=Lane.HELD, server_default="held")
    risk: Mapped[int] = mapped_column(default=0, server_default="0")
    reach: Mapped[int] = mapped_column(default=0, server_default="0")
    place: Mapped[int] = mapped_column(BigId, default=0, server_default="0")
    waits_since: Mapped[datetime | None]
    findings: Mapped[list[dict[str, Any]]]
    policy_version: Mapped[int | None]  # by which it was judged
    triage_score: Mapped[int | None]  # of 100, when it was sent or last changed,
    triage_version: Mapped[int | None]  # and by which model
    text_key: Mapped[str]
    post_key: Mapped[str | None]
    post_print: Mapped[str | None]
    source_name: Mapped[str | None]
    foreign_id: Mapped[str | None]
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    picked_at: Mapped[datetime | None]
    picked_revision: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_from: Mapped[Status | None]  # where it goes back to if its author thinks better of it


def comment_by_id(session: Session, site_id: int, comment_id: int) -> CommentRow | None:
    """The comment, if it is this site's."""
    return session.scalars(_OF_SITE, {"of_site": site_id, "wanted": comment_id}).one_or_none()


def lock_comment(session: Session, site_id: int, comment_id: int) -> CommentRow | None:
    """The comment as it is now, and nobody else changes it until this transaction ends.

    Everybody locks in one order: person, comments from a reply up to its root, article, and last of all the
    head of the site's log. `key_share` lets others add rows that name the comment meanwhile: a full lock
    would make three replies wait in a circle.
    """
    return session.scalars(_LOCKED, {"of_site": site_id, "wanted": comment_id}).one_or_none()


def lock_comments_of(session: Session, article_id: int) -> set[int]:
    """The article's comments that are there now, none of which changes until this transaction ends."""
    query = select(CommentRow.id).where(CommentRow.article_id == article_id).order_by(CommentRow.id.desc())
    return set(session.scalars(query.with_for_update(key_share=True)))


def comment_by_post_key(session: Session, author_id: int, post_key: str) -> CommentRow | None:
    found = rows(session, _BY_POST_KEY, {"by": author_id, "wanted": post_key}).scalar_one_or_none()
    return None if found is None else session.get_one(CommentRow, found)


def comments_by_foreign_ids(
    session: Session, site_id: int, source_name: str, foreign_ids: Collection[str]
) -> Sequence[CommentRow]:
    """Which of another system's comments are here already."""
    query = select(CommentRow).where(
        CommentRow.site_id == site_id,
        CommentRow.source_name == source_name,
        CommentRow.foreign_id.in_(foreign_ids),
    )
    return session.scalars(query).all()


def site_of_comment(session: Session, comment_id: int) -> int | None:
    return session.scalars(select(CommentRow.site_id).where(CommentRow.id == comment_id)).one_or_none()


def last_comment_id(session: Session) -> int:
    return session.scalars(select(func.coalesce(func.max(CommentRow.id), 0))).one()


def add_to_branch(session: Session, root_id: int, count: int) -> None:
    session.execute(
        update(CommentRow)
        .where(CommentRow.id == root_id)
        .values(count_replies=CommentRow.count_replies + count)
    )


def add_to_live(session: Session, comment_id: int, count: int) -> CommentRow:
    """Count one more or one fewer shown reply, and return the row as it then is."""
    session.execute(
        update(CommentRow).where(CommentRow.id == comment_id).values(count_live=CommentRow.count_live + count)
    )
    return session.get_one(CommentRow, comment_id, populate_existing=True)


def last_said_here(session: Session, author_id: int, article_id: int, since: datetime) -> datetime | None:
    """When they last sent something under that article, whatever became of it, if it was since then."""
    query = select(func.max(CommentRow.created_at)).where(
        CommentRow.author_id == author_id,
        CommentRow.created_at >= since,
        CommentRow.article_id == article_id,
    )
    return session.scalars(query).one()


# Made once: putting them together takes as long as asking.
_BY_POST_KEY = select(CommentRow.id).where(
    CommentRow.author_id == bindparam("by"), CommentRow.post_key == bindparam("wanted")
)
_OF_SITE = select(CommentRow).where(
    CommentRow.id == bindparam("wanted"), CommentRow.site_id == bindparam("of_site")
)
_LOCKED = _OF_SITE.with_for_update(key_share=True).execution_options(populate_existing=True)
