"""People whose comments a moderator reads first, each site for itself."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base
from commentbox.store.people import PersonRow


class AlwaysReadRow(Base):
    __tablename__ = "always_read"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    created_at: Mapped[datetime]


def always_read_at(session: Session, site_id: int, limit: int) -> Sequence[tuple[AlwaysReadRow, str]]:
    """Who, with their name, the latest first."""
    query = select(AlwaysReadRow, PersonRow.name).join(PersonRow, PersonRow.id == AlwaysReadRow.person_id)
    query = query.where(AlwaysReadRow.site_id == site_id)
    query = query.order_by(AlwaysReadRow.created_at.desc(), AlwaysReadRow.person_id).limit(limit)
    return [(row, name) for row, name in session.execute(query)]


def drop_always_read(session: Session, site_id: int, person_id: int) -> bool:
    """Whether the person was on the list."""
    row = AlwaysReadRow
    gone = delete(row).where(row.site_id == site_id, row.person_id == person_id).returning(row.person_id)
    return session.scalar(gone) is not None


def drop_always_read_of(session: Session, person_id: int) -> None:
    session.execute(delete(AlwaysReadRow).where(AlwaysReadRow.person_id == person_id))
