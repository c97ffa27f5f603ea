"""The ways into one's own account: which there are, and taking one away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import require, why_banned
from commentbox.services.doors import DoorSign, every_door
from commentbox.services.work import Work
from commentbox.store.identities import IdentityRow, identities_of
from commentbox.store.passkeys import passkeys_of
from commentbox.store.people import PersonRow, lock_person
from commentbox.store.sites import all_sites


@dataclass(frozen=True, kw_only=True)
class MyDoor:
    id: int
    name: str
    created_at: datetime
    seen_at: datetime
    may_go: bool


@dataclass(frozen=True, kw_only=True)
class MyDoors:
    has_password: bool
    count_passkeys: int
    doors: tuple[MyDoor, ...]
    others: tuple[DoorSign, ...]  # that could be added


def read_my_doors(work: Work, actor: Actor) -> MyDoors:
    person = work.session.get_one(PersonRow, actor.id)
    rows, signs = identities_of(work.session, actor.id), every_door(work)
    used = {row.issuer for row in rows}
    fresh = {sign.issuer: sign for sign in reversed(signs) if sign.issuer not in used}
    return MyDoors(
        has_password=person.password_hash is not None,
        count_passkeys=len(passkeys_of(work.session, actor.id)),
        doors=tuple(
            MyDoor(
                id=row.id,
                name=_name(work, row, signs),
                created_at=row.created_at,
                seen_at=row.seen_at,
                may_go=not _is_last(work, person, row),
            )
            for row in rows
        ),
        others=tuple(reversed(fresh.values())),
    )


def remove_my_door(work: Work, actor: Actor, identity_id: int) -> None:
    """Twice is once. Never the last way in, and never by somebody who is banned: the ban knows them by it."""
    lock_person(work.session, actor.id)  # two tabs at once must not take the last two
    row = work.session.get(IdentityRow, identity_id)
    if row is None:
        return
    if row.person_id != actor.id:
        raise NotFound("no_door", "This way in is not one of yours.")
    require(why_banned(actor, work.now, None))
    if _is_last(work, work.session.get_one(PersonRow, actor.id), row):
        raise Conflict(
            "last_door", "This is the only way into your account. Set a password or add another one first."
        )
    work.session.delete(row)


def _is_last(work: Work, person: PersonRow, row: IdentityRow) -> bool:
    """A password counts, a passkey, and every door that leads somewhere today."""
    if person.password_hash is not None and person.email is not None:
        return False
    if passkeys_of(work.session, person.id):
        return False
    leads = {sign.issuer for sign in every_door(work)} | _tokens(work)
    return not any(
        other.id != row.id and other.issuer in leads for other in identities_of(work.session, person.id)
    )


def _name(work: Work, row: IdentityRow, signs: Sequence[DoorSign]) -> str:
    names = {sign.issuer: sign.name for sign in reversed(signs)}
    names |= {f"site:{site.id}": f"Your account at {site.name}" for site in all_sites(work.session)}
    return names.get(row.issuer, "A way in that is no longer offered")


def _tokens(work: Work) -> set[str]:
    return {f"site:{site.id}" for site in all_sites(work.session)}
