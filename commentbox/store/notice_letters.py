"""When somebody wants to be told by letter, the days on which one goes out, and their feed's address."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.domain.notices import BY_ITSELF, Letters, NoticeKind
from commentbox.store.base import Base, add_if_new, inserting
from commentbox.store.people import PersonRow


class LetterChoiceRow(Base):
    """What a person has chosen for a kind; decisions stand in their own row (`decision_letters`)."""

    __tablename__ = "letter_choices"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    choice: Mapped[Letters]


class DigestRow(Base):
    """A day for which a person's letter was thought of; `sent_at`: it went out."""

    __tablename__ = "digests"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    sent_at: Mapped[datetime | None]


class FeedRow(Base):
    """The secret address of the feed of replies to somebody; only a hash of it is kept."""

    __tablename__ = "feeds"
    __table_args__ = (UniqueConstraint("token_hash"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    token_hash: Mapped[str]
    created_at: Mapped[datetime]


def choices_of(session: Session, person: PersonRow) -> dict[NoticeKind, Letters]:
    """For every kind, whether chosen or not."""
    query = select(LetterChoiceRow.kind, LetterChoiceRow.choice)
    found = session.execute(query.where(LetterChoiceRow.person_id == person.id)).all()
    return {**BY_ITSELF, **dict(iter(found)), NoticeKind.DECISION: Letters(person.decision_letters)}


def choose(session: Session, person: PersonRow, kind: NoticeKind, choice: Letters) -> None:
    if kind is NoticeKind.DECISION:
        person.decision_letters = choice.value
        return
    statement = inserting(session, LetterChoiceRow).values(person_id=person.id, kind=kind, choice=choice)
    keys = ["person_id", "kind"]
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"choice": choice}))


def kinds_with(session: Session, person: PersonRow, choice: Letters) -> Collection[NoticeKind]:
    return [kind for kind, chosen in choices_of(session, person).items() if chosen is choice]


def plan_digest(session: Session, person_id: int, day: date) -> bool:
    """Whether nobody has thought of this day's letter before."""
    return add_if_new(session, DigestRow, person_id=person_id, day=day)


def digest_of(session: Session, person_id: int, day: date) -> DigestRow | None:
    return session.get(DigestRow, (person_id, day))


def drop_old_digests(session: Session, before: date) -> None:
    session.execute(delete(DigestRow).where(DigestRow.day < before))


def feed_of(session: Session, person_id: int) -> FeedRow | None:
    return session.get(FeedRow, person_id)


def feed_by_hash(session: Session, token_hash: str) -> FeedRow | None:
    return session.scalars(select(FeedRow).where(FeedRow.token_hash == token_hash)).one_or_none()


def drop_choices_of(session: Session, person_id: int) -> None:
    for table in (LetterChoiceRow, DigestRow, FeedRow):
        session.execute(delete(table).where(table.person_id == person_id))
