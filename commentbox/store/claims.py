"""Who has which comment in hand just now: a soft lock that runs out by itself."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, inserting
from commentbox.store.people import PersonRow


class ClaimRow(Base):
    """Until `until` the comment is in one moderator's hand; others see whose, and may decide all the same."""

    __tablename__ = "claims"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)


def claim(
    session: Session, site_id: int, person_id: int, ids: Collection[int], until: datetime, now: datetime
) -> None:
    """Take these in hand, but for those that are in somebody else's."""
    for comment_id in sorted(ids):
        values = {"comment_id": comment_id, "site_id": site_id, "person_id": person_id, "until": until}
        statement = inserting(session, ClaimRow).values(values)
        is_free = (ClaimRow.person_id == person_id) | (ClaimRow.until <= now)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["comment_id"], set_={"person_id": person_id, "until": until}, where=is_free
            )
        )


def let_go(session: Session, person_id: int, keep: Collection[int] = ()) -> None:
    """All this person has in hand, but for those to `keep`."""
    session.execute(delete(ClaimRow).where(ClaimRow.person_id == person_id, ClaimRow.comment_id.not_in(keep)))


def claimed_by_others(
    session: Session, site_id: int, person_id: int, ids: Collection[int], now: datetime
) -> Mapping[int, str]:
    """Whose hand each of these comments is in, by name, where it is not this person's."""
    query = select(ClaimRow.comment_id, PersonRow.name).join(PersonRow, PersonRow.id == ClaimRow.person_id)
    query = query.where(ClaimRow.site_id == site_id, ClaimRow.person_id != person_id, ClaimRow.until > now)
    return dict(session.execute(query.where(ClaimRow.comment_id.in_(ids))).all())


def drop_expired(session: Session, now: datetime) -> None:
    session.execute(delete(ClaimRow).where(ClaimRow.until < now))
