"""The second factor of staff: the authenticator app, and the codes for the day it is lost."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from commentbox.store.base import Base
from commentbox.store.passkeys import PasskeyRow


class AuthenticatorRow(Base):
    """`secret` is sealed; `last_step` is the newest time step of which a code was used."""

    __tablename__ = "authenticators"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str]
    last_step: Mapped[int]
    created_at: Mapped[datetime]


class RecoveryCodeRow(Base):
    """Only a hash is kept; a used code is gone."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    created_at: Mapped[datetime]


def authenticator_of(session: Session, person_id: int) -> AuthenticatorRow | None:
    return session.get(AuthenticatorRow, person_id)


def all_authenticators(session: Session) -> Sequence[AuthenticatorRow]:
    return session.scalars(select(AuthenticatorRow).order_by(AuthenticatorRow.person_id)).all()


def use_step(session: Session, person_id: int, step: int) -> bool:
    """Whether this step, or a later one, was not used before: of two that come at once, one gets True."""
    used = session.execute(
        update(AuthenticatorRow)
        .where(AuthenticatorRow.person_id == person_id, AuthenticatorRow.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return getattr(used, "rowcount", 0) == 1


def take_recovery_code(session: Session, person_id: int, code_hash: str) -> bool:
    taken = session.execute(
        delete(RecoveryCodeRow).where(
            RecoveryCodeRow.code_hash == code_hash, RecoveryCodeRow.person_id == person_id
        )
    )
    return getattr(taken, "rowcount", 0) == 1


def count_recovery_codes(session: Session, person_id: int) -> int:
    query = select(func.count()).select_from(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id)
    return session.scalars(query).one()


def drop_authenticator_of(session: Session, person_id: int) -> None:
    session.execute(delete(AuthenticatorRow).where(AuthenticatorRow.person_id == person_id))


def drop_recovery_codes_of(session: Session, person_id: int) -> None:
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.person_id == person_id))


def drop_factors_of(session: Session, person_id: int) -> None:
    """Everything that counts as a second factor; a reader's passkeys stay."""
    drop_authenticator_of(session, person_id)
    drop_recovery_codes_of(session, person_id)
    session.execute(delete(PasskeyRow).where(PasskeyRow.person_id == person_id, PasskeyRow.is_factor))
