"""An author changes a comment for as long as the site lets them, and may think better of it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.pipeline import judge
from commentbox.domain.moderation.text import text_key
from commentbox.domain.moderation.verdict import Finding, Outcome, Verdict
from commentbox.domain.people import Actor
from commentbox.domain.permissions import (
    NOT_THERE,
    NOT_YOURS,
    Denial,
    require,
    signed_in,
    why_not_edit,
    why_silent,
)
from commentbox.domain.reactions import Reactions
from commentbox.domain.text import clean_body
from commentbox.domain.thread import Entry
from commentbox.services.ask_classifier import ask_later
from commentbox.services.by_the_box import record_by_the_box
from commentbox.services.judging import Place, as_they_are_now, draft_of, remember_text
from commentbox.services.line import put_in_line
from commentbox.services.notify import tell_of_comment
from commentbox.services.sites import Site, get_site
from commentbox.services.triage import note_score, score_of
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, publish_change
from commentbox.store.comments import CommentRow, lock_comment
from commentbox.store.decisions import last_decision
from commentbox.store.events import EventRow
from commentbox.store.likenesses import drop_likeness
from commentbox.store.revisions import RevisionRow, revision_of
from commentbox.store.status import change_status
from commentbox.store.threads import entries_by_ids

UNDO_FOR = timedelta(minutes=10)
MENDED = "The author has changed it, and the rules find nothing any more."
GONE_BACK = "The author has taken the change back."


@dataclass(frozen=True, kw_only=True)
class Change:
    """What came in, unchecked. `revision` is that of the text the author had before their eyes.

    `network`: the /24 or /64 it is sent from: the rules are told, and nothing keeps it.
    """

    text: object
    revision: int
    network: str = ""


@dataclass(frozen=True, kw_only=True)
class Changed:
    """The comment as its author now sees it. `is_off_page`: it was on the page, and waits now."""

    entry: Entry
    reactions: Reactions
    revision: int
    count: int
    is_off_page: bool = False
    is_repeat: bool = False


def edit_comment(work: Work, actor: Actor | None, site_key: str, comment_id: int, change: Change) -> Changed:
    """The same rules read the new text: it is refused, waits, or takes the old one's place at once.

    The old text is kept. A retry gets the first answer; a change to a text that has gone is refused.
    """
    site = get_site(work, site_key)
    text = clean_body(change.text, max_length=site.policy.max_length)
    author, comment = _own(work, actor, site, comment_id)
    if comment.source == text and comment.revision in (change.revision, change.revision + 1):
        return _changed(work, site, comment, is_repeat=True)
    require(why_not(work, site, author, comment))
    _check_unchanged(comment, change.revision)
    article = work.session.get_one(ArticleRow, comment.article_id)
    site, is_reply = site.under(article, work.now), comment.parent_id is not None
    place = Place(site=site, url=article.url, is_reply=is_reply, changed=comment, network=change.network)
    verdict = judge(draft_of(work, author, text, place))
    if verdict.refusal is not None:
        raise verdict.refusal
    status = _status_after(work, comment, verdict)
    was = comment.status
    _keep(work, comment)
    comment.edited_at = work.now
    comment.findings = [finding.to_dict() for finding in verdict.findings]
    comment.policy_version = site.version
    note_score(comment, verdict.scored)
    note = " ".join(finding.reason for finding in verdict.findings) if status is Status.HELD else MENDED
    drop_likeness(work.session, comment)
    _replace(work, comment, text, status, note)
    remember_text(work, site, comment)
    ask_later(work, site, comment)
    return replace(
        _changed(work, site, comment), is_off_page=was is Status.PUBLISHED and status is Status.HELD
    )


def why_not(work: Work, site: Site, author: Actor, comment: CommentRow) -> Denial | None:
    """Why this person may not change this comment now, if so."""
    return why_not_edit(
        author,
        comment.author_id,
        comment.status,
        created_at=comment.created_at,
        now=work.now,
        site_id=site.id,
        policy=site.policy,
    )


def undo_edit(work: Work, actor: Actor | None, site_key: str, comment_id: int, revision: int) -> Changed:
    """The text before `revision` is back, as it stood then; by a new revision: nobody decides unseen."""
    site = get_site(work, site_key)
    author, comment = _own(work, actor, site, comment_id)
    earlier = revision_of(work.session, comment.id, revision - 1)
    if earlier is not None and comment.revision == revision + 1 and comment.source == earlier.source:
        return _changed(work, site, comment, is_repeat=True)
    require(why_silent(author, work.now, site.id))
    _check_unchanged(comment, revision)
    if earlier is None or not is_undoable(work, comment):
        raise Conflict("too_late_to_undo", "A change can be taken back for 10 minutes.")
    last = last_decision(work.session, comment.id)
    if last is not None and last.person_id is not None and last.created_at >= earlier.replaced_at:
        raise Conflict("decided_meanwhile", "A moderator has looked at the new text in the meantime.")
    _keep(work, comment)
    comment.edited_at, comment.findings = earlier.edited_at, earlier.findings
    note_score(comment, score_of(work, site, earlier.source))
    drop_likeness(work.session, comment)
    _replace(work, comment, earlier.source, earlier.status, GONE_BACK)
    remember_text(work, site, comment)
    return _changed(work, site, comment)


def is_undoable(work: Work, comment: CommentRow) -> bool:
    """Whether the author's last change may still be taken back, as far as time goes."""
    is_here = comment.status in (Status.PUBLISHED, Status.HELD)
    return is_here and comment.edited_at is not None and work.now - comment.edited_at <= UNDO_FOR


def _own(work: Work, actor: Actor | None, site: Site, comment_id: int) -> tuple[Actor, CommentRow]:
    """Both locked, the person first as everywhere."""
    author = as_they_are_now(work, signed_in(actor))
    comment = lock_comment(work.session, site.id, comment_id)
    if comment is None or (comment.author_id != author.id and comment.status is not Status.PUBLISHED):
        raise NotFound("no_comment", "This comment is not here, or no longer.")
    if comment.author_id != author.id:
        raise NOT_YOURS.as_error()
    if comment.status not in (Status.PUBLISHED, Status.HELD):
        raise NOT_THERE.as_error()
    return author, comment


def _check_unchanged(comment: CommentRow, revision: int) -> None:
    if comment.revision != revision:
        raise Conflict(
            "changed_elsewhere",
            "You have changed this comment in another place. Save once more to put this text there.",
            field="text",
        )


def _status_after(work: Work, comment: CommentRow, verdict: Verdict) -> Status:
    """A moderator's hold stands; what only the rules held is free as soon as they find nothing."""
    if comment.status is Status.PUBLISHED or verdict.status is Status.HELD:
        return verdict.status
    last = last_decision(work.session, comment.id)
    is_held_by_box = last is not None and last.person_id is None and last.action is Action.HOLD
    is_held_by_rules = any(Finding.from_dict(kept).outcome >= Outcome.HOLD for kept in comment.findings)
    return Status.PUBLISHED if is_held_by_box and is_held_by_rules else Status.HELD


def _keep(work: Work, comment: CommentRow) -> None:
    row = RevisionRow(
        comment_id=comment.id,
        revision=comment.revision,
        source=comment.source,
        status=comment.status,
        findings=comment.findings,
        edited_at=comment.edited_at,
        replaced_at=work.now,
    )
    work.session.add(row)


def _replace(work: Work, comment: CommentRow, text: str, status: Status, note: str) -> None:
    before = comment.status
    comment.source, comment.html, comment.text_key = text, to_html(text), text_key(text)
    comment.renderer_version, comment.revision = RENDERER_VERSION, comment.revision + 1
    kind = "edited"
    if status is not before:
        kind = status.value
        record_by_the_box(work, comment, before, status, note)
        change_status(work.session, comment, status)
    elif comment.shown:
        work.session.flush()  # before the article's row is taken: comments first, articles last, everywhere
        publish_change(work.session, comment.article_id, count=0)
    put_in_line(work, comment)
    if status is Status.PUBLISHED:
        tell_of_comment(work, comment)
    event = EventRow(article_id=comment.article_id, comment_id=comment.id, kind=kind, created_at=work.now)
    work.session.add(event)


def _changed(work: Work, site: Site, comment: CommentRow, *, is_repeat: bool = False) -> Changed:
    work.session.flush()  # what is read below must be the new text
    article = work.session.get_one(ArticleRow, comment.article_id, populate_existing=True)
    (entry,) = entries_by_ids(work.session, [comment.id], to_author=True)
    return Changed(
        entry=entry,
        reactions=Reactions.of(site.policy, work.now),
        revision=comment.revision,
        count=article.count_published,
        is_repeat=is_repeat,
    )
