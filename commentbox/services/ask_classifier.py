"""A comment is shown to the classifier outside after it was sent, and what that finds stands with it.

The comment goes out at once, if the rules let it. Nobody waits for a network while posting, and a classifier
that is down holds up nothing; where it says "hold", the comment is taken off the page a moment later.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from commentbox.domain.classifier import (
    GIVE_UP,
    HEADER,
    RULE,
    BadAnswerError,
    Opinion,
    finding_of,
    left_alone_until,
    question,
    read_answer,
    signature,
    unreached,
)
from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Finding, Outcome
from commentbox.services.by_the_box import record_by_the_box
from commentbox.services.classifiers import classifier_purpose
from commentbox.services.fetch import NoAnswerError, post
from commentbox.services.line import put_in_line
from commentbox.services.seal import unseal
from commentbox.services.sites import Site, get_site_by_id
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.classifiers import ClassifierRow, classifier_of, lock_classifier
from commentbox.store.comments import CommentRow, comment_by_id, lock_comment
from commentbox.store.decisions import last_decision
from commentbox.store.events import EventRow
from commentbox.store.jobs import add_job
from commentbox.store.people import role_at
from commentbox.store.status import change_status

JOB = "classify"
_PAUSE = timedelta(seconds=10)  # before a question is asked once more
Open = Callable[[bool], AbstractContextManager[Work]]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    url: str
    secret: str
    at: int
    body: bytes


def ask_later(work: Work, site: Site, comment: CommentRow) -> None:
    """In the transaction that wrote the text; nothing where the site asks nobody."""
    if site.has_classifier:
        payload = {"site_id": site.id, "comment_id": comment.id, "revision": comment.revision}
        add_job(work.session, JOB, payload, work.now)


def classify(open_work: Open, payload: Mapping[str, Any]) -> None:
    """Never raises because of the other side: what it does not answer now is asked again when it is back."""
    with open_work(True) as w:
        asked = _question(w, payload)
    if asked is None:
        return
    try:
        answer = post(asked.url, asked.body, {HEADER: signature(asked.secret, asked.at, asked.body)})
        opinion = read_answer(answer.raw, answer.headers.get(HEADER, ""), asked.secret, asked.at)
    except (NoAnswerError, BadAnswerError) as error:
        with open_work(True) as w:
            _note_failure(w, payload, str(error))
        return
    with open_work(True) as w:
        note_answer(w, payload, opinion)


def _question(work: Work, payload: Mapping[str, Any]) -> _Asked | None:
    """None where there is nothing to ask any more, or not now; then it is asked later."""
    row = classifier_of(work.session, int(payload["site_id"]))
    comment = comment_by_id(work.session, int(payload["site_id"]), int(payload["comment_id"]))
    if row is None or comment is None or comment.revision != payload["revision"] or not comment.source:
        return None
    if row.resting_until is not None and row.resting_until > work.now:
        _again(work, row, payload)
        return None
    secret = unseal(work.settings, classifier_purpose(row.site_id), row.sealed_secret)
    if secret is None:
        raise RuntimeError("the classifier's secret was sealed under another secret key; set it up again")
    site = get_site_by_id(work, row.site_id)
    body = question(
        number=comment.id,
        revision=comment.revision,
        site=site.key,
        article=work.session.get_one(ArticleRow, comment.article_id).url,
        language=site.policy.language,
        text=comment.source,
    )
    return _Asked(url=row.url, secret=secret, at=int(work.now.timestamp()), body=body)


def _note_failure(work: Work, payload: Mapping[str, Any], error: str) -> None:
    row = lock_classifier(work.session, int(payload["site_id"]))
    if row is None:
        return
    row.failures, row.error = row.failures + 1, error[:300]
    row.resting_until = left_alone_until(row.failures, work.now)
    _again(work, row, payload)


def _again(work: Work, row: ClassifierRow, payload: Mapping[str, Any]) -> None:
    """When it may be asked again; who has waited for an hour is marked as unread by it."""
    comment = lock_comment(work.session, row.site_id, int(payload["comment_id"]))
    if comment is None or comment.revision != payload["revision"]:
        return
    sent_at = comment.edited_at or comment.created_at
    if work.now - sent_at >= GIVE_UP:
        _keep(comment, unreached(row.name))
        return
    at = row.resting_until or work.now + _PAUSE
    add_job(work.session, JOB, dict(payload), at)


def note_answer(work: Work, payload: Mapping[str, Any], opinion: Opinion) -> None:
    """What it finds stands with the comment, if the text is still the one it was asked about."""
    row = lock_classifier(work.session, int(payload["site_id"]))
    if row is None:
        return
    row.failures, row.resting_until, row.error, row.answered_at = 0, None, None, work.now
    comment = lock_comment(work.session, row.site_id, int(payload["comment_id"]))
    if comment is None or comment.revision != payload["revision"] or not comment.source:
        return
    finding = finding_of(opinion, row.name, note_at=row.note_at, hold_at=row.hold_at)
    if finding.outcome is Outcome.HOLD and not _may_hold(work, comment):
        finding = replace(finding, outcome=Outcome.NOTE)
    _keep(comment, finding)
    if finding.outcome is Outcome.HOLD and comment.status is Status.PUBLISHED:
        _hold(work, comment, finding)
    put_in_line(work, comment)


def _may_hold(work: Work, comment: CommentRow) -> bool:
    """What a person has decided about this text stands, and staff are only noted."""
    last = last_decision(work.session, comment.id)
    is_decided = last is not None and last.person_id is not None and last.revision == comment.revision
    return not is_decided and not role_at(work.session, comment.author_id, comment.site_id).is_newsroom


def _keep(comment: CommentRow, finding: Finding) -> None:
    """In the place of what it found before: a job may be done twice."""
    others = [kept for kept in comment.findings if kept["rule"] != RULE]
    comment.findings = [*others, finding.to_dict()]


def _hold(work: Work, comment: CommentRow, finding: Finding) -> None:
    record_by_the_box(work, comment, comment.status, Status.HELD, finding.reason, comment.called)
    change_status(work.session, comment, Status.HELD)
    comment.waits_since = comment.waits_since or work.now
    event = EventRow(
        article_id=comment.article_id,
        comment_id=comment.id,
        kind=Status.HELD.value,
        created_at=work.now,
    )
    work.session.add(event)
