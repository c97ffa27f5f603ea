"""Whether a name is anybody's to take, and taking it."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.people import Actor, clean_name, is_reserved, name_key
from commentbox.domain.text import clean_line
from commentbox.domain.words import Words
from commentbox.services.work import Work
from commentbox.store.names import NameRow, is_name_kept, names_of
from commentbox.store.people import PersonRow, lock_person, person_by_name_key
from commentbox.store.sites import all_sites

PAUSE = timedelta(days=14)
KEPT = timedelta(days=365)  # a name that was given up is nobody else's for so long
MAX_BIO = 200


def check_free(work: Work, name: str, *, for_id: int | None = None) -> None:
    """Nobody has it, had it lately, or has one that looks like it; what was their own is free to them."""
    key = name_key(name)
    if is_reserved(key, [site.name for site in all_sites(work.session)]):
        raise Invalid(
            "reserved_name", "This name could be taken for the newsroom’s. Choose another.", field="name"
        )
    # In this order: who gives a name up at this moment has left it in one place or the other.
    owner = person_by_name_key(work.session, key)
    is_taken = owner is not None and owner.id != for_id
    if is_taken or is_name_kept(work.session, key, work.now - KEPT, except_for=for_id):
        raise name_taken()


def is_free(work: Work, name: str) -> bool:
    try:
        check_free(work, name)
    except Invalid:
        return False
    return True


def name_taken() -> Invalid:
    return Invalid(
        "name_taken", "Somebody has this name, or one that looks like it. Choose another.", field="name"
    )


def change_name(work: Work, actor: Actor, name: object) -> None:
    """Everything they have written stands under the new name from now on; once in 14 days."""
    shown = clean_name(name)
    person = lock_person(work.session, actor.id)
    if person is None or person.name == shown:
        return  # sent twice
    before = names_of(work.session, person.id)
    if before and before[0].given_up_at + PAUSE > work.now:
        at = before[0].given_up_at + PAUSE
        message = Words("A name can be changed every 14 days: yours again on {at}.", at=at)
        raise Conflict("name_pause", message, field="name")
    check_free(work, shown, for_id=person.id)
    _give_up(work, person)
    try:
        with work.session.begin_nested():
            person.name, person.name_key = shown, name_key(shown)
    except IntegrityError:
        raise name_taken() from None  # somebody else came first, this very moment


def change_bio(work: Work, actor: Actor, bio: object) -> None:
    """A line about themselves, or none."""
    line = " ".join(bio.split()) if isinstance(bio, str) else bio
    text = clean_line(line, field="bio", max_length=MAX_BIO) if line else None
    work.session.get_one(PersonRow, actor.id).bio = text


def _give_up(work: Work, person: PersonRow) -> None:
    if person.name_key is not None:
        row = NameRow(person_id=person.id, name=person.name, name_key=person.name_key, given_up_at=work.now)
        work.session.add(row)
