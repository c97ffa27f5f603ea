"""One decision about many comments: each in a transaction of its own, with a result of its own."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commentbox.domain.comment import Action, Reason
from commentbox.domain.errors import CommentboxError, Conflict, Invalid, NotFound
from commentbox.domain.people import Actor
from commentbox.domain.permissions import signed_in
from commentbox.domain.retry_key import clean_retry_key
from commentbox.domain.rights import Right, may
from commentbox.domain.staff import StaffAct
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.review import NewDecision, clean_decision, decide, undo
from commentbox.services.second_person import alone_from, check_second, name_of, needs_second
from commentbox.services.sign_in import actor_of_session
from commentbox.services.sites import Site, get_site_by_id
from commentbox.services.staff import note
from commentbox.services.wording import outcome
from commentbox.services.work import Work
from commentbox.store.acts import (
    ActItemRow,
    ActRow,
    act_by_id,
    add_act,
    item_of,
    items_of,
    lock_act,
)
from commentbox.store.decisions import decision_by_id
from commentbox.store.jobs import add_job
from commentbox.store.reach import ids_within, is_act_within

JOB = "act"
MAX_ITEMS = 500
_NO_RIGHT = "Not carried out: who asked for it was logged out, or is no moderator any more."

Open = Callable[[bool], AbstractContextManager[Work]]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A comment as it was seen: `revision` and `seen` are those of the card."""

    comment_id: int
    revision: int
    seen: int


@dataclass(frozen=True, kw_only=True)
class NewAct:
    """What is to be done with all of `items`. `key` is the same on every retry."""

    key: str
    action: Action
    reason: Reason | None
    note: str
    items: Sequence[Item]


@dataclass(frozen=True, kw_only=True)
class Result:
    """`message` says what was done or why not; `undo_id` names the decision while it can be taken back."""

    comment_id: int
    message: str
    is_done: bool
    undo_id: int | None


@dataclass(frozen=True, kw_only=True)
class ActPage:
    site: Site
    counts: Counts
    id: int
    by: str
    message: str
    count: int
    results: Sequence[Result]
    waits_for_second: bool
    is_running: bool
    may_confirm: bool
    alone_from: datetime | None  # for whoever asked, where nobody else could confirm it
    may_undo: bool


def begin_act(
    work: Work, actor: Actor | None, site_key: str, read: Callable[[], NewAct], session_hash: str
) -> int:
    """Write down what is to be done; a retry finds it there. The number of the act.

    `read` is called for whoever moderates the site: strangers are not told what is wrong with what they sent.
    """
    site, moderator = site_to_moderate(work, actor, site_key, Right.DECIDE), signed_in(actor)
    new = read()
    clean_retry_key(new.key, "Reload the page and select them again.")
    if not 1 <= len(new.items) <= MAX_ITEMS or len({item.comment_id for item in new.items}) < len(new.items):
        raise Invalid(
            "bad_items",
            f"Tick the boxes of the comments first, from 1 to {MAX_ITEMS} of them.",
            field="item",
        )
    first = NewDecision(action=new.action, reason=new.reason, note=new.note, revision=1, seen=0)
    wanted = clean_decision(first)
    row = ActRow(
        site_id=site.id,
        person_id=moderator.id,
        act_key=new.key,
        session_hash=session_hash,
        action=wanted.action,
        reason=wanted.reason,
        note=wanted.note,
        count=len(new.items),
        created_at=work.now,
    )
    items = [ActItemRow(comment_id=i.comment_id, revision=i.revision, seen=i.seen) for i in new.items]
    known = {i.comment_id for i in new.items}
    if ids_within(work.session, site.id, known, reach_at(work, moderator, site)) != known:
        raise NotFound("no_comment", "There is no such comment.")
    return add_act(work.session, row, items).id


def confirm_act(work: Work, actor: Actor | None, site_key: str, act_id: int, wanted: str) -> None:
    """A lead or administrator who did not ask for it lets it be carried out (`1`), or refuses it (`0`).

    Where nobody else could, whoever asked may, ten minutes later.
    """
    site = site_to_moderate(work, actor, site_key, Right.LEAD)
    row = lock_act(work.session, act_id)
    if row is None or row.site_id != site.id:
        raise _no_act()
    second = signed_in(actor)
    if wanted not in ("0", "1"):
        raise Invalid("bad_decision", "Say whether it is to be carried out: 1 or 0.", field="wanted")
    if wanted == "1":
        check_second(work, row, second)
    if row.ended_at is not None or row.confirmed_by is not None:
        return
    is_wanted = wanted == "1"
    row.confirmed_by = second.id
    act = StaffAct.CONFIRMED if is_wanted else StaffAct.REFUSED
    detail = f"“{row.action.value}” for {row.count} comments"
    if row.person_id == second.id and is_wanted:
        detail += ", without a second person"
    note(work, site.id, act, by_id=second.id, person_id=row.person_id, detail=detail)
    if is_wanted:
        add_job(work.session, JOB, {"act_id": row.id}, work.now)
    else:
        _end(row, work)


def carry_out_act(open_work: Open, payload: Any) -> None:
    """Decide about one comment after the other. May be called again: what is done already stays as it is."""
    act_id = int(payload["act_id"])
    with open_work(False) as work:
        row = work.session.get(ActRow, act_id)
        if row is None or row.ended_at is not None or needs_second(row):
            return
        ids = [item.comment_id for item in items_of(work.session, act_id)]
    for comment_id in ids:
        _decide_one(open_work, act_id, comment_id)
    with open_work(True) as work:
        found = lock_act(work.session, act_id)
        if found is not None:
            _end(found, work)


def undo_act(open_work: Open, actor: Actor | None, site_key: str, act_id: int) -> None:
    """Take back all that was done in the act and still can be; the rest says why not."""
    with open_work(False) as work:
        row = _act(work, actor, site_to_moderate(work, actor, site_key, Right.DECIDE), act_id)
        done = [item for item in items_of(work.session, row.id) if item.decision_id and not item.undo_id]
    for item in done:
        with open_work(True) as work:
            kept = item_of(work.session, act_id, item.comment_id)
            try:
                with work.session.begin_nested():
                    back = undo(work, actor, site_key, item.decision_id or 0)
                kept.undo_id, kept.problem = back.decision_id, ""
            except CommentboxError as error:
                kept.problem = str(error)


def read_act(work: Work, actor: Actor | None, site_key: str, act_id: int) -> ActPage:
    site, person = site_to_moderate(work, actor, site_key, Right.CARDS), signed_in(actor)
    row = _act(work, person, site, act_id)
    items = items_of(work.session, row.id)
    waits = needs_second(row) and row.ended_at is None
    return ActPage(
        site=site,
        counts=count_waiting(work, site, person),
        id=row.id,
        by=name_of(work, row.person_id),
        message=_message(row, items),
        count=row.count,
        results=[] if waits else [_result(work, item) for item in items],
        waits_for_second=waits,
        is_running=row.ended_at is None and not waits,
        may_confirm=waits and may(person.role, Right.LEAD) and person.id != row.person_id,
        alone_from=alone_from(work, row) if waits and person.id == row.person_id else None,
        may_undo=any(item.decision_id and not item.undo_id for item in items),
    )


def _decide_one(open_work: Open, act_id: int, comment_id: int) -> None:
    """Whoever asked for it must still have the right, and the session they asked in, at this very moment."""
    with open_work(True) as work:
        row, item = work.session.get_one(ActRow, act_id), item_of(work.session, act_id, comment_id)
        if item.decision_id is not None or item.problem:
            return
        site = get_site_by_id(work, row.site_id)
        actor = actor_of_session(work, row.session_hash, row.person_id, site.id)
        new = NewDecision(
            action=row.action, reason=row.reason, note=row.note, revision=item.revision, seen=item.seen
        )
        try:
            if actor is None:
                raise Conflict("no_session", _NO_RIGHT)
            with work.session.begin_nested():
                done = decide(work, actor, site.key, comment_id, new)
            item.decision_id = done.decision_id
        except CommentboxError as error:
            item.problem = _NO_RIGHT if actor is None or isinstance(error, NotFound) else str(error)


def _end(row: ActRow, work: Work) -> None:
    """Its words are in the log now, and the session is nobody's business any more."""
    row.ended_at, row.session_hash, row.note = work.now, None, ""


def _act(work: Work, actor: Actor | None, site: Site, act_id: int) -> ActRow:
    row = act_by_id(work.session, site.id, act_id)
    if row is None or not is_act_within(work.session, row, reach_at(work, actor, site)):
        raise _no_act()
    return row


def _result(work: Work, item: ActItemRow) -> Result:
    decision = None if item.decision_id is None else decision_by_id(work.session, item.decision_id)
    taken_back = None if item.undo_id is None else decision_by_id(work.session, item.undo_id)
    last = taken_back or decision
    return Result(
        comment_id=item.comment_id,
        message=item.problem or ("" if last is None else outcome(last)),
        is_done=decision is not None and not item.problem,
        undo_id=item.decision_id if taken_back is None and not item.problem else None,
    )


def _message(row: ActRow, items: Sequence[ActItemRow]) -> str:
    done = sum(item.decision_id is not None for item in items)
    back = sum(item.undo_id is not None for item in items)
    if row.ended_at is None:
        return f"{_some(row.count)}: not carried out yet."
    if back:
        return f"{_some(back)} taken back." if back == done else f"{back} of {done} taken back."
    return f"{_some(done)} decided." if done == row.count else f"{done} of {row.count} decided."


def _some(count: int) -> str:
    return "1 comment" if count == 1 else f"{count} comments"


def _no_act() -> NotFound:
    return NotFound("no_act", "There is no such act.")
