"""Doors to a site that others keep: the OpenID providers a publisher lets its readers come through."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class DoorRow(Base):
    """The client's secret is kept sealed; a provider that needs none has none."""

    __tablename__ = "doors"
    __table_args__ = (UniqueConstraint("site_id", "key"),)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    key: Mapped[str]
    name: Mapped[str]
    issuer: Mapped[str]
    client_id: Mapped[str]
    sealed_secret: Mapped[str | None]
    created_at: Mapped[datetime]


def door_by_key(session: Session, site_id: int, key: str) -> DoorRow | None:
    query = select(DoorRow).where(DoorRow.site_id == site_id, DoorRow.key == key)
    return session.scalars(query).one_or_none()


def doors_of_site(session: Session, site_id: int) -> Sequence[DoorRow]:
    return session.scalars(select(DoorRow).where(DoorRow.site_id == site_id).order_by(DoorRow.id)).all()


def all_doors(session: Session) -> Sequence[DoorRow]:
    return session.scalars(select(DoorRow).order_by(DoorRow.site_id, DoorRow.id)).all()
