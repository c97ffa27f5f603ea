"""From somebody as another place knows them to one account here: found, linked or made."""

from collections.abc import Iterable

from sqlalchemy.exc import IntegrityError

from commentbox.domain.claims import Claims
from commentbox.domain.people import name_key
from commentbox.domain.words import Words
from commentbox.services.letter import write
from commentbox.services.names import is_free
from commentbox.services.work import Work
from commentbox.store.identities import IdentityRow, identity_of
from commentbox.store.links import owner_of_kept_address
from commentbox.store.people import PersonRow, person_by_email, staff_sites


def find_person(work: Work, claims: Claims) -> PersonRow | None:
    """Whose account these claims open already."""
    identity = identity_of(work.session, claims.issuer, claims.subject)
    if identity is None:
        return None
    identity.seen_at = work.now
    return work.session.get_one(PersonRow, identity.person_id)


def link_by_email(work: Work, claims: Claims, place: str) -> PersonRow | None:
    """The account with the same address, if both sides have checked it: from now on these claims open it.

    Never one of the staff's: who runs that other place would be let in as somebody with power here. They add
    the door themselves. `place` is what the letter to the owner calls it.
    """
    person = None if claims.email is None else person_by_email(work.session, claims.email)
    if person is None or person.verified_at is None or staff_sites(work.session, person.id):
        return None
    if add_identity(work, claims, person.id):
        _tell_owner(work, person, place)
    return find_person(work, claims)


def add_identity(work: Work, claims: Claims, person_id: int, *, made_account: bool = False) -> bool:
    """False if these claims open an account already; whose, `find_person` says."""
    return _is_added(work, _identity(work, claims, person_id, made_account=made_account))


def make_person(work: Work, claims: Claims, names: Iterable[str]) -> PersonRow | None:
    """A new account under the first of these names that is free; None if none is.

    Somebody else may come with the same claims at the same moment: both get the same account. An address that
    belongs to an account already stays there, and this one gets none.
    """
    for name in names:
        if not is_free(work, name):
            continue
        person = _try(work, claims, name) or find_person(work, claims)
        if person is not None:
            return person
    return find_person(work, claims)  # the name may be taken by themselves, a moment ago


def _is_free(work: Work, email: str) -> bool:
    """Nobody's, and nobody can go back to it."""
    is_kept = owner_of_kept_address(work.session, email, work.now) is not None
    return not is_kept and person_by_email(work.session, email) is None


def _try(work: Work, claims: Claims, name: str) -> PersonRow | None:
    is_taken = claims.email is None or not _is_free(work, claims.email)
    email = None if is_taken else claims.email
    person = PersonRow(
        name=name,
        name_key=name_key(name),
        email=email,
        verified_at=None if email is None else work.now,
        created_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(person)
            work.session.flush()  # the identity needs its id
            work.session.add(_identity(work, claims, person.id, made_account=True))
    except IntegrityError:
        return None  # the name, the address or the identity: whoever asks looks again
    return person


def _identity(work: Work, claims: Claims, person_id: int, *, made_account: bool) -> IdentityRow:
    return IdentityRow(
        issuer=claims.issuer,
        subject=claims.subject,
        person_id=person_id,
        made_account=made_account,
        created_at=work.now,
        seen_at=work.now,
    )


def _is_added(work: Work, row: IdentityRow) -> bool:
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return False
    return True


def _tell_owner(work: Work, person: PersonRow, place: str) -> None:
    text = Words(
        "from now on you can also come in through {place}, which knows you by this address. If"
        " it was you, you need do nothing.\n\n"
        "If it was not you, take that door away again at {base_url}/account/doors and set"
        " another password.",
        place=place,
        base_url=work.settings.base_url,
    )
    write(work, person, "A new way into your account", text)
