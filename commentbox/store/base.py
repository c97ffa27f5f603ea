"""Base, constraint names, UTC time, enums as text, and the INSERT that knows of conflicts."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    CursorResult,
    DateTime,
    Dialect,
    Executable,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    literal,
    literal_column,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute, Session, mapped_column, registry

from commentbox.domain.appeals import Outcome
from commentbox.domain.comment import Action, FlagReason, Reason, Status
from commentbox.domain.lanes import Lane
from commentbox.domain.notices import Letters, NoticeKind, SanctionNews
from commentbox.domain.people import Role
from commentbox.domain.reactions import VoteKind
from commentbox.domain.sanctions import SanctionKind
from commentbox.domain.staff import StaffAct

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in the code: SQLite forgets zones, and PostgreSQL answers in the session's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone must not be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _as_text(kind: type[Enum]) -> SqlEnum:
    """Stored as its value in plain text: a native type would need an ALTER TYPE for each new word."""
    return SqlEnum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [str(member.value) for member in members],
    )


BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows by itself only for INTEGER
Id = Annotated[int, mapped_column(BigId, primary_key=True, autoincrement=True)]


class Base(DeclarativeBase):
    # On the registry: Flask-SQLAlchemy copies the class body and would meet a `type_annotation_map` too.
    registry = registry(
        metadata=MetaData(naming_convention=_NAMES),
        type_annotation_map={
            str: Text(),
            datetime: UtcDateTime(),
            Status: _as_text(Status),
            Action: _as_text(Action),
            Reason: _as_text(Reason),
            FlagReason: _as_text(FlagReason),
            Lane: _as_text(Lane),
            Role: _as_text(Role),
            StaffAct: _as_text(StaffAct),
            NoticeKind: _as_text(NoticeKind),
            SanctionNews: _as_text(SanctionNews),
            Letters: _as_text(Letters),
            VoteKind: _as_text(VoteKind),
            SanctionKind: _as_text(SanctionKind),
            Outcome: _as_text(Outcome),
            dict[str, Any]: JSON(),
            dict[str, str]: JSON(),
            list[str]: JSON(),
            list[dict[str, Any]]: JSON(),
        },
    )


def rows(session: Session, query: Executable, given: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """What a query of columns finds, past the part of the session that makes objects: half of the time."""
    session.flush()
    return session.connection().execute(query, given)


def filtered_by(column: InstrumentedAttribute[int], value: int) -> ColumnElement[bool]:
    """`column == value`, for rows that another condition finds already.

    Said plainly, it tempts a planner to read a whole site in the wanted order for the few rows of one person.
    """
    return column + literal(0) == value


def unindexed(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """The column, to be grouped or joined by, of rows that another condition is to find.

    Said plainly, it tempts SQLite, once it knows how large its tables are, to read all of one in its order.
    """
    return column + literal_column("0")


def inserting(session: Session, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT of the database at hand: each says ON CONFLICT in a class of its own."""
    return inserting_at(session.get_bind().dialect.name, table)


def inserting_at(dialect: str, table: type[Base]) -> postgresql.Insert | sqlite.Insert:
    """The same, where only the name of the database's kind is known."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def add_if_new(session: Session, table: type[Base], **values: Any) -> bool:
    """Whether the row was added; one that is there already under the same key stays as it is."""
    statement = inserting(session, table).values(values).on_conflict_do_nothing().returning(literal(1))
    return session.scalar(statement) is not None
