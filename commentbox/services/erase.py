"""The end of an account: asked for, thought over for a day, then carried out in small steps."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.domain.errors import Forbidden, Invalid
from commentbox.domain.words import Words
from commentbox.services.answer import take_all_back
from commentbox.services.complain import close_complaints
from commentbox.services.erasure_log import Erasure, note_erasure
from commentbox.services.letter import write
from commentbox.services.sites import get_site_of_comment
from commentbox.services.sure import Sure
from commentbox.services.work import Work
from commentbox.store import erase as store
from commentbox.store.articles import publish_change
from commentbox.store.comments import CommentRow
from commentbox.store.events import EventRow
from commentbox.store.jobs import add_job
from commentbox.store.likenesses import drop_likeness
from commentbox.store.links import addresses_kept_for
from commentbox.store.own import lock_with_parents
from commentbox.store.people import PersonRow, lock_person, staff_sites
from commentbox.store.revisions import drop_revisions_of
from commentbox.store.sessions import end_sessions_of
from commentbox.store.status import change_status
from commentbox.store.votes import count_again, take_vote_back

JOB = "erase"
GRACE = timedelta(hours=24)
CHOICES = ("remove", "keep")  # their words; or their words without a name
NOBODY = "Deleted account"
_AT_ONCE = 50  # comments in one transaction

Open = Callable[[bool], AbstractContextManager[Work]]  # work that writes, or only reads
Find = Callable[[Session, int], store.Pairs]
Step = Callable[[Work, int, int, Sequence[CommentRow]], None]


def ask_to_delete(work: Work, sure: Sure, choice: object) -> None:
    """Signs them out everywhere; whoever signs in within a day keeps the account."""
    if choice not in CHOICES:
        raise Invalid("bad_choice", "Choose what is to become of what you have written.", field="choice")
    person = lock_person(work.session, sure.id)
    if person is None:
        return
    if staff_sites(work.session, person.id):
        raise Forbidden("is_staff", "You moderate here. Ask an administrator to take that role away first.")
    person.erase_at, person.erase_choice = work.now + GRACE, str(choice)
    end_sessions_of(work.session, person.id)
    add_job(work.session, JOB, {"person_id": person.id}, person.erase_at)
    words = (
        Words("What you have written goes with it.")
        if choice == "remove"
        else Words("What you have written stays, nameless.")
    )
    text = Words(
        "in 24 hours your account will be deleted. {words} You are signed out everywhere.\n\n"
        "If you change your mind, or it was not you, log in within these 24 hours:"
        " {base_url}/login\n\n"
        "That keeps the account. If it was not you, change your password then.",
        words=words,
        base_url=work.settings.base_url,
    )
    # Also to where the address can still be taken back from: it may be a thief who wants the end.
    for address in (person.email, *addresses_kept_for(work.session, person.id, work.now)):
        write(work, person, "Your account will be deleted", text, to=address)


def carry_out(open_work: Open, wish: Mapping[str, Any]) -> None:
    """What the job does. It may stop anywhere and begin anew: each step finds what is left to do."""
    with open_work(False) as w:
        person = w.session.get(PersonRow, wish["person_id"])
        if (
            person is None
            or person.erased_at is not None
            or person.erase_at is None
            or person.erase_at > w.now
        ):
            return  # they came back, or it is done
        erasure = Erasure(person_id=person.id, choice=person.erase_choice or "remove", at=w.now)
        path = w.settings.erasure_log
    note_erasure(path, erasure)  # before the first word is gone: a copy restored meanwhile must know
    erase(open_work, erasure)


def erase(open_work: Open, erasure: Erasure) -> bool:
    """Whether there was somebody to erase; a person who came after that date is somebody else."""
    with open_work(True) as w:
        person = lock_person(w.session, erasure.person_id)
        if person is None or person.erased_at is not None or person.created_at > erasure.at:
            return False
        person.erase_at, person.erase_choice = min(person.erase_at or w.now, w.now), erasure.choice
    _step_by_step(open_work, erasure.person_id, store.votes_to_erase, _take_votes_back)
    take_all_back(open_work, erasure.person_id)
    if erasure.choice == "remove":
        _step_by_step(open_work, erasure.person_id, store.comments_to_erase, _remove_words)
    with open_work(True) as w:
        _forget(w, erasure.person_id)
    return True


def _step_by_step(open_work: Open, person_id: int, find: Find, step: Step) -> None:
    """What is to do is looked for once, not before every step: some people have 100,000 comments."""
    while True:
        with open_work(False) as w:
            found = find(w.session, person_id)
        if not found:
            return
        for start in range(0, len(found), _AT_ONCE):
            with open_work(True) as w:
                for article_id, pairs in groupby(found[start : start + _AT_ONCE], key=lambda pair: pair[0]):
                    ids = [comment_id for _, comment_id in pairs]
                    locked = lock_with_parents(w.session, ids)
                    step(w, person_id, article_id, [locked[comment_id] for comment_id in ids])


def _remove_words(work: Work, person_id: int, article_id: int, comments: Sequence[CommentRow]) -> None:
    for comment in comments:
        _withdraw(work, article_id, comment)
        drop_likeness(work.session, comment)
        store.blank(comment)
    ids = [comment.id for comment in comments]
    store.blank_reports_of(work.session, ids)
    drop_revisions_of(work.session, ids)


def _withdraw(work: Work, article_id: int, comment: CommentRow) -> None:
    if comment.status not in (Status.PUBLISHED, Status.HELD):
        return
    close_complaints(work, get_site_of_comment(work, comment.id), comment)
    change_status(work.session, comment, Status.WITHDRAWN)
    event = EventRow(
        article_id=article_id, comment_id=comment.id, kind=Status.WITHDRAWN.value, created_at=work.now
    )
    work.session.add(event)


def _take_votes_back(work: Work, person_id: int, article_id: int, comments: Sequence[CommentRow]) -> None:
    for comment in comments:
        take_vote_back(work.session, comment.id, person_id)
        count_again(work.session, comment)
    work.session.flush()  # comments first, articles last, everywhere
    publish_change(work.session, article_id, count=0)


def _forget(work: Work, person_id: int) -> None:
    """The last step: the row is all that is left, and says nothing."""
    person = lock_person(work.session, person_id)
    if person is None or person.erased_at is not None:
        return
    store.drop_traces(work.session, person)
    text = Words("your account is deleted, as you asked. Thank you for the time you spent with us.")
    write(work, person, "Your account is deleted", text)
    person.name, person.name_key, person.email, person.password_hash = NOBODY, None, None, None
    person.language = None
    person.bio, person.verified_at, person.sanctions = None, None, []
    person.source, person.foreign_id = None, None
    person.erase_at, person.erase_choice, person.erased_at = None, None, work.now
    person.created_at, person.without_challenge = work.now, False
