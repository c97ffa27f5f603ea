"""A person reads what they were told of: in the box of a site, and all of it on a page of its own."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid
from commentbox.domain.markup import to_text
from commentbox.domain.notices import NoticeKind
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.notice import Notice
from commentbox.services.sanction_notices import read_sanction_notices
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.notices import NoticeFacts, Place, count_unread, notices_of, read_between
from commentbox.store.sanction_notices import count_unread_of_sanctions, read_of_sanctions

MOST_UNREAD = 100
IN_THE_BOX = 20
PER_PAGE = 30
_EXCERPT = 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation, with what is new in it."""

    article: str
    site_name: str
    notices: tuple[Notice, ...]


@dataclass(frozen=True, kw_only=True)
class Talks:
    talks: tuple[Talk, ...]
    has_unread: bool
    until: str  # goes back with the wish to have read them all
    next_cursor: str | None


@dataclass(frozen=True, kw_only=True)
class News:
    """`since` and `until` go back when these are read; `count_older` are unread and not among them."""

    notices: tuple[Notice, ...]
    since: str
    until: str
    count_older: int


def unread_here(work: Work, actor: Actor | None, site: Site) -> int:
    """How much of that site they have not read, counted up to 100."""
    if actor is None:
        return 0
    of_sanctions = count_unread_of_sanctions(work.session, actor.id, site.id)
    return min(MOST_UNREAD, count_unread(work.session, actor.id, site.id, MOST_UNREAD) + of_sanctions)


def read_news(work: Work, actor: Actor, site: Site) -> News:
    """The newest of one site."""
    found = notices_of(work.session, actor.id, IN_THE_BOX, site_id=site.id)
    told = (
        *(notice_of(work, facts) for facts in found),
        *read_sanction_notices(work, actor, IN_THE_BOX, site.id),
    )
    shown = tuple(sorted(told, key=lambda notice: notice.created_at, reverse=True)[:IN_THE_BOX])
    return News(
        notices=shown,
        since=(shown[-1].created_at if shown else work.now).isoformat(),
        until=work.now.isoformat(),
        count_older=max(0, unread_here(work, actor, site) - sum(notice.is_unread for notice in shown)),
    )


def read_talks(work: Work, actor: Actor, cursor: str | None = None) -> Talks:
    """All of it, grouped by conversation; what moved last comes first, behind what newsrooms did."""
    kind = f"notices:{actor.id}"
    after = None if cursor is None else _place(work, kind, cursor)
    found = notices_of(work.session, actor.id, PER_PAGE + 1, after=after)
    page = found[:PER_PAGE]
    grouped: dict[int, list[NoticeFacts]] = {}
    for facts in page:
        grouped.setdefault(facts.notice.root_id, []).append(facts)
    own = read_sanction_notices(work, actor, PER_PAGE) if cursor is None else ()
    return Talks(
        talks=(*_from_newsrooms(own), *(_talk(work, group) for group in grouped.values())),
        has_unread=any(facts.notice.read_at is None for facts in page) or any(one.is_unread for one in own),
        until=work.now.isoformat(),
        next_cursor=_bookmark(work, kind, page[-1]) if len(found) > len(page) else None,
    )


def mark_read(
    work: Work, actor: Actor, until: object, site: Site | None = None, *, since: object = None
) -> None:
    """Everything up to that moment, as it was handed out; what came later, or before `since`, stays new."""
    end = min(_moment(until, "until"), work.now)
    start = _EPOCH if since is None else _moment(since, "since")
    site_id = None if site is None else site.id
    read_between(work.session, actor.id, start, end, work.now, site_id)
    read_of_sanctions(work.session, actor.id, start, end, work.now, site_id)


def _moment(raw: object, field: str) -> datetime:
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(str(raw))
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    raise Invalid("bad_moment", "Send the moment that came with the list.", field=field)


def notice_of(work: Work, facts: NoticeFacts) -> Notice:
    comment, article = facts.comment, facts.article
    on_page = f"{article.url}#comment-{comment.id}"
    is_on_page = comment.status is Status.PUBLISHED
    own = f"{work.settings.base_url}/c/{comment.id}/own"
    off_page = article.url if facts.notice.kind is NoticeKind.REPORT else own
    return Notice(
        comment_id=comment.id,
        kind=facts.notice.kind,
        what=_what(facts),
        excerpt=to_text(comment.source, _EXCERPT) if _may_quote(facts) else "",
        article=article.title or article.url.partition("://")[2],
        site_name=facts.site.name,
        address=own if facts.notice.kind is NoticeKind.APPEAL else on_page if is_on_page else off_page,
        created_at=facts.notice.created_at,
        is_unread=facts.notice.read_at is None,
    )


def _may_quote(facts: NoticeFacts) -> bool:
    """One's own words; others' only while everybody reads them."""
    return facts.notice.kind is not NoticeKind.REPORT or facts.comment.status is Status.PUBLISHED


def _what(facts: NoticeFacts) -> Words:
    kind, status = facts.notice.kind, facts.comment.status
    if kind is NoticeKind.REPLY:
        return Words("{name} answered you", name=facts.author)
    if kind is NoticeKind.MENTION:
        return Words("{name} mentioned you", name=facts.author)
    return {
        NoticeKind.PICK: {},
        NoticeKind.DECISION: _DECIDED,
        NoticeKind.APPEAL: _APPEALED,
        NoticeKind.REPORT: _ANSWERED,
    }[kind].get(status, _OTHERWISE[kind])


_DECIDED = {
    Status.PUBLISHED: Words("Your comment is on the page"),
    Status.REMOVED: Words("A moderator removed your comment"),
}
_APPEALED = {
    Status.PUBLISHED: Words("Your appeal is answered: your comment is back"),
    Status.REMOVED: Words("Your appeal is answered: the removal stands"),
}
_ANSWERED = {
    Status.PUBLISHED: Words("A moderator looked at what you reported: it stays"),
    Status.REMOVED: Words("A moderator looked at what you reported: it is removed"),
}
_OTHERWISE = {
    NoticeKind.PICK: Words("The newsroom features your comment"),
    NoticeKind.DECISION: Words("A moderator looks at your comment once more"),
    NoticeKind.APPEAL: Words("Your appeal is answered"),
    NoticeKind.REPORT: Words("A moderator looked at what you reported"),
}


def _from_newsrooms(notices: Sequence[Notice]) -> tuple[Talk, ...]:
    """What is about no conversation stands on the first page alone; the account has all of it."""
    if not notices:
        return ()
    return (Talk(article=Words("From the newsroom"), site_name="", notices=tuple(notices)),)


def _talk(work: Work, group: Sequence[NoticeFacts]) -> Talk:
    notices = tuple(notice_of(work, facts) for facts in group)
    return Talk(article=notices[0].article, site_name=notices[0].site_name, notices=notices)


def _bookmark(work: Work, kind: str, last: NoticeFacts) -> str:
    micros = (last.notice.created_at - _EPOCH) // timedelta(microseconds=1)
    return bookmarks.encode(kind, (micros, last.notice.id), work.settings.secret_key.encode())


def _place(work: Work, kind: str, text: str) -> Place:
    micros, last_id = bookmarks.decode(kind, text, *map(str.encode, work.settings.secrets))
    return _EPOCH + timedelta(microseconds=int(micros)), int(last_id)
