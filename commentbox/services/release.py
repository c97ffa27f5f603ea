"""An address is confirmed: what waited for nothing else is published, by the box itself."""

from itertools import groupby

from commentbox.domain.comment import Status
from commentbox.domain.moderation.rules.unconfirmed import waits_only_for_confirmation
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.by_the_box import record_by_the_box
from commentbox.services.notify import tell_of_comment
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.events import EventRow
from commentbox.store.own import held_ids_of, lock_with_parents
from commentbox.store.people import PersonRow, sanctions_beside
from commentbox.store.status import change_status

_SILENT = (SanctionKind.BAN, SanctionKind.MUTE)


def release_confirmed(work: Work, person: PersonRow) -> int:
    """In the same transaction as the confirmation, the person's row being locked. How many were published.

    What a moderator has had in hand stays theirs, and so does everything where the person is banned or muted.
    """
    if person.verified_at is None:
        return 0
    silent = {s.site_id for s in sanctions_beside(person, work.now) if s.kind in _SILENT}
    count = 0
    # Article by article, in everybody's order: two such people never wait for each other in a circle.
    for _, pairs in groupby(held_ids_of(work.session, person.id), key=lambda pair: pair[0]):
        ids = [comment_id for _, comment_id in pairs]
        locked = lock_with_parents(work.session, ids)
        waiting = [locked[key] for key in sorted(ids) if _is_ready(locked[key])]
        waiting = [comment for comment in waiting if comment.site_id not in silent]
        for comment in waiting:
            _publish(work, comment)
        count += len(waiting)
    return count


def _is_ready(comment: CommentRow) -> bool:
    """Held by the box, once, and since then left alone."""
    is_untouched = comment.status is Status.HELD and comment.count_decisions == 1
    return is_untouched and waits_only_for_confirmation(comment.findings)


def _publish(work: Work, comment: CommentRow) -> None:
    note = "The author’s e-mail address is confirmed."
    record_by_the_box(work, comment, Status.HELD, Status.PUBLISHED, note)
    change_status(work.session, comment, Status.PUBLISHED)
    tell_of_comment(work, comment)
    event = EventRow(
        article_id=comment.article_id,
        comment_id=comment.id,
        kind=Status.PUBLISHED.value,
        created_at=work.now,
    )
    work.session.add(event)
