"""Every version of a site's policy there was; the one in force stands with the site."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, cast, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow

_LATEST = 20_000


class PolicyVersionRow(Base):
    """`by_id` is empty for what was there before, and for what was changed in the database itself."""

    __tablename__ = "policy_versions"

    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    policy: Mapped[dict[str, Any]]
    changes: Mapped[list[str]]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    created_at: Mapped[datetime]


def policy_version(session: Session, site_id: int, version: int) -> PolicyVersionRow | None:
    return session.get(PolicyVersionRow, (site_id, version))


def latest_versions(
    session: Session, site_id: int, limit: int
) -> Sequence[tuple[PolicyVersionRow, str | None]]:
    """The newest first, each with the name of who made it."""
    query = select(PolicyVersionRow, PersonRow.name)
    query = query.outerjoin(PersonRow, PersonRow.id == PolicyVersionRow.by_id)
    query = query.where(PolicyVersionRow.site_id == site_id)
    found = session.execute(query.order_by(PolicyVersionRow.version.desc()).limit(limit))
    return [(row, name) for row, name in found]


def appeal_days_of(session: Session, site_id: int) -> Sequence[tuple[datetime, int | None]]:
    """Of every version, since when it was in force, oldest first; None before there was such a setting."""
    row = PolicyVersionRow
    query = select(row.created_at, row.policy["appeal_days"].as_integer())
    found = session.execute(query.where(row.site_id == site_id).order_by(row.version))
    return [(since, days) for since, days in found]


def watched_findings(session: Session, site_id: int, since: datetime) -> Sequence[CommentRow]:
    """The latest comments on which a watched rule has left something, among the last 20,000."""
    row = CommentRow
    newest = select(func.max(row.id)).where(row.site_id == site_id).scalar_subquery()
    query = select(row).where(row.site_id == site_id, row.id > newest - _LATEST, row.created_at >= since)
    query = query.where(cast(row.findings, String).contains('"would"')).order_by(row.id.desc())
    return session.scalars(query.limit(1000)).all()
