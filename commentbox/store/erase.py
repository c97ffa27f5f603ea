"""Taking a person's words and traces out of the tables, a few at a time."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from commentbox.domain.comment import Status
from commentbox.store.appeals import drop_appeals_of
from commentbox.store.claims import let_go
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import blank_complaints_about
from commentbox.store.console_choices import drop_console_choices_of
from commentbox.store.decisions import DecisionRow
from commentbox.store.email_codes import drop_codes_to
from commentbox.store.exports import drop_export_of
from commentbox.store.factors import drop_factors_of
from commentbox.store.flags import FlagRow
from commentbox.store.identities import drop_identities_of
from commentbox.store.invitations import drop_invitations_to
from commentbox.store.jobs import JobRow
from commentbox.store.links import LinkRow, drop_links_of
from commentbox.store.log_chain import forget_salts
from commentbox.store.marks import drop_marks_of
from commentbox.store.mutes import drop_mutes_of
from commentbox.store.names import drop_names_of
from commentbox.store.notice_letters import drop_choices_of
from commentbox.store.notices import drop_notices_of
from commentbox.store.passkeys import drop_passkeys_of
from commentbox.store.people import PersonRow
from commentbox.store.readings import drop_readings_of
from commentbox.store.resets import drop_resets_of
from commentbox.store.revisions import drop_revisions_by
from commentbox.store.sanction_notices import drop_sanction_notices_of
from commentbox.store.sanctions import drop_sanctions_of
from commentbox.store.saved_views import drop_views_of
from commentbox.store.sessions import end_sessions_of
from commentbox.store.staff_log import StaffLogRow
from commentbox.store.votes import VoteRow, drop_disagreements_of

Pairs = Sequence[tuple[int, int]]  # article and comment, article by article


def comments_to_erase(session: Session, author_id: int) -> Pairs:
    """Those that still have words, or are still where readers or moderators meet them."""
    query = select(CommentRow.article_id, CommentRow.id).where(CommentRow.author_id == author_id)
    is_left = or_(CommentRow.source != "", CommentRow.status.in_((Status.PUBLISHED, Status.HELD)))
    query = query.where(is_left).order_by(CommentRow.article_id, CommentRow.id)
    return [(article, key) for article, key in session.execute(query)]


def votes_to_erase(session: Session, person_id: int) -> Pairs:
    query = select(CommentRow.article_id, CommentRow.id).join(VoteRow, VoteRow.comment_id == CommentRow.id)
    query = query.where(VoteRow.person_id == person_id)
    query = query.order_by(CommentRow.article_id, CommentRow.id)
    return [(article, key) for article, key in session.execute(query)]


def blank(comment: CommentRow) -> None:
    """The row stays, for the replies and the log that name it."""
    comment.source = comment.html = comment.text_key = ""
    comment.picked_at = comment.picked_revision = None
    comment.findings, comment.revision = [], comment.revision + 1
    comment.triage_score = comment.triage_version = None
    comment.post_key = comment.post_print = comment.withdrawn_at = comment.withdrawn_from = None


def blank_reports_of(session: Session, comment_ids: Collection[int]) -> None:
    """What others wrote when they reported these comments may quote them."""
    session.execute(update(FlagRow).where(FlagRow.comment_id.in_(comment_ids)).values(note=""))
    blank_complaints_about(session, comment_ids)


def drop_traces(session: Session, person: PersonRow) -> None:
    """Everything about the person but their row, their comments and the bare log."""
    addresses = set(session.scalars(select(LinkRow.email).where(LinkRow.person_id == person.id)))
    addresses |= {person.email} - {None}  # type: ignore[arg-type]  # None is just taken out
    payload = JobRow.payload
    is_theirs = or_(
        payload["to"].as_string().in_(addresses),
        payload["email"].as_string().in_(addresses),
        payload["old"].as_string().in_(addresses),
        payload["person_id"].as_integer() == person.id,
    )
    session.execute(delete(JobRow).where(JobRow.kind != "erase", is_theirs))
    drop_codes_to(session, addresses)
    drop_invitations_to(session, addresses)
    _blank_logs(session, person.id, addresses)
    session.execute(update(FlagRow).where(FlagRow.person_id == person.id).values(note=""))
    drop_revisions_by(session, person.id)
    for drop in (
        end_sessions_of,
        drop_resets_of,
        drop_links_of,
        drop_names_of,
        drop_mutes_of,
        drop_disagreements_of,
        drop_export_of,
        drop_passkeys_of,
        drop_factors_of,
        drop_identities_of,
        drop_marks_of,
        drop_notices_of,
        drop_choices_of,
        drop_sanctions_of,
        drop_sanction_notices_of,
        drop_appeals_of,
        drop_console_choices_of,
        drop_views_of,
        drop_readings_of,
        let_go,
    ):
        drop(session, person.id)


def _blank_logs(session: Session, person_id: int, addresses: Collection[str]) -> None:
    """Who decided what and when stays; what was written beside it goes, and the chain allows for that."""
    own = select(CommentRow.id).where(CommentRow.author_id == person_id)
    about_words, staff = DecisionRow.comment_id.in_(own), StaffLogRow
    about_person = or_(staff.person_id == person_id, staff.email.in_(addresses))
    forget_salts(session, DecisionRow.__tablename__, select(DecisionRow.id).where(about_words))
    forget_salts(session, staff.__tablename__, select(staff.id).where(about_person))
    session.execute(update(DecisionRow).where(about_words).values(note=""))
    session.execute(update(staff).where(about_person).values(email=None, note=None))
