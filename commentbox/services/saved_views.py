"""A moderator gives a part of the queue a name, and comes back to it with two keys."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from commentbox.domain.article_url import canonical
from commentbox.domain.errors import Conflict, Invalid, NotFound
from commentbox.domain.lanes import NEW_ACCOUNT, Lane
from commentbox.domain.languages import tongue
from commentbox.domain.moderation.lists import section_problem
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right
from commentbox.domain.text import clean_line
from commentbox.services.line import lanes_for
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.sites import Site, article_url
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, article_by_url
from commentbox.store.line import Part, count_part
from commentbox.store.people import lock_person
from commentbox.store.saved_views import SavedViewRow, add_view, drop_view, views_of

MAX_VIEWS = 9  # a digit each
MAX_NAME, MAX_SECTION = 40, 100
MOST_COUNTED = 100
NEW_FOR: timedelta = NEW_ACCOUNT
NO_VIEW = NotFound("no_view", "There is no such view among yours, or no longer.")


@dataclass(frozen=True, kw_only=True)
class NewView:
    """As typed: `lane` and `article`, an address, may be empty."""

    name: str = ""
    lane: str = ""
    section: str = ""
    article: str = ""
    language: str = ""
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class View:
    """`count`: how many wait in it, up to `MOST_COUNTED`. `says` in words what it asks for."""

    id: int
    name: str
    says: str
    count: int

    @property
    def count_in_words(self) -> str:
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def keep_view(work: Work, actor: Actor | None, site_key: str, new: NewView) -> int:
    """The view's number. The same name for the same part again changes nothing."""
    site, person = site_to_moderate(work, actor, site_key, Right.DECIDE), signed_in(actor)
    lock_person(work.session, person.id)  # or two at once might be one too many
    wanted = _row(work, site, person, new)
    kept = views_of(work.session, person.id, site.id)
    if len(kept) >= MAX_VIEWS and wanted.name_key not in {row.name_key for row in kept}:
        raise Invalid("too_many_views", f"You have {MAX_VIEWS} views. Delete one first.", field="name")
    row, is_new = add_view(work.session, wanted)
    if not is_new and _asks_for(row) != _asks_for(wanted):
        raise Conflict("name_taken", "You have a view of that name already.", field="name")
    return row.id


def delete_view(work: Work, actor: Actor | None, site_key: str, view_id: int) -> None:
    """One's own. Raises `NotFound` for another's, and for one that is deleted."""
    site = site_to_moderate(work, actor, site_key, Right.DECIDE)
    if not drop_view(work.session, signed_in(actor).id, site.id, view_id):
        raise NO_VIEW


def read_views(work: Work, site: Site, person: Actor) -> tuple[View, ...]:
    """One's own on this site, each with what waits in it now."""
    return tuple(
        View(id=row.id, name=row.name, says=_says(work, row), count=_count(work, site, person, row))
        for row in views_of(work.session, person.id, site.id)
    )


def part_of_view(work: Work, site: Site, person: Actor, view_id: int) -> tuple[Sequence[Lane], Part, str]:
    """Which lanes, which part of them, and the view's name. Raises `NotFound` for somebody else's."""
    found = [row for row in views_of(work.session, person.id, site.id) if row.id == view_id]
    if not found:
        raise NO_VIEW
    return (*_lanes_and_part(work, site, person, found[0]), found[0].name)


def _row(work: Work, site: Site, person: Actor, new: NewView) -> SavedViewRow:
    name = clean_line(new.name, field="name", max_length=MAX_NAME)
    if new.lane and new.lane not in _lanes_of_comments(person):
        raise Invalid("bad_filter", "There is no such lane in your queue.", field="lane")
    section = new.section.strip()
    if section and (len(section) > MAX_SECTION or section_problem(section)):
        raise Invalid("bad_filter", "Write the section as its addresses begin: /sport/", field="section")
    article = _article(work, site, person, new.article.strip())
    language = new.language.strip()
    if language and not tongue(language):
        raise Invalid("bad_filter", "Write the language in short, such as de or pt.", field="language")
    if not (new.lane or section or article or language or new.is_new):
        raise Invalid("bad_filter", "Choose at least one thing: all of it is the queue itself.", field="lane")
    return SavedViewRow(
        site_id=site.id,
        person_id=person.id,
        name=name,
        name_key=name.casefold(),
        lane=Lane(new.lane) if new.lane else None,
        section=section,
        article_id=None if article is None else article.id,
        language=tongue(language),
        is_new=new.is_new,
        created_at=work.now,
    )


def _article(work: Work, site: Site, person: Actor, typed: str) -> ArticleRow | None:
    if not typed:
        return None
    try:
        row = article_by_url(work.session, site.id, article_url(site, typed))
    except Invalid as error:
        raise Invalid(error.code, error.message, field="article") from None
    if row is None or not reach_at(work, person, site).has_article(row.url):
        raise Invalid("bad_filter", "Nobody has commented on that article.", field="article")
    return row


def _lanes_of_comments(person: Actor) -> list[Lane]:
    """Appeals are of no section and no article: they stand in the queue itself."""
    return [lane for lane in lanes_for(person) if lane is not Lane.APPEALS]


def _asks_for(row: SavedViewRow) -> tuple[object, ...]:
    return row.lane, row.section, row.article_id, row.language, row.is_new


def _lanes_and_part(work: Work, site: Site, person: Actor, row: SavedViewRow) -> tuple[Sequence[Lane], Part]:
    """Within the person's reach as it is today, whatever it was when they kept the view."""
    starts = [canonical(str(origin)) + row.section.removeprefix("/") for origin in site.origins]
    part = Part(
        articles=() if row.article_id is None else (row.article_id,),
        url_starts=tuple(starts) if row.section else (),
        language=row.language,
        joined_after=work.now - NEW_FOR if row.is_new else None,
    )
    lanes = [lane for lane in _lanes_of_comments(person) if row.lane in (None, lane)]
    return lanes, replace(part, reach=reach_at(work, person, site))


def _count(work: Work, site: Site, person: Actor, row: SavedViewRow) -> int:
    lanes, part = _lanes_and_part(work, site, person, row)
    return count_part(work.session, site.id, lanes, part, MOST_COUNTED)


def _says(work: Work, row: SavedViewRow) -> str:
    article = None if row.article_id is None else work.session.get(ArticleRow, row.article_id)
    said = [
        "" if row.lane is None else row.lane.label,
        row.section,
        "" if article is None else f"“{article.title or article.url}”",
        f"pages in “{row.language}”" if row.language else "",
        "new people" if row.is_new else "",
    ]
    return ", ".join(filter(None, said))
