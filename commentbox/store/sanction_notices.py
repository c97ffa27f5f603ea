"""What people are told of at the bell that is about no comment: sanctions, and answers to appeals."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.notices import SanctionNews
from commentbox.store.base import Base, Id, inserting
from commentbox.store.sanctions import SanctionRow
from commentbox.store.sites import SiteRow


class SanctionNoticeRow(Base):
    """One thing told about one sanction; once, but anew if it happens again."""

    __tablename__ = "sanction_notices"
    __table_args__ = (UniqueConstraint("sanction_id", "news"), Index(None, "person_id", "created_at"))

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    sanction_id: Mapped[int] = mapped_column(ForeignKey("sanctions.id"))
    news: Mapped[SanctionNews]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


def put_sanction_notice(session: Session, sanction: SanctionRow, news: SanctionNews, now: datetime) -> None:
    statement = inserting(session, SanctionNoticeRow).values(
        person_id=sanction.person_id,
        site_id=sanction.site_id,
        sanction_id=sanction.id,
        news=news,
        created_at=now,
    )
    new = {"created_at": now, "read_at": None}
    session.execute(statement.on_conflict_do_update(index_elements=["sanction_id", "news"], set_=new))


def take_sanction_notice_back(session: Session, sanction_id: int, news: SanctionNews) -> None:
    """It is not so any more."""
    row = SanctionNoticeRow
    session.execute(delete(row).where(row.sanction_id == sanction_id, row.news == news))


def count_unread_of_sanctions(session: Session, person_id: int, site_id: int) -> int:
    row = SanctionNoticeRow
    query = select(func.count()).where(row.person_id == person_id, row.site_id == site_id)
    return session.scalars(query.where(row.read_at.is_(None))).one()


def sanction_notices_of(
    session: Session, person_id: int, limit: int, site_id: int | None = None
) -> Sequence[tuple[SanctionNoticeRow, SanctionRow, SiteRow]]:
    """Newest first; of one site or of all."""
    row = SanctionNoticeRow
    query = (
        select(row, SanctionRow, SiteRow)
        .join(SanctionRow, SanctionRow.id == row.sanction_id)
        .join(SiteRow, SiteRow.id == row.site_id)
        .where(row.person_id == person_id)
    )
    if site_id is not None:
        query = query.where(row.site_id == site_id)
    found = session.execute(query.order_by(row.created_at.desc(), row.id.desc()).limit(limit))
    return [(notice, sanction, site) for notice, sanction, site in found]


def read_of_sanctions(
    session: Session, person_id: int, since: datetime, until: datetime, now: datetime, site_id: int | None
) -> None:
    """Both moments belong to it."""
    row = SanctionNoticeRow
    query = update(row).where(row.person_id == person_id, row.read_at.is_(None))
    query = query.where(row.created_at.between(since, until))
    if site_id is not None:
        query = query.where(row.site_id == site_id)
    session.execute(query.values(read_at=now))


def drop_sanction_notices_of(session: Session, person_id: int) -> None:
    session.execute(delete(SanctionNoticeRow).where(SanctionNoticeRow.person_id == person_id))


def drop_old_sanction_notices(session: Session, before: datetime) -> None:
    session.execute(delete(SanctionNoticeRow).where(SanctionNoticeRow.created_at < before))
