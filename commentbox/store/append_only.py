"""What a log is: rows are added and never changed, and each is remembered until it is chained."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, Session, object_session

from commentbox.domain.chain import Fact

_UNCHAINED = "commentbox_unchained"


class AppendOnly:
    """A row of a log. `FACTS` are chained as they are, `WORDS` sealed: those may have to be forgotten.

    A column that comes later belongs to `FACTS` as well, and is empty in older rows.
    """

    FACTS: ClassVar[tuple[str, ...]]
    WORDS: ClassVar[tuple[str, ...]]

    def facts(self) -> dict[str, Fact]:
        return {name: _plain(getattr(self, name)) for name in self.FACTS}

    def words(self) -> list[str]:
        return [getattr(self, name) or "" for name in self.WORDS]


def take_unchained(session: Session) -> list[Any]:
    """The rows this transaction has added to any log, in that order."""
    session.flush()  # a row is remembered when it is written
    return [row for row in session.info.pop(_UNCHAINED, []) if row in session]


@event.listens_for(AppendOnly, "after_insert", propagate=True)
def _remember(_mapper: Mapper[Any], _connection: Connection, row: AppendOnly) -> None:
    session = object_session(row)
    if session is not None:
        session.info.setdefault(_UNCHAINED, []).append(row)


@event.listens_for(AppendOnly, "before_update", propagate=True)
def _refuse_change(_mapper: Mapper[Any], _connection: Connection, row: AppendOnly) -> None:
    session = object_session(row)
    if session is not None and session.is_modified(row):
        raise RuntimeError(f"{type(row).__name__} is a log: nothing in it is changed")


@event.listens_for(AppendOnly, "before_delete", propagate=True)
def _refuse_end(_mapper: Mapper[Any], _connection: Connection, row: AppendOnly) -> None:
    raise RuntimeError(f"{type(row).__name__} is a log: nothing is taken out of it")


def _plain(value: object) -> Fact:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, Enum):
        return str(value.value)
    return value if value is None or isinstance(value, int) else str(value)
