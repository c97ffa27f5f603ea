"""A newsroom says beside somebody's comments who they are: the article's author, an expert."""

from dataclasses import dataclass

from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.staff import StaffAct
from commentbox.domain.text import clean_line
from commentbox.services.moderators import check_article, site_to_moderate
from commentbox.services.staff import note, site_to_administer
from commentbox.services.work import Work
from commentbox.store.articles import lock_article, publish_change
from commentbox.store.marks import (
    add_author,
    drop_author,
    drop_expert,
    expertise_of,
    is_author,
    put_expert,
)
from commentbox.store.own import published_of
from commentbox.store.people import PersonRow, person_by_id

MAX_FIELD = 40


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What stands beside a person's name under one article."""

    wrote_article: bool
    is_expert: bool
    expertise: str


def read_marks(work: Work, site_id: int, article_id: int, person_id: int) -> Marks:
    field = expertise_of(work.session, person_id, site_id)
    return Marks(
        wrote_article=is_author(work.session, article_id, person_id),
        is_expert=field is not None,
        expertise=field or "",
    )


def name_author(
    work: Work, actor: Actor | None, site_key: str, article_id: int, person_id: int, *, wrote: bool
) -> None:
    """Moderators say who wrote the article, or that this person did not. Asking twice changes nothing."""
    site = site_to_moderate(work, actor, site_key)
    person = _person(work, person_id)
    article = lock_article(work.session, article_id)
    if article is None or article.site_id != site.id:
        raise NotFound("no_article", "There is no such article.")
    check_article(work, actor, site, article.url)
    if wrote and not published_of(work.session, person.id, site.id, 1):
        raise NotFound("no_person", "This person has published nothing here.")
    by = signed_in(actor).id
    is_news = (
        add_author(work.session, article.id, person.id, by, work.now)
        if wrote
        else drop_author(work.session, article.id, person.id)
    )
    if is_news:
        publish_change(work.session, article.id, count=0)
        act = StaffAct.AUTHOR if wrote else StaffAct.NO_AUTHOR
        note(work, site.id, act, by_id=by, person_id=person.id)


def name_expert(
    work: Work, actor: Actor | None, site_key: str, person_id: int, *, is_expert: bool, field: str = ""
) -> None:
    """Administrators vouch for somebody, on the whole site; `field` says in what, in a word or two."""
    site = site_to_administer(work, actor, site_key)
    person = _person(work, person_id)
    before, by = expertise_of(work.session, person.id, site.id), signed_in(actor).id
    if not is_expert:
        if before is not None:
            drop_expert(work.session, person.id, site.id)
            note(work, site.id, StaffAct.NO_EXPERT, by_id=by, person_id=person.id)
        return
    if not published_of(work.session, person.id, site.id, 1):
        raise NotFound("no_person", "This person has published nothing here.")
    words = " ".join(field.split())
    words = clean_line(words, field="field", max_length=MAX_FIELD) if words else ""
    if before != words:
        put_expert(work.session, person.id, site.id, words, by, work.now)
        note(work, site.id, StaffAct.EXPERT, by_id=by, person_id=person.id)


def _person(work: Work, person_id: int) -> PersonRow:
    person = person_by_id(work.session, person_id)
    if person is None or person.erased_at is not None:
        raise NotFound("no_person", "There is nobody here.")
    return person
