"""When appeals came in, and when and how they were answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from commentbox.domain.appeals import Course
from commentbox.store.appeals import AppealRow


def appeals_since(session: Session, site_id: int, since: datetime) -> Sequence[Course]:
    """Every appeal that came in or was answered since then, or that waits."""
    row = AppealRow
    here = select(row.created_at, row.outcome, row.answered_at).where(row.site_id == site_id)
    query = union_all(here.where(row.answered_at >= since), here.where(row.answered_at.is_(None)))
    return [Course(*found) for found in session.execute(query)]
