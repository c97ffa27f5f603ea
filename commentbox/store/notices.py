"""What people are told of: one row a person, kind and comment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    delete,
    func,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.comment import Status
from commentbox.domain.notices import NoticeKind
from commentbox.store.articles import ArticleRow
from commentbox.store.base import Base, Id, inserting
from commentbox.store.comments import CommentRow
from commentbox.store.mutes import MuteRow
from commentbox.store.people import PersonRow
from commentbox.store.sites import SiteRow

Place = tuple[datetime, int]

_UNREAD = "read_at IS NULL"
_ABOUT_DECISIONS = (NoticeKind.DECISION, NoticeKind.APPEAL, NoticeKind.REPORT)
_OF_COMMENT = tuple(kind for kind in NoticeKind if kind not in _ABOUT_DECISIONS)


class NoticeRow(Base):
    """`by_id` wrote the comment, where that is somebody else. What it is called is read when it is shown.

    `root_id` is the top of the conversation. `letter_at`: when a letter told of it.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "comment_id"),
        Index("ix_notices_by_time", "person_id", "created_at", "id"),
        Index("ix_notices_unread", "person_id", postgresql_where=text(_UNREAD), sqlite_where=text(_UNREAD)),
        Index("ix_notices_by_comment", "comment_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    kind: Mapped[NoticeKind]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    root_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    letter_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class NoticeFacts:
    notice: NoticeRow
    comment: CommentRow
    article: ArticleRow
    site: SiteRow
    author: str


def put_notice(
    session: Session, kind: NoticeKind, person_id: int, comment: CommentRow, now: datetime, *, renew: bool
) -> bool:
    """Whether there is anything new to tell: the same again is nothing, unless it is to be renewed."""
    statement = inserting(session, NoticeRow).values(
        person_id=person_id,
        site_id=comment.site_id,
        kind=kind,
        comment_id=comment.id,
        root_id=comment.root_id or comment.id,
        by_id=comment.author_id if kind.is_by_somebody else None,
        created_at=now,
    )
    keys = ["person_id", "kind", "comment_id"]
    if renew:
        new = {"created_at": now, "read_at": None, "letter_at": None}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=new)
    else:
        statement = statement.on_conflict_do_nothing()
    return session.scalar(statement.returning(NoticeRow.id)) is not None


def told_of(session: Session, kind: NoticeKind, comment_id: int) -> set[int]:
    """The people who were told just this of that comment."""
    query = select(NoticeRow.person_id)
    return set(session.scalars(query.where(NoticeRow.comment_id == comment_id, NoticeRow.kind == kind)))


def drop_unread(session: Session, comment_id: int, kinds: Collection[NoticeKind]) -> int:
    """What is not so any more need not be told; how many had not read it."""
    done = session.execute(
        delete(NoticeRow)
        .where(NoticeRow.comment_id == comment_id, NoticeRow.kind.in_(kinds), NoticeRow.read_at.is_(None))
        .returning(NoticeRow.id)
    )
    return len(done.all())


def drop_unread_about(session: Session, comment_id: int) -> None:
    """The comment is off the page."""
    drop_unread(session, comment_id, _OF_COMMENT)


def count_unread(session: Session, person_id: int, site_id: int, most: int) -> int:
    """Counted up to `most`."""
    query = select(NoticeRow.id).join(CommentRow, CommentRow.id == NoticeRow.comment_id)
    query = query.where(*_is_theirs(person_id), NoticeRow.read_at.is_(None), NoticeRow.site_id == site_id)
    return session.scalars(select(func.count()).select_from(query.limit(most).subquery())).one()


def notices_of(
    session: Session,
    person_id: int,
    limit: int,
    *,
    site_id: int | None = None,
    after: Place | None = None,
    kinds: Collection[NoticeKind] = tuple(NoticeKind),
) -> Sequence[NoticeFacts]:
    """Newest first; only what lies behind `after`."""
    row = NoticeRow
    query = _facts(person_id).where(row.kind.in_(kinds))
    if site_id is not None:
        query = query.where(row.site_id == site_id)
    if after is not None:
        query = query.where(tuple_(row.created_at, row.id) < after)
    return _read(session, query.order_by(row.created_at.desc(), row.id.desc()).limit(limit))


def untold_notices(
    session: Session, person_id: int, kinds: Collection[NoticeKind], limit: int, root_id: int | None = None
) -> Sequence[NoticeFacts]:
    """Neither read nor told of in a letter, oldest first; of one conversation or of all."""
    row = NoticeRow
    query = _facts(person_id).where(row.kind.in_(kinds), row.read_at.is_(None), row.letter_at.is_(None))
    if root_id is not None:
        query = query.where(row.root_id == root_id)
    return _read(session, query.order_by(row.created_at, row.id).limit(limit))


def last_letter_about(session: Session, person_id: int, root_id: int) -> datetime | None:
    query = select(func.max(NoticeRow.letter_at))
    return session.scalars(query.where(NoticeRow.person_id == person_id, NoticeRow.root_id == root_id)).one()


def read_between(
    session: Session, person_id: int, since: datetime, until: datetime, now: datetime, site_id: int | None
) -> None:
    """Both moments belong to it; what came earlier or later is still to be read."""
    row = NoticeRow
    query = update(row).where(row.person_id == person_id, row.read_at.is_(None))
    query = query.where(row.created_at.between(since, until))
    if site_id is not None:
        query = query.where(row.site_id == site_id)
    session.execute(query.values(read_at=now))


def drop_notices_of(session: Session, person_id: int) -> None:
    session.execute(delete(NoticeRow).where(NoticeRow.person_id == person_id))


def drop_old_notices(session: Session, before: datetime) -> None:
    session.execute(delete(NoticeRow).where(NoticeRow.created_at < before))


def _facts(person_id: int) -> Select[NoticeRow, CommentRow, ArticleRow, SiteRow, str]:
    return (
        select(NoticeRow, CommentRow, ArticleRow, SiteRow, PersonRow.name)
        .join(CommentRow, CommentRow.id == NoticeRow.comment_id)
        .join(ArticleRow, ArticleRow.id == CommentRow.article_id)
        .join(SiteRow, SiteRow.id == NoticeRow.site_id)
        .join(PersonRow, PersonRow.id == CommentRow.author_id)
        .where(*_is_theirs(person_id))
    )


def _is_theirs(person_id: int) -> tuple[ColumnElement[bool], ...]:
    """Told to them, still on the page where it has to be, and not from anybody they have muted since."""
    muted = select(MuteRow.muted_id).where(MuteRow.person_id == person_id)
    return (
        NoticeRow.person_id == person_id,
        or_(NoticeRow.kind.not_in(_OF_COMMENT), CommentRow.status == Status.PUBLISHED),
        or_(NoticeRow.by_id.is_(None), NoticeRow.by_id.not_in(muted)),
    )


def _read(
    session: Session, query: Select[NoticeRow, CommentRow, ArticleRow, SiteRow, str]
) -> Sequence[NoticeFacts]:
    return [
        NoticeFacts(notice=notice, comment=comment, article=article, site=site, author=author)
        for notice, comment, article, site, author in session.execute(query)
    ]
