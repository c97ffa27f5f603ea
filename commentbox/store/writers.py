"""Who has written on a site, by the mail domain of their address."""

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow


def count_writers_at(session: Session, site_id: int, domain: str) -> int:
    """People with an address at this domain or below it who have commented on this site. Reads all people."""
    email = func.lower(PersonRow.email)
    has_written = exists().where(CommentRow.author_id == PersonRow.id, CommentRow.site_id == site_id)
    is_there = or_(*(email.endswith(f"{mark}{domain}", autoescape=True) for mark in "@."))
    return session.scalars(select(func.count()).select_from(PersonRow).where(is_there, has_written)).one()
