"""A reader says something."""

import hashlib
import json
from dataclasses import dataclass, replace

from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid, NotFound
from commentbox.domain.languages import tongue
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Draft, Verdict
from commentbox.domain.nudges import nudge
from commentbox.domain.people import Actor
from commentbox.domain.permissions import require, why_not_post
from commentbox.domain.reactions import Reactions
from commentbox.domain.retry_key import MOST, clean_retry_key
from commentbox.domain.text import clean_body, line_or_nothing
from commentbox.domain.thread import Entry
from commentbox.domain.words import Words
from commentbox.services.ask_classifier import ask_later
from commentbox.services.by_the_box import record_by_the_box
from commentbox.services.judging import Place, as_they_are_now, draft_of, remember_text
from commentbox.services.line import draw, put_in_line
from commentbox.services.notify import tell_of_comment
from commentbox.services.sites import Site, article_url, get_site
from commentbox.services.triage import note_score
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, article_to_write, get_or_add_article
from commentbox.store.comments import CommentRow, comment_by_post_key, lock_comment
from commentbox.store.events import EventRow
from commentbox.store.questions import answer_of, question_of
from commentbox.store.status import place_new
from commentbox.store.threads import entries_by_ids

_KEY_WANTED = Words("Send a key of 8 to {most} characters, the same on every retry.", most=MOST)
MAX_TITLE = 300


@dataclass(frozen=True, kw_only=True)
class NewComment:
    """What came in, unchecked. `key` is made by the client and the same on every retry of one comment."""

    url: object
    title: object
    parent_id: int | None
    text: object
    key: object
    show_answer: bool = False  # to the article’s question, beside this comment
    asks_first: bool = (
        False  # where the author may want to think again, they are asked, and nothing is stored
    )
    language: object = None  # that the article’s page declares
    network: str = ""  # the /24 or /64 it is sent from: the rules are told, and nothing keeps it


@dataclass(frozen=True, kw_only=True)
class Posted:
    """The comment as its author sees it. `is_repeat`: a retry, which changed nothing."""

    entry: Entry
    count: int
    reactions: Reactions
    is_repeat: bool = False


def post_comment(work: Work, actor: Actor | None, site_key: str, new: NewComment) -> Posted:
    """Publish or hold a comment, or say what the author can mend; a retry gets the first answer."""
    site = get_site(work, site_key)
    post_key = clean_retry_key(new.key, _KEY_WANTED)
    text = clean_body(new.text, max_length=site.policy.max_length)
    fingerprint = _print(site, new, text)
    if actor is not None:
        # One comment of a person after the other: two at once would not see each other, nor would the rules.
        actor = as_they_are_now(work, actor)
        first = comment_by_post_key(work.session, actor.id, post_key)
        if first is not None:
            return _again(work, site, first, fingerprint)
    parent = None if new.parent_id is None else _parent(work, site, new.parent_id)
    article = _known_article(work, site, new.url, parent)
    is_open = article is None or site.is_open(article, work.now)
    url = article_url(site, new.url) if article is None else article.url
    opens_at = site.opens_again(article, work.now, url)
    require(why_not_post(actor, is_open=is_open, now=work.now, site_id=site.id, opens_at=opens_at))
    assert actor is not None  # noqa: S101 - required just above; for the type checker
    site = site.under(article, work.now, url)
    article_id = None if article is None else article.id
    place = Place(site=site, url=url, article_id=article_id, is_reply=parent is not None, network=new.network)
    verdict = _judged(draft_of(work, actor, text, place), new)
    row = _row(work, site, actor, text, verdict)
    row.post_key, row.post_print = post_key, fingerprint
    note_score(row, verdict.scored)
    if new.show_answer and article is not None and article.has_question:
        row.option_id = _answer(work, article.id, actor.id)
    row.article_id = _article_id(work, site, new, article)
    count = _place(work, row, parent)
    draw(work, site, row)
    remember_text(work, site, row)
    ask_later(work, site, row)
    return _posted(work, site, row, count)


def _judged(draft: Draft, new: NewComment) -> Verdict:
    """What goes back whatever its author thinks is not asked about."""
    verdict = judge(draft)
    question = nudge(draft) if new.asks_first else None
    if error := verdict.refusal or question:
        raise error
    return verdict


def _parent(work: Work, site: Site, parent_id: int) -> CommentRow:
    # Locked, so that it cannot be removed between this look and the count of its replies.
    parent = lock_comment(work.session, site.id, parent_id)
    if parent is None or parent.status is not Status.PUBLISHED:
        raise NotFound(
            "no_parent", "The comment you are answering is no longer there. Copy your text and reload."
        )
    return parent


def _known_article(work: Work, site: Site, url: object, parent: CommentRow | None) -> ArticleRow | None:
    """A reply stands under its parent's article, wherever it was sent from."""
    if parent is not None:
        return work.session.get_one(ArticleRow, parent.article_id)
    return article_to_write(work.session, site.id, article_url(site, url))


def _answer(work: Work, article_id: int, person_id: int) -> int | None:
    """What they have answered; it cannot change before this transaction ends, their row being locked."""
    question = question_of(work.session, article_id)
    return None if question is None else answer_of(work.session, question.id, person_id)


def _print(site: Site, new: NewComment, text: str) -> str:
    """Tells a retry from another comment that was sent under a used key."""
    about = new.parent_id if new.parent_id is not None else article_url(site, new.url)
    return hashlib.sha256(json.dumps([site.id, about, text]).encode()).hexdigest()


def _again(work: Work, site: Site, first: CommentRow, fingerprint: str) -> Posted:
    if first.post_print != fingerprint:
        message = Words(
            "An earlier version of this comment has arrived already. Post once more to add this one too."
        )
        raise Invalid("key_reused", message, field="key")
    count = work.session.get_one(ArticleRow, first.article_id).count_published
    return replace(_posted(work, site, first, count), is_repeat=True)


def _row(work: Work, site: Site, actor: Actor, text: str, verdict: Verdict) -> CommentRow:
    return CommentRow(
        site_id=site.id,
        author_id=actor.id,
        source=text,
        html=to_html(text),
        renderer_version=RENDERER_VERSION,
        status=verdict.status,
        findings=[finding.to_dict() for finding in verdict.findings],
        policy_version=site.version,
        text_key=text_key(text),
        created_at=work.now,
        depth=0,
    )


def _article_id(work: Work, site: Site, new: NewComment, article: ArticleRow | None) -> int:
    """That of the known article, which keeps its title and language; the first comment makes its row."""
    if article is not None and new.parent_id is not None:
        return article.id
    title = line_or_nothing(new.title, max_length=MAX_TITLE)
    if article is None:
        article = get_or_add_article(work.session, site.id, article_url(site, new.url), title, work.now)
    article.title = article.title or title
    article.language = article.language or tongue(new.language)
    return article.id


def _place(work: Work, row: CommentRow, parent: CommentRow | None) -> int:
    """Puts it where it belongs; how many are published under the article now."""
    if parent is not None:
        row.parent_id, row.root_id = parent.id, parent.root_id or parent.id
        row.depth = parent.depth + 1
    count = place_new(work.session, row)
    if row.status is Status.HELD:
        note = " ".join(str(finding["reason"]) for finding in row.findings)
        record_by_the_box(work, row, Status.HELD, Status.HELD, note)
        put_in_line(work, row)
    else:
        tell_of_comment(work, row)
    event = EventRow(article_id=row.article_id, comment_id=row.id, kind=row.status.value, created_at=work.now)
    work.session.add(event)
    return count


def _posted(work: Work, site: Site, row: CommentRow, count: int) -> Posted:
    (entry,) = entries_by_ids(work.session, [row.id], to_author=True)
    reactions = Reactions.of(site.policy, work.now)
    return Posted(entry=entry, count=count, reactions=reactions)
