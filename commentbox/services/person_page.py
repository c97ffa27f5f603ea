"""All that a site's moderators know of one person, and removing all they wrote there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commentbox.domain.comment import Action, FlagReason, Reason, Status
from commentbox.domain.errors import NotFound
from commentbox.domain.markup import to_text
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import signed_in
from commentbox.domain.rights import Reach
from commentbox.domain.sanctions import SanctionKind
from commentbox.services import acts
from commentbox.services.acts import Item, NewAct
from commentbox.services.line import Counts, count_waiting
from commentbox.services.moderators import reach_at, site_to_moderate
from commentbox.services.second_person import MAX_ALONE
from commentbox.services.sites import Site
from commentbox.services.staff import sites_of_admin
from commentbox.services.work import Work
from commentbox.store import person_page as store
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.flags import FlagRow, has_reported_at
from commentbox.store.jobs import add_job
from commentbox.store.own import has_written_at
from commentbox.store.people import PersonRow, person_by_id, role_at, staff_sites
from commentbox.store.sanctions import SanctionRow, holds, notes_about, sanctions_at

LATELY = timedelta(days=90)
PER_PAGE, REPORTS_SHOWN = 20, 50
_EXCERPT = 400


@dataclass(frozen=True, kw_only=True)
class PastSanction:
    """`ended_at`: before its time, or when that was over."""

    id: int
    kind: SanctionKind
    reason: str
    by: str
    created_at: datetime
    until: datetime | None
    is_on: bool
    read_at: datetime | None
    ended_at: datetime | None
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class ModeratorsNote:
    by: str
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CommentLine:
    id: int
    excerpt: str
    article: str
    status: Status
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """`is_upheld`: the comment was removed for it; empty while nobody has answered."""

    comment_id: int
    reason: FlagReason
    note: str
    created_at: datetime
    is_upheld: bool | None


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """`count_removable`: what a removal of everything would remove now. `next_before`: for the next page."""

    site: Site
    counts: Counts
    id: int
    name: str
    member_since: datetime | None
    is_staff: bool
    may_be_sanctioned: bool
    may_ban_everywhere: bool
    is_whole_site: bool  # whether whoever asks moderates all of it
    role: Role  # here
    may_be_marked: bool
    lately: dict[Status, int]
    sanctions: Sequence[PastSanction]
    notes: Sequence[ModeratorsNote]
    comments: Sequence[CommentLine]
    next_before: int | None
    reports: Sequence[ReportLine]
    count_removable: int


def read_person_page(
    work: Work, actor: Actor | None, site_key: str, person_id: int, before: int | None = None
) -> PersonPage:
    """For moderators of the site, about whoever has written or reported there."""
    site, moderator = site_to_moderate(work, actor, site_key), signed_in(actor)
    reach = reach_at(work, moderator, site)
    person = _person(work, site, person_id, reach)
    is_staff = bool(staff_sites(work.session, person.id))
    found = store.comments_here(work.session, site.id, person.id, before, PER_PAGE + 1, reach)
    page = found[:PER_PAGE]
    is_reader = not is_staff and person.source is None and person.id != moderator.id
    is_admin, role = moderator.role is Role.ADMIN, role_at(work.session, person.id, site.id)
    return PersonPage(
        site=site,
        counts=count_waiting(work, site, moderator),
        id=person.id,
        name=person.name,
        member_since=None if person.source is not None else person.created_at,
        is_staff=is_staff,
        may_be_sanctioned=is_reader,
        may_ban_everywhere=is_admin and len(sites_of_admin(work, moderator.id)) > 1,
        is_whole_site=reach.is_whole,
        role=role,
        may_be_marked=person.source is None and person.id != moderator.id and not role.is_at_console,
        lately=store.counts_since(work.session, site.id, person.id, work.now - LATELY),
        sanctions=[_past(work, *pair) for pair in sanctions_at(work.session, site.id, person.id)],
        notes=[
            ModeratorsNote(by=name, text=row.text, created_at=row.created_at)
            for row, name in notes_about(work.session, site.id, person.id)
        ],
        comments=[_line(*pair) for pair in page],
        next_before=page[-1][0].id if len(found) > len(page) else None,
        reports=[
            _report(*each)
            for each in store.reports_by(work.session, site.id, person.id, REPORTS_SHOWN, reach)
        ],
        count_removable=store.count_removable(work.session, site.id, person.id, reach),
    )


def remove_all(
    work: Work,
    actor: Actor | None,
    site_key: str,
    person_id: int,
    *,
    reason: Reason,
    note: str,
    key: str,
    session_hash: str,
) -> int | None:
    """Write down that all they wrote there goes, the latest first; a job does it, as one act about many.

    The number of the act, which says what became of each; none where nothing is left. More than one person
    may decide about waits for a second one.
    """
    site = site_to_moderate(work, actor, site_key)
    reach = reach_at(work, actor, site)
    found = _person(work, site, person_id, reach)
    rows = store.removable(work.session, site.id, found.id, acts.MAX_ITEMS, reach)
    items = [Item(comment_id=row.id, revision=row.revision, seen=row.count_decisions) for row in rows]
    if not items:
        return None
    new = NewAct(key=key, action=Action.REMOVE, reason=reason, note=note, items=items)
    act_id = acts.begin_act(work, actor, site_key, lambda: new, session_hash)
    if len(items) <= MAX_ALONE:
        add_job(work.session, acts.JOB, {"act_id": act_id}, work.now)
    return act_id


def _past(work: Work, row: SanctionRow, name: str | None) -> PastSanction:
    is_on = holds(row, work.now) and row.kind is not SanctionKind.MESSAGE
    return PastSanction(
        id=row.id,
        kind=row.kind,
        reason=row.reason,
        by=name or "",
        created_at=row.created_at,
        until=row.until,
        is_on=is_on,
        read_at=row.read_at,
        ended_at=row.ended_at or (None if is_on else row.until),
        end_reason=row.end_reason or "",
    )


def _line(comment: CommentRow, article: ArticleRow) -> CommentLine:
    return CommentLine(
        id=comment.id,
        excerpt=to_text(comment.source, _EXCERPT),
        article=article.title or article.url.partition("://")[2],
        status=comment.status,
        created_at=comment.created_at,
    )


def _report(flag: FlagRow, comment: CommentRow, decision: DecisionRow | None) -> ReportLine:
    return ReportLine(
        comment_id=comment.id,
        reason=flag.reason,
        note=flag.note,
        created_at=flag.created_at,
        is_upheld=None if decision is None else decision.status_after is Status.REMOVED,
    )


def _person(work: Work, site: Site, person_id: int, reach: Reach) -> PersonRow:
    person = person_by_id(work.session, person_id)
    is_here = has_written_at(work.session, person_id, site.id) or has_reported_at(
        work.session, person_id, site.id
    )
    if is_here and not reach.is_whole:
        is_here = store.is_known_within(work.session, site.id, person_id, reach)
    if person is None or not is_here:
        raise NotFound("no_person", "This person has written nothing here.")
    return person
