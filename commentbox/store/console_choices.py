"""How one person likes their console."""

from typing import Any

from sqlalchemy import ForeignKey, delete, text, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.care import BREAK_HEAVY, BREAK_MINUTES
from commentbox.store.base import Base, inserting


class ConsoleChoiceRow(Base):
    """`keys`: those that differ from the proposal. `is_blurred`: marked words are seen only when wanted.

    `break_minutes`, `break_heavy`: after how long, or how many heavy comments, to hear of a break; 0: never.
    """

    __tablename__ = "console_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    keys: Mapped[dict[str, str]]
    is_blurred: Mapped[bool] = mapped_column(default=True, server_default=true())
    break_minutes: Mapped[int] = mapped_column(default=BREAK_MINUTES, server_default=text("90"))
    break_heavy: Mapped[int] = mapped_column(default=BREAK_HEAVY, server_default=text("25"))


def choices_of(session: Session, person_id: int) -> ConsoleChoiceRow | None:
    return session.get(ConsoleChoiceRow, person_id)


def put_choices(session: Session, person_id: int, **values: Any) -> None:
    """Each value of a choice by its column's name."""
    statement = inserting(session, ConsoleChoiceRow).values(person_id=person_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def drop_console_choices_of(session: Session, person_id: int) -> None:
    session.execute(delete(ConsoleChoiceRow).where(ConsoleChoiceRow.person_id == person_id))
