"""What a person sees of themselves, and what everybody may see of them."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.people import Actor
from commentbox.services.names import PAUSE
from commentbox.services.work import Work
from commentbox.store.names import names_of
from commentbox.store.people import PersonRow


@dataclass(frozen=True, kw_only=True)
class Profile:
    """`rename_from`: from when on the name may be changed again, or empty."""

    id: int
    name: str
    email: str
    is_confirmed: bool
    bio: str
    language: str
    member_since: datetime
    names_before: tuple[str, ...]
    rename_from: datetime | None


def read_profile(work: Work, actor: Actor) -> Profile:
    person = work.session.get_one(PersonRow, actor.id)
    before = names_of(work.session, person.id)
    next_at = before[0].given_up_at + PAUSE if before else None
    return Profile(
        id=person.id,
        name=person.name,
        email=person.email or "",
        is_confirmed=person.verified_at is not None,
        bio=person.bio or "",
        language=person.language or "",
        member_since=person.created_at,
        names_before=tuple(row.name for row in before),
        rename_from=next_at if next_at is not None and next_at > work.now else None,
    )
