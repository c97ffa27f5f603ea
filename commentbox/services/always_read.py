"""Moderators want to read somebody's comments before they are published, or no longer."""

from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.services.moderators import site_to_moderate
from commentbox.services.staff import note
from commentbox.services.work import Work
from commentbox.store.always_read import AlwaysReadRow, drop_always_read
from commentbox.store.base import add_if_new
from commentbox.store.own import has_written_at
from commentbox.store.people import person_by_id


def set_always_read(work: Work, actor: Actor | None, site_key: str, person_id: int, *, is_on: bool) -> None:
    """On this site, for whoever has written there. Asking twice changes nothing; each change is on record."""
    site = site_to_moderate(work, actor, site_key)
    person = person_by_id(work.session, person_id)
    if person is None or not has_written_at(work.session, person_id, site.id):
        raise NotFound("no_person", "This person has written nothing here.")
    if is_on:
        key = {"site_id": site.id, "person_id": person_id}
        is_news = add_if_new(work.session, AlwaysReadRow, **key, created_at=work.now)
    else:
        is_news = drop_always_read(work.session, site.id, person_id)
    if is_news:
        act = StaffAct.ALWAYS_READ if is_on else StaffAct.NOT_ALWAYS_READ
        note(work, site.id, act, by_id=signed_in(actor).id, person_id=person_id)
