"""A publisher: its name, the origins its pages live on, and its policy."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, UniqueConstraint, bindparam, false, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id, rows


class SiteRow(Base):
    """`watched_policy`: another one, of which is only noted what it would find. `triage_model`: the digest of
    the model in use.
    """

    __tablename__ = "sites"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[Id]
    key: Mapped[str]
    name: Mapped[str]
    origins: Mapped[list[str]]
    policy: Mapped[dict[str, Any]]
    policy_version: Mapped[int] = mapped_column(default=1, server_default="1")
    watched_policy: Mapped[dict[str, Any] | None]
    watched_since: Mapped[datetime | None]
    triage_model: Mapped[str | None]
    has_classifier: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]


SiteFacts = Row[*tuple[Any, ...]]  # the columns of a `SiteRow`, to be read


def site_by_key(session: Session, key: str) -> SiteRow | None:
    return session.scalars(select(SiteRow).where(SiteRow.key == key)).one_or_none()


def site_facts(session: Session, key: str) -> SiteFacts | None:
    return rows(session, _BY_KEY, {"wanted": key}).one_or_none()


def site_by_id(session: Session, site_id: int) -> SiteRow | None:
    return session.get(SiteRow, site_id)


def lock_sites(session: Session) -> None:
    """For work that can only be done by one after the other, whichever site it is for."""
    session.execute(select(SiteRow.id).order_by(SiteRow.id).with_for_update(key_share=True))


def lock_site(session: Session, site_id: int) -> None:
    """Whatever else asks for this lock of the same site waits until this transaction ends."""
    session.execute(select(SiteRow.id).where(SiteRow.id == site_id).with_for_update(key_share=True))


def all_sites(session: Session) -> Sequence[SiteRow]:
    return session.scalars(select(SiteRow).order_by(SiteRow.id)).all()


# Every request asks it: made once, for putting it together takes as long as asking.
_BY_KEY = select(*SiteRow.__table__.c).where(SiteRow.key == bindparam("wanted"))
