"""What everybody may see of somebody who comments on a site, and not wanting to see it."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.markup import to_text
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.sites import Site, get_site
from commentbox.services.work import Work
from commentbox.store.mutes import add_mute, muted_by, muted_people, take_mute_back
from commentbox.store.own import published_of
from commentbox.store.people import PersonRow, person_by_id

LATEST = 10
MAX_MUTED = 500
_EXCERPT = 300


@dataclass(frozen=True, kw_only=True)
class Remark:
    id: int
    excerpt: str
    article: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """`is_muted` is for whoever asks."""

    id: int
    name: str
    bio: str
    member_since: datetime | None  # empty for authors that came with an import
    site: Site
    remarks: tuple[Remark, ...]
    is_muted: bool


@dataclass(frozen=True, kw_only=True)
class Muted:
    id: int
    name: str


def read_person(work: Work, actor: Actor | None, site_key: str, person_id: int) -> PersonPage:
    """Only of people who have published something on that site; of everybody else there is no page."""
    site = get_site(work, site_key)
    person = _person(work, person_id)
    found = published_of(work.session, person.id, site.id, LATEST)
    if not found:
        raise _nobody()
    return PersonPage(
        id=person.id,
        name=person.name,
        bio=person.bio or "",
        member_since=None if person.name_key is None else person.created_at,
        site=site,
        remarks=tuple(
            Remark(
                id=comment.id,
                excerpt=to_text(comment.source, _EXCERPT),
                article=article.title or article.url.partition("://")[2],
                created_at=comment.created_at,
            )
            for comment, article in found
        ),
        is_muted=actor is not None and person.id in muted_by(work.session, actor.id),
    )


def mute(work: Work, actor: Actor, person_id: int) -> None:
    """Their comments are folded away for this reader; nobody is told. Twice has no effect."""
    if person_id == actor.id:
        raise Invalid("own_mute", "You cannot mute yourself.")
    if len(muted_by(work.session, actor.id)) >= MAX_MUTED:
        raise Invalid(
            "too_many_muted", Words("You can mute {most} people. Unmute somebody first.", most=MAX_MUTED)
        )
    add_mute(work.session, actor.id, _person(work, person_id).id, work.now)


def unmute(work: Work, actor: Actor, person_id: int) -> None:
    take_mute_back(work.session, actor.id, person_id)


def list_muted(work: Work, actor: Actor) -> tuple[Muted, ...]:
    return tuple(Muted(id=row.id, name=row.name) for row in muted_people(work.session, actor.id))


def muted_ids(work: Work, actor: Actor | None) -> frozenset[int]:
    return frozenset() if actor is None else frozenset(muted_by(work.session, actor.id))


def _person(work: Work, person_id: int) -> PersonRow:
    person = person_by_id(work.session, person_id)
    if person is None or person.erased_at is not None:
        raise _nobody()
    return person


def _nobody() -> NotFound:
    return NotFound("no_person", "There is nobody here.")
