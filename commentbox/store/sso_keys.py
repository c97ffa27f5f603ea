"""The keys a publisher signs its readers' tokens with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, Id


class SsoKeyRow(Base):
    """Sealed, a public key as well: there is then one way to read one. A retired key opens nothing."""

    __tablename__ = "sso_keys"
    __table_args__ = (UniqueConstraint("site_id", "kid"),)

    id: Mapped[Id]
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    kid: Mapped[str]
    algorithm: Mapped[str]
    sealed_key: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


def key_by_kid(session: Session, site_id: int, kid: str) -> SsoKeyRow | None:
    query = select(SsoKeyRow).where(SsoKeyRow.site_id == site_id, SsoKeyRow.kid == kid)
    return session.scalars(query).one_or_none()


def keys_of_site(session: Session, site_id: int) -> Sequence[SsoKeyRow]:
    return session.scalars(select(SsoKeyRow).where(SsoKeyRow.site_id == site_id).order_by(SsoKeyRow.id)).all()
