"""What waits for a moderator: the queue, and one comment with the conversation around it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.lanes import Lane, pressure
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Right, may
from commentbox.services.appeal_cards import appeals_waiting, cards_in_order
from commentbox.services.card import Card, Line, SanctionCard
from commentbox.services.cards import build_cards, line, may_be_undone
from commentbox.services.console_choices import Choices, read_choices
from commentbox.services.line import Counts, count_waiting, lanes_for
from commentbox.services.marks import Marks, read_marks
from commentbox.services.moderators import check_within_reach, reach_at, site_to_moderate
from commentbox.services.saved_views import View, part_of_view, read_views
from commentbox.services.second_person import OpenAct, acts_for_second
from commentbox.services.sign_in import at_site
from commentbox.services.similar import part_like
from commentbox.services.sites import Site, list_sites
from commentbox.services.wording import outcome
from commentbox.services.work import Work
from commentbox.store import queue
from commentbox.store.articles import ArticleRow
from commentbox.store.line import Part, Place, stand_in_line
from commentbox.store.people import console_sites
from commentbox.store.threads import ancestor_ids

CARDS_PER_PAGE = 20
MAX_ANCESTORS = 20
MAX_REPLIES = 20
_A_DAY = timedelta(days=1)
_START = (0, 0)  # of a lane: no comment has the number 0


@dataclass(frozen=True, kw_only=True)
class SiteWaiting:
    """`home`: where this person begins there."""

    site: Site
    counts: Counts
    home: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the last click did, for a page that was loaded anew."""

    message: str
    undo_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class QueueAsked:
    """`only` names a lane, or nothing; `decision` and `article` name what the last click was about.

    `like` is the number of a comment: all that wait and are like it, `by` words, link, author or rule.
    `view` is that of one of the person's own views.
    """

    only: str | None = None
    like: int | None = None
    by: str | None = None
    view: int | None = None
    cursor: str | None = None
    decision: int | None = None
    article: int | None = None


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    site: Site
    only: str | None
    likeness: str  # in words, where only what is like some comment, or a view, was asked for
    choices: Choices
    acts: tuple[OpenAct, ...]  # that wait for a second person
    lanes: tuple[Lane, ...]  # those this person may choose from
    views: tuple[View, ...]
    counts: Counts
    line: tuple[Card | SanctionCard, ...]
    next_cursor: str | None
    notice: Notice | None
    count_done: int = 0  # comments this person decided about in a day; counted where nothing waits any more

    @property
    def cards(self) -> tuple[Card, ...]:
        """Those about comments."""
        return tuple(card for card in self.line if isinstance(card, Card))


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """One comment with what it answers above it and its first answers below."""

    site: Site
    counts: Counts
    choices: Choices
    card: Card
    marks: Marks  # of its author, under its article
    ancestors: tuple[Line, ...]
    replies: tuple[Line, ...]
    is_whole: bool  # whether `replies` are all there are


def read_sites(work: Work, actor: Actor) -> tuple[SiteWaiting, ...]:
    """The sites whose console this person may enter, with what waits on each."""
    own = set(console_sites(work.session, actor.id))
    sites = [site for site in list_sites(work) if site.id in own]
    return tuple(_waiting(work, site, at_site(work, actor, site.id)) for site in sites)


def _waiting(work: Work, site: Site, actor: Actor) -> SiteWaiting:
    home = "queue" if may(actor.role, Right.CARDS) else "numbers"
    return SiteWaiting(site=site, counts=count_waiting(work, site, actor), home=home)


def read_queue(work: Work, actor: Actor | None, site_key: str, asked: QueueAsked) -> QueuePage:
    """What presses most comes first: a query, so that nothing can be forgotten in a list."""
    site, person = site_to_moderate(work, actor, site_key, Right.CARDS), signed_in(actor)
    lanes, reach = _lanes(person, asked.only), reach_at(work, person, site)
    part, likeness = Part(not_for=None if asked.only else (person.id, work.now)), ""
    if asked.like is not None:
        check_within_reach(work, person, site, asked.like)
        lanes, (part, likeness) = tuple(Lane), part_like(work, site, asked.like, asked.by)
    elif asked.view is not None:
        chosen, part, likeness = part_of_view(work, site, person, asked.view)
        lanes = tuple(chosen)
    part = replace(part, reach=reach)
    kind = f"queue:{site.id}:{asked.only}:{asked.like}:{asked.by}:{asked.view}"
    after = {} if asked.cursor is None else dict(_places(work, kind, asked.cursor))
    of_comments, limit = [lane for lane in lanes if lane is not Lane.APPEALS], CARDS_PER_PAGE + 1
    found = list(stand_in_line(work.session, site.id, of_comments, after, limit, part)) if of_comments else []
    counts = count_waiting(work, site, person)
    if Lane.APPEALS in lanes and asked.like is None and counts.of(Lane.APPEALS):
        place = after.get(Lane.APPEALS)
        found += appeals_waiting(work, site, person, reach, place, limit, for_all=bool(asked.only))
    found = sorted(found, key=lambda one: (-pressure(one.lane, one.place, work.now), one.comment_id))
    page = found[:CARDS_PER_PAGE]
    places = after | {one.lane: (one.place, one.appeal_id or one.comment_id) for one in page}
    since = work.now - _A_DAY
    return QueuePage(
        site=site,
        only=asked.only,
        likeness=likeness,
        choices=read_choices(work, person),
        acts=acts_for_second(work, site, reach),
        lanes=lanes_for(person),
        views=read_views(work, site, person),
        counts=counts,
        line=cards_in_order(work, site, person, page, reach),
        next_cursor=_bookmark(work, kind, places) if len(found) > len(page) else None,
        notice=_notice(work, person, site, asked),
        count_done=0 if counts.waiting else queue.count_decided_by(work.session, site.id, person.id, since),
    )


def read_card(work: Work, actor: Actor | None, site_key: str, comment_id: int) -> CardPage:
    """Any comment of the site, whether it waits or not."""
    site = site_to_moderate(work, actor, site_key, Right.CARDS)
    check_within_reach(work, actor, site, comment_id)
    facts = queue.facts_of(work.session, site.id, comment_id)
    if facts is None:
        raise NotFound("no_comment", "There is no such comment.")
    (card,) = build_cards(work, site, signed_in(actor), [facts], reach_at(work, actor, site))
    above = ancestor_ids(work.session, comment_id, MAX_ANCESTORS)
    lines = queue.lines_by_ids(work.session, above)
    below = queue.answers_to(work.session, comment_id, MAX_REPLIES + 1)
    return CardPage(
        site=site,
        counts=count_waiting(work, site, signed_in(actor)),
        choices=read_choices(work, signed_in(actor)),
        card=card,
        marks=read_marks(work, site.id, card.article.id, card.author.id),
        ancestors=tuple(line(*lines[ancestor]) for ancestor in reversed(above)),
        replies=tuple(line(row, name) for row, name in below[:MAX_REPLIES]),
        is_whole=len(below) <= MAX_REPLIES,
    )


def _notice(work: Work, actor: Actor, site: Site, asked: QueueAsked) -> Notice | None:
    if asked.decision is not None:
        return _notice_of_decision(work, actor, site, asked.decision)
    if asked.article is None:
        return None
    row = work.session.get(ArticleRow, asked.article)
    if row is None or row.site_id != site.id or not reach_at(work, actor, site).has_article(row.url):
        return None
    state = "open" if site.is_open(row, work.now) else "closed"
    return Notice(message=f"Comments on “{row.title or row.url}” are {state}.")


def _notice_of_decision(work: Work, actor: Actor, site: Site, decision_id: int) -> Notice | None:
    facts = queue.log_row(work.session, site.id, decision_id)
    if facts is None:
        return None
    check_within_reach(work, actor, site, facts.comment.id)
    is_undoable = may_be_undone(facts.comment, facts.decision, is_last=facts.is_last)
    return Notice(
        message=f"{facts.author}: {outcome(facts.decision)}",
        undo_id=facts.decision.id if is_undoable else None,
    )


def _lanes(actor: Actor, only: str | None) -> tuple[Lane, ...]:
    if only is None:
        return lanes_for(actor)
    if only not in tuple(Lane) or (actor.role is Role.LEGAL and only not in lanes_for(actor)):
        raise Invalid("bad_filter", "There is no such lane in the queue.", field="only")
    return (Lane(only),)


def _bookmark(work: Work, kind: str, places: Mapping[Lane, Place]) -> str:
    """How far each lane was read: that does not change with the hour, as the order between lanes does."""
    values = [value for lane in Lane for value in (*places.get(lane, _START),)]
    return bookmarks.encode(kind, tuple(values), work.settings.secret_key.encode())


def _places(work: Work, kind: str, text: str) -> Mapping[Lane, Place]:
    values = [int(value) for value in bookmarks.decode(kind, text, *map(str.encode, work.settings.secrets))]
    pairs = zip(values[::2], values[1::2], strict=True)
    return {lane: pair for lane, pair in zip(Lane, pairs, strict=True) if pair != _START}
