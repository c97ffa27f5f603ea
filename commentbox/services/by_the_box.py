"""What the box decides about a comment by itself, on record like a moderator's decision."""

from commentbox.domain.comment import Action, Status
from commentbox.domain.lanes import Lane
from commentbox.services.work import Work
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow


def record_by_the_box(
    work: Work, comment: CommentRow, before: Status, after: Status, note: str, called: Lane | None = None
) -> None:
    """Counted with the comment, which must have its number. Moving its status is the caller's.

    `called`: the lane it had been passed on to, where undoing this is to bring it back there.
    """
    row = DecisionRow(
        site_id=comment.site_id,
        comment_id=comment.id,
        revision=comment.revision,
        person_id=None,
        action=Action.HOLD if after is Status.HELD else Action.APPROVE,
        reason=None,
        note=note,
        status_before=before,
        status_after=after,
        called_before=called,
        created_at=work.now,
    )
    work.session.add(row)
    comment.count_decisions += 1
