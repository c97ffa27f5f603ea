"""How one person likes their console."""

from sqlalchemy import ForeignKey, delete, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base, inserting


class ConsoleChoiceRow(Base):
    """`keys`: those that differ from the proposal. `is_blurred`: marked words are seen only when wanted."""

    __tablename__ = "console_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    keys: Mapped[dict[str, str]]
    is_blurred: Mapped[bool] = mapped_column(default=True, server_default=true())


def choices_of(session: Session, person_id: int) -> ConsoleChoiceRow | None:
    return session.get(ConsoleChoiceRow, person_id)


def put_choices(session: Session, person_id: int, *, keys: dict[str, str], is_blurred: bool) -> None:
    values = {"keys": keys, "is_blurred": is_blurred}
    statement = inserting(session, ConsoleChoiceRow).values(person_id=person_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=values))


def drop_console_choices_of(session: Session, person_id: int) -> None:
    session.execute(delete(ConsoleChoiceRow).where(ConsoleChoiceRow.person_id == person_id))
