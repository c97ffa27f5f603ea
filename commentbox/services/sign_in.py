"""Sessions on the server: who is signed in where, and the codes that carry a sign-in to another page."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from commentbox.domain.errors import CommentboxError, Invalid
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind, find
from commentbox.domain.words import Words
from commentbox.services.letter import write
from commentbox.services.tokens import hash_token, new_token
from commentbox.services.work import Work
from commentbox.store.people import (
    PersonRow,
    Visitor,
    console_sites,
    lock_person,
    role_at,
    sanctions_beside,
    sections_at,
    touch_staff,
)
from commentbox.store.sessions import (
    CodeRow,
    SessionRow,
    end_session,
    session_by_hash,
    signed_in,
    take_code,
    touch_session,
)

Kind = Literal["reader", "embed", "staff"]

CODE_LASTS = timedelta(seconds=60)
_TOUCH_AFTER = timedelta(minutes=1)  # reads are many; only one a minute may write


@dataclass(frozen=True, kw_only=True)
class Life:
    """How long a session lasts without a visit, and how long at most."""

    idle: timedelta
    absolute: timedelta


_READERS = Life(idle=timedelta(days=30), absolute=timedelta(days=90))
LIVES: dict[Kind, Life] = {
    "reader": _READERS,
    "embed": _READERS,
    "staff": Life(idle=timedelta(hours=12), absolute=timedelta(days=7)),
}


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody who is signed in, at this moment."""

    actor: Actor
    is_touch_due: bool


def wrong_password() -> CommentboxError:
    """One answer for an unknown address, a wrong password, and a reader at the console's door."""
    return Invalid("wrong_password", "E-mail or password is not right.")


def open_session(
    work: Work,
    person_id: int,
    kind: Kind,
    site_id: int | None = None,
    *,
    instead_of: str | None = None,
    has_factor: bool = False,
    device: str = "",
) -> str:
    """A token that was never seen before; only its hash is kept. An `embed` session belongs to one site.

    `instead_of` is the token the browser came with: that session ends, whosever it was. `has_factor` says
    that a second factor was given just now. `device` is for the person's own list.
    """
    if (kind == "embed") is (site_id is None):
        raise ValueError("an embed session needs a site, the others have none")
    person = work.session.get_one(PersonRow, person_id)
    if kind == "staff" and not _is_working(work, person):
        raise wrong_password()
    _keep_account(work, person)
    sign_out(work, instead_of)
    token = new_token()
    work.session.add(
        SessionRow(
            token_hash=hash_token(token),
            kind=kind,
            person_id=person_id,
            site_id=site_id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + LIVES[kind].idle,
            device=device,
            factor_at=work.now if has_factor else None,
        )
    )
    if kind == "staff":
        touch_staff(work.session, person_id, work.now)
    return token


def _keep_account(work: Work, person: PersonRow) -> None:
    """Whoever signs in within the day of grace does not want their account deleted after all."""
    if person.erase_at is not None:
        lock_person(work.session, person.id)  # and read again
    if person.erased_at is not None or (person.erase_at is not None and person.erase_at <= work.now):
        raise wrong_password()
    if person.erase_at is not None:
        person.erase_at, person.erase_choice = None, None
        text = Words("you logged in, so your account is not deleted. Everything is as it was.")
        write(work, person, "Your account stays", text)


def renew_factor(work: Work, token: str | None) -> None:
    """A second factor was given once more, in the session that is there."""
    row = _good_session(work, token, "staff")
    if row is not None:
        row.factor_at = work.now


def who_is(work: Work, token: str | None, kind: Kind, site_id: int | None = None) -> Actor | None:
    """The person behind a token of that kind, with staff powers at that site if it is a `staff` one."""
    found = visit(work, token, kind, site_id)
    return None if found is None else found.actor


def visit(work: Work, token: str | None, kind: Kind, site_id: int | None = None) -> Visit | None:
    """As `who_is`, and whether the session is to be touched."""
    row = signed_in(work.session, hash_token(token)) if token else None
    if row is None or row.kind != kind or row.expires_at <= work.now:
        return None
    if (kind == "embed" and row.site_id != site_id) or (kind == "staff" and not _is_working(work, row)):
        return None
    actor = _actor(work, row, is_staff_session=kind == "staff", factor_at=row.factor_at)
    actor = actor if site_id is None else at_site(work, actor, site_id)
    return Visit(actor=actor, is_touch_due=work.now - row.seen_at >= _TOUCH_AFTER)


def at_site(work: Work, actor: Actor, site_id: int) -> Actor:
    """The same person with the role they have there. Only the console's sessions carry one."""
    if not actor.is_staff_session:
        return actor
    sections = sections_at(work.session, actor.id, site_id)
    return replace(actor, role=role_at(work.session, actor.id, site_id), sections=sections)


def touch(work: Work, token: str, kind: Kind) -> None:
    """The idle time begins anew; the end that was set at sign-in stays."""
    row = _good_session(work, token, kind)
    if row is not None:
        life = LIVES[kind]
        expires_at = min(row.created_at + life.absolute, work.now + life.idle)
        touch_session(work.session, row.token_hash, work.now, expires_at)
        if kind == "staff":
            touch_staff(work.session, row.person_id, work.now)


def sign_out(work: Work, token: str | None) -> None:
    if token is not None:
        end_session(work.session, hash_token(token))


def make_code(work: Work, person_id: int, site_id: int, origin: str) -> str:
    """For our window to hand to the page that opened it; worth one session there, once, for a minute."""
    code = new_token()
    work.session.add(
        CodeRow(
            code_hash=hash_token(code),
            person_id=person_id,
            site_id=site_id,
            origin=origin,
            expires_at=work.now + CODE_LASTS,
        )
    )
    return code


def redeem_code(
    work: Work, code: object, site_id: int, origin: str | None, *, device: str = ""
) -> str | None:
    """An embed session's token or nothing; the code is spent either way, so commit before raising."""
    row = take_code(work.session, hash_token(code)) if isinstance(code, str) else None
    if row is None or row.expires_at <= work.now or (row.site_id, row.origin) != (site_id, origin):
        return None
    return open_session(work, row.person_id, "embed", site_id, device=device)


def actor_of_session(work: Work, token_hash: str | None, person_id: int, site_id: int) -> Actor | None:
    """Who asked for something at the console that is carried out later, if they still may."""
    row = None if token_hash is None else session_by_hash(work.session, token_hash)
    if row is None or row.kind != "staff" or row.person_id != person_id or row.expires_at <= work.now:
        return None
    person = work.session.get_one(PersonRow, person_id)
    if not _is_working(work, person):
        return None
    return at_site(work, _actor(work, person, is_staff_session=True, factor_at=row.factor_at), site_id)


def _good_session(work: Work, token: str | None, kind: Kind) -> SessionRow | None:
    row = session_by_hash(work.session, hash_token(token)) if token else None
    if row is None or row.kind != kind or row.expires_at <= work.now:
        return None
    return row


def _is_working(work: Work, person: PersonRow | Visitor) -> bool:
    """At the console of some site, and banned on none of these."""
    sites = console_sites(work.session, person.id)
    sanctions = sanctions_beside(person, work.now)
    return bool(sites) and not any(find(sanctions, SanctionKind.BAN, each, work.now) for each in sites)


def _actor(
    work: Work, person: PersonRow | Visitor, *, is_staff_session: bool, factor_at: datetime | None = None
) -> Actor:
    return Actor(
        id=person.id,
        name=person.name,
        role=Role.READER,
        sanctions=sanctions_beside(person, work.now),
        verified=person.verified_at is not None,
        is_staff_session=is_staff_session,
        factor_at=factor_at,
        language=person.language or "",
    )
