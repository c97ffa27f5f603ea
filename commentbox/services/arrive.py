"""Somebody has come through a provider's door: let in, linked to an account, or asked for a name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.claims import Claims
from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.people import clean_name
from commentbox.domain.words import Words
from commentbox.services.join import add_identity, find_person, link_by_email, make_person
from commentbox.services.names import check_free, is_free, name_taken
from commentbox.services.seal import seal, unseal
from commentbox.services.work import Work
from commentbox.settings import Settings
from commentbox.store.people import person_by_email

STAYS = timedelta(minutes=30)
_PURPOSE = "sign-on newcomer"


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Somebody without an account, kept by their browser and readable by us alone, until they have a name."""

    claims: Claims
    place: str
    way_back: Mapping[str, str]
    ends_at: float


def let_in(work: Work, claims: Claims, place: str) -> int | None:
    """The id of the person whose account these claims open; None for somebody new.

    Raises `Invalid` where their address belongs to an account that only its owner can join with these claims.
    """
    person = find_person(work, claims) or link_by_email(work, claims, place)
    if person is not None:
        return person.id
    if claims.email is not None and person_by_email(work.session, claims.email) is not None:
        if (joined := find_person(work, claims)) is not None:
            return joined.id  # between the two looks, in another window
        raise Invalid(
            "address_known",
            Words(
                "An account with the address {email} is here already, and we do not open it to {place}"
                " unasked. Log in to it with its password (“Forgot your password?” helps), then add this"
                " way in under “Ways into your account”.",
                email=claims.email,
                place=place,
            ),
        )
    return None


def add_to(work: Work, person_id: int, claims: Claims, place: str) -> None:
    """From now on these claims open this person's account. Twice is once."""
    owner = find_person(work, claims)
    if owner is None and not add_identity(work, claims, person_id):
        owner = find_person(work, claims)
    if owner is not None and owner.id != person_id:
        raise Conflict(
            "door_taken", Words("That account at {place} opens another account here.", place=place)
        )


def newcomer(work: Work, claims: Claims, place: str, way_back: Mapping[str, str]) -> Newcomer:
    return Newcomer(
        claims=claims, place=place, way_back=dict(way_back), ends_at=(work.now + STAYS).timestamp()
    )


def sealed(settings: Settings, who: Newcomer) -> str:
    shown = ("badges", "marks", "avatar")
    claims = {key: value for key, value in vars(who.claims).items() if key not in shown}
    return seal(settings, _PURPOSE, json.dumps({**vars(who), "claims": claims}, ensure_ascii=False))


def read_newcomer(work: Work, kept: str | None) -> Newcomer:
    plain = None if not kept else unseal(work.settings, _PURPOSE, kept)
    found = None if plain is None else json.loads(plain)
    if found is None or found["ends_at"] <= work.now.timestamp():
        raise Invalid("sign_on_over", "That took longer than half an hour. Please begin anew.")
    return Newcomer(**{**found, "claims": Claims(**found["claims"])})


def suggestion(work: Work, who: Newcomer) -> str:
    """The name the other place knows them by, if it is free."""
    name = who.claims.name
    return name if name is not None and is_free(work, name) else ""


def join(work: Work, who: Newcomer, name: object) -> int:
    """The id of the new account under that name; of the account there is if they have joined meanwhile."""
    known = let_in(work, who.claims, who.place)
    if known is not None:
        return known
    shown = clean_name(name)
    try:
        check_free(work, shown)
    except Invalid:
        if (joined := find_person(work, who.claims)) is not None:
            return joined.id  # the name is theirs already
        raise
    person = make_person(work, who.claims, [shown])
    if person is None:
        raise name_taken()
    return person.id
