"""What was said before a comment: by its author, and by others in nearly the same words. One query."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, and_, bindparam, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from commentbox.domain.comment import Action, Status
from commentbox.store.base import BigId, UtcDateTime, rows
from commentbox.store.comments import NEWEST, CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.likenesses import LikenessRow

_OWN, _COPIES = 50, 5
_KEYS = ("key_1", "key_2", "key_3", "key_4")
_APPROVING = (Action.APPROVE, Action.OVERTURN, Action.PICK)
_Found = Select[int, int, int, int, str, Status, datetime]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """`before_id`: only what came before that comment; `keys` are the four of `likenesses`, or none."""

    site_id: int
    author_id: int
    text_key: str
    keys: Collection[int]
    own_since: datetime
    others_since: datetime
    before_id: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    id: int
    author_id: int
    site_id: int
    article_id: int
    source: str
    status: Status
    created_at: datetime


def said_before(session: Session, sought: Sought) -> list[Said]:
    """The author's latest comments, on any site, and those of others that may be the same; newest first."""
    asked = {
        "site_id": sought.site_id,
        "author_id": sought.author_id,
        "text_key": sought.text_key,
        "own_since": sought.own_since,
        "others_since": sought.others_since,
        "before_id": sought.before_id or NEWEST,
    }
    keys = dict(zip(_KEYS, sought.keys, strict=False))
    found = rows(session, _WITH_COPIES if len(keys) == len(_KEYS) else _WITHOUT, asked | keys)
    unique = {row[0]: Said(*row) for row in found}
    return sorted(unique.values(), key=lambda said: (said.created_at, said.id), reverse=True)


def count_approved_by(
    session: Session,
    author_id: int,
    site_id: int,
    stood_since: datetime,
    *,
    before_id: int | None = None,
    but_id: int | None = None,
) -> int:
    """How many of their comments on that site a moderator has approved, or have stood since then with no
    report that waits; all are still published. Only what came before the one comment, and without the other.
    """
    asked = {"site_id": site_id, "author_id": author_id, "before_id": before_id or NEWEST}
    asked |= {"but_id": but_id or 0}
    count: int = rows(session, _APPROVED, asked | {"stood_since": stood_since}).scalar_one()
    return count


def _own() -> _Found:
    query = _columns().where(_row.author_id == _author, _row.created_at >= bindparam("own_since"))
    return query.where(_row.id < _before).order_by(_row.created_at.desc(), _row.id.desc()).limit(_OWN)


def _same() -> _Found:
    query = _columns().where(_row.site_id == _site, _row.text_key == bindparam("text_key"))
    query = query.where(_row.created_at >= _since, _row.author_id != _author, _row.id < _before)
    return query.order_by(_row.created_at.desc()).limit(1)


def _alike(key: str) -> _Found:
    """The newest few under this key, however many there are: a campaign must not slow down everybody."""
    kept = select(LikenessRow.comment_id)
    kept = kept.where(LikenessRow.site_id == _site, LikenessRow.key == bindparam(key))
    kept = kept.where(LikenessRow.comment_id < _before)
    newest = kept.order_by(LikenessRow.comment_id.desc()).limit(_COPIES).subquery()
    query = _columns().join(newest, newest.c.comment_id == _row.id)
    return query.where(_row.site_id == _site, _row.author_id != _author, _row.created_at >= _since)


def _columns() -> _Found:
    place = (_row.site_id, _row.article_id)
    return select(_row.id, _row.author_id, *place, _row.source, _row.status, _row.created_at)


def _approved() -> Select[int]:
    decision, undo = DecisionRow, aliased(DecisionRow)
    # Coalesced: as a bare condition it would tempt SQLite to read all that are no undo.
    is_by_person = and_(decision.person_id.is_not(None), func.coalesce(decision.undoes_id, 0) == 0)
    approval = select(literal(1)).where(decision.comment_id == _row.id, decision.action.in_(_APPROVING))
    approval = approval.where(is_by_person, ~select(undo.id).where(undo.undoes_id == decision.id).exists())
    # Not as EXISTS: PostgreSQL might look through all decisions at once, where most comments need none.
    is_read = approval.limit(1).scalar_subquery().is_not(None)
    has_stood = and_(_row.created_at <= bindparam("stood_since", type_=UtcDateTime), _row.open_flags == 0)
    # The site is asked for in the count: as a condition it would tempt SQLite to read the whole site.
    count = select(func.count(case((and_(_row.site_id == _site, or_(has_stood, is_read)), 1))))
    count = count.where(_row.author_id == _author, _row.status == Status.PUBLISHED)
    return count.where(_row.id < _before, _row.id != bindparam("but_id", type_=BigId))


def _all_of(*parts: _Found) -> CompoundSelect[int, int, int, int, str, Status, datetime]:
    return union_all(*(select(part.subquery()) for part in parts))


_row = CommentRow
_site, _author = bindparam("site_id", type_=BigId), bindparam("author_id", type_=BigId)
_before, _since = bindparam("before_id", type_=BigId), bindparam("others_since", type_=UtcDateTime)
# Made once: putting them together takes longer than asking them.
_WITHOUT = _all_of(_own(), _same())
_WITH_COPIES = _all_of(_own(), _same(), *map(_alike, _KEYS))
_APPROVED = _approved()
