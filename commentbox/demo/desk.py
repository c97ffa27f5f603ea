"""Something in every lane of the sample's queue: two appeals, a threat, what colleagues ask, many reports."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import or_, select

from commentbox.demo.sign_ins import STAFF
from commentbox.domain.comment import Action, FlagReason, Reason, Status
from commentbox.domain.lanes import Lane
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.appeals import appeal_removal, appeal_sanction
from commentbox.services.flag_comment import flag_comment
from commentbox.services.line import call, put_in_line
from commentbox.services.post_comment import NewComment, post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.sanctions import NewSanction, impose
from commentbox.services.sites import Site
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow, person_by_email
from commentbox.store.sanctions import sanctions_of

_APPEAL = (
    "You removed this as an insult. The word is the council’s own: it stands in its minutes, and I quoted it."
    " Please look at it once more."
)
_EXCUSE = "I was angry that evening, and I should have slept on it. But I insulted nobody by name."
_THREAT = "Say that once more and I will find you. I know where you live."
_REPORTS = (
    "He copies this under every article.",
    "",
    "Not about this at all.",
    "",
    "",
    "The third time today.",
)


def fill_lanes(work: Work, site: Site, article_id: int, cast: Sequence[PersonRow]) -> None:
    """What waits already gets its place; everybody on the desk finds something that is theirs to decide."""
    _put_all_in_line(work, site)
    rows = _quiet_comments(work, article_id)
    lead, desk = _staff(work, Role.LEAD), _staff(work, Role.MODERATOR)
    _appeals(work, site, lead, next(rows), next(rows))
    for actor, action, note in (
        (lead, Action.ASK, "Is that still irony, or already an insult? What would you do?"),
        (desk, Action.ESCALATE, "The author is a candidate in the election, as far as I know."),
        (desk, Action.TO_LEGAL, "Names a company and says that it bribes people."),
    ):
        _decide(work, site, actor, next(rows), action, note=note)
    reported = next(rows)
    for number, note in enumerate(_REPORTS):
        earlier = replace(work, now=work.now - timedelta(minutes=50 - 8 * number))
        flag_comment(earlier, _reader(cast[-1 - number]), site.key, reported.id, FlagReason.SPAM.value, note)
    drawn = next(rows)
    call(work, drawn, Lane.SAMPLE, None)
    put_in_line(work, drawn)
    url = work.session.get_one(ArticleRow, article_id).url
    threat = NewComment(
        url=url, title=None, parent_id=next(rows).id, text=_THREAT, key="a-threat-in-the-sample"
    )
    post_comment(replace(work, now=work.now - timedelta(minutes=6)), _reader(cast[-10]), site.key, threat)


def _put_all_in_line(work: Work, site: Site) -> None:
    row = CommentRow
    query = select(row).where(row.site_id == site.id, or_(row.status == Status.HELD, row.open_flags > 0))
    for found in work.session.scalars(query.order_by(row.id)).all():
        put_in_line(work, found)


def _appeals(work: Work, site: Site, lead: Actor, removed: CommentRow, rude: CommentRow) -> None:
    """Both against what the lead decided, so that a moderator can answer them."""
    then, later = (replace(work, now=work.now - timedelta(days=days)) for days in (3, 2))
    decision = _decide(then, site, lead, removed, Action.REMOVE, reason=Reason.ABUSE)
    author = _reader(work.session.get_one(PersonRow, removed.author_id))
    appeal_removal(later, author, site.key, removed.id, decision, _APPEAL)
    other = _reader(work.session.get_one(PersonRow, rude.author_id))
    mute = NewSanction(
        kind=SanctionKind.MUTE,
        reason="Four insults in one evening, after a warning.",
        key="a-mute-in-the-sample",
        hours=168,
    )
    impose(then, lead, site.key, other.id, mute)
    appeal_sanction(later, other, sanctions_of(work.session, other.id)[0].id, _EXCUSE)


def _decide(
    work: Work,
    site: Site,
    actor: Actor,
    row: CommentRow,
    action: Action,
    *,
    reason: Reason | None = None,
    note: str = "",
) -> int:
    new = NewDecision(
        action=action, reason=reason, note=note, revision=row.revision, seen=row.count_decisions
    )
    return decide(work, actor, site.key, row.id, new).decision_id


def _quiet_comments(work: Work, article_id: int) -> Iterator[CommentRow]:
    """Published ones that nobody has reported, picked or answered, each of another author, oldest first."""
    row = CommentRow
    query = select(row).where(row.article_id == article_id, row.status == Status.PUBLISHED)
    query = query.where(row.open_flags == 0, row.picked_at.is_(None), row.count_live == 0)
    seen: set[int] = set()
    for found in work.session.scalars(query.order_by(row.id).limit(60)).all():
        person = work.session.get_one(PersonRow, found.author_id)
        if person.id not in seen and person.email is None:
            seen.add(person.id)
            yield found


def _staff(work: Work, role: Role) -> Actor:
    email = next(each.email for each in STAFF if each.role is role)
    person = person_by_email(work.session, email)
    return Actor(id=0 if person is None else person.id, name="", role=role, is_staff_session=True)


def _reader(row: PersonRow) -> Actor:
    return Actor(id=row.id, name=row.name, role=Role.READER, verified=True)
