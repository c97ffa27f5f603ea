"""A person's own comments and what became of each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commentbox.domain import cursor as bookmarks
from commentbox.domain.comment import Reason, Status
from commentbox.domain.markup import to_text
from commentbox.domain.moderation.rules.unconfirmed import waits_only_for_confirmation
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.appeals import MyAppeal, recourse_about
from commentbox.services.withdraw import may_be_put_back
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import reasons_of_removal
from commentbox.store.own import Place, comments_of

PER_PAGE = 20
_EXCERPT = 300
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class MyComment:
    """`state` is for its author: in a few words, with the reason where there is one."""

    id: int
    excerpt: str
    article: str
    site_name: str
    status: Status
    state: Words
    is_unconfirmed: bool
    created_at: datetime
    votes: int
    may_be_withdrawn: bool
    may_be_put_back: bool
    appeal: MyAppeal | None


@dataclass(frozen=True, kw_only=True)
class MyComments:
    comments: tuple[MyComment, ...]
    next_cursor: str | None


def read_my_comments(work: Work, actor: Actor, cursor: str | None = None) -> MyComments:
    """Newest first, a page at a time."""
    kind = f"own:{actor.id}"
    after = None if cursor is None else _place(work, kind, cursor)
    found = comments_of(work.session, actor.id, after, PER_PAGE + 1)
    page = found[:PER_PAGE]
    removed = [comment.id for comment, _, _ in page if comment.status is Status.REMOVED]
    reasons = reasons_of_removal(work.session, removed)
    recourse = recourse_about(work, [comment for comment, _, _ in page])
    return MyComments(
        comments=tuple(
            MyComment(
                id=comment.id,
                excerpt=to_text(comment.source, _EXCERPT),
                article=article.title or article.url.partition("://")[2],
                site_name=site.name,
                status=comment.status,
                state=_state(comment, reasons.get(comment.id)),
                is_unconfirmed=_is_unconfirmed(comment),
                created_at=comment.created_at,
                votes=comment.votes,
                may_be_withdrawn=comment.status in (Status.PUBLISHED, Status.HELD),
                may_be_put_back=may_be_put_back(comment, work),
                appeal=recourse[comment.id].mine if comment.id in recourse else None,
            )
            for comment, article, site in page
        ),
        next_cursor=_bookmark(work, kind, page[-1][0]) if len(found) > len(page) else None,
    )


def _state(comment: CommentRow, reason: Reason | None) -> Words:
    if comment.status is Status.PUBLISHED:
        return Words("Published")
    if comment.status is Status.WITHDRAWN:
        return Words("Withdrawn by you")
    if _is_unconfirmed(comment):
        return Words("Waiting for you to confirm your e-mail address")
    if comment.status is Status.HELD:
        return Words("Waiting for a moderator")
    if reason is None:
        return Words("Removed by a moderator")
    return Words("Removed by a moderator: {reason}", reason=reason.label)


def _is_unconfirmed(comment: CommentRow) -> bool:
    return comment.status is Status.HELD and waits_only_for_confirmation(comment.findings)


def _bookmark(work: Work, kind: str, last: CommentRow) -> str:
    micros = (last.created_at - _EPOCH) // timedelta(microseconds=1)
    return bookmarks.encode(kind, (micros, last.id), work.settings.secret_key.encode())


def _place(work: Work, kind: str, text: str) -> Place:
    micros, last_id = bookmarks.decode(kind, text, work.settings.secret_key.encode())
    return _EPOCH + timedelta(microseconds=int(micros)), int(last_id)
