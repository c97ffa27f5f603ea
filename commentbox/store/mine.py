"""Everything the tables hold about one person, as plain values; nothing about anybody else."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from commentbox.store.appeals import AppealRow
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.console_choices import ConsoleChoiceRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.factors import AuthenticatorRow
from commentbox.store.flags import FlagRow
from commentbox.store.identities import BadgeRow, IdentityRow
from commentbox.store.links import LinkRow
from commentbox.store.marks import AuthorRow, ExpertRow
from commentbox.store.mutes import MuteRow
from commentbox.store.names import NameRow
from commentbox.store.notice_letters import FeedRow, LetterChoiceRow
from commentbox.store.notices import NoticeRow
from commentbox.store.passkeys import PasskeyRow
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.questions import AnswerRow, OptionRow, QuestionRow
from commentbox.store.readings import ReadingRow
from commentbox.store.revisions import RevisionRow
from commentbox.store.sanction_notices import SanctionNoticeRow
from commentbox.store.sanctions import SanctionRow
from commentbox.store.saved_views import SavedViewRow
from commentbox.store.sessions import SessionRow
from commentbox.store.sites import SiteRow
from commentbox.store.votes import DisagreementRow, VoteRow

Table = list[dict[str, Any]]


def all_about(session: Session, person_id: int) -> dict[str, Table]:
    """One list of rows for each kind of thing. Moderators' notes to each other are not among them."""
    queries = {**_of_account(person_id), **_of_comments(person_id), **_of_others_comments(person_id)}
    queries |= {**_of_notices(person_id), **_of_standing(person_id)}
    queries |= {"console": _of_console(person_id), "views_of_the_queue": _of_views(person_id)}
    queries["cards_read"] = _of_readings(person_id)
    return {name: _rows(session, query) for name, query in queries.items()}


def _of_account(person_id: int) -> Mapping[str, Any]:
    person = PersonRow
    return {
        "account": select(
            person.id, person.name, person.email, person.bio, person.language, person.created_at,
            person.verified_at, person.decision_letters, person.erase_at, person.erase_choice,
            person.without_challenge,
        ).where(person.id == person_id),
        "names_before": select(NameRow.name, NameRow.given_up_at).where(
            NameRow.person_id == person_id, NameRow.was_theirs
        ),
        "addresses_asked_for": select(LinkRow.kind, LinkRow.email, LinkRow.expires_at).where(
            LinkRow.person_id == person_id
        ),
        "sessions": select(
            SessionRow.kind, SessionRow.device, SessionRow.created_at, SessionRow.seen_at,
            SessionRow.expires_at,
        ).where(SessionRow.person_id == person_id),
        "passkeys": select(PasskeyRow.name, PasskeyRow.created_at, PasskeyRow.used_at).where(
            PasskeyRow.person_id == person_id
        ),
        "ways_in": select(
            IdentityRow.issuer, IdentityRow.subject, IdentityRow.created_at, IdentityRow.seen_at
        ).where(IdentityRow.person_id == person_id),
        "badges": select(SiteRow.key.label("site"), BadgeRow.labels, BadgeRow.roles, BadgeRow.avatar)
        .join(SiteRow, SiteRow.id == BadgeRow.site_id)
        .where(BadgeRow.person_id == person_id),
        "articles_written": select(ArticleRow.url.label("article"), AuthorRow.created_at)
        .join(ArticleRow, ArticleRow.id == AuthorRow.article_id)
        .where(AuthorRow.person_id == person_id),
        "expert_at": select(SiteRow.key.label("site"), ExpertRow.field, ExpertRow.created_at)
        .join(SiteRow, SiteRow.id == ExpertRow.site_id)
        .where(ExpertRow.person_id == person_id),
        "authenticator_apps": select(AuthenticatorRow.created_at).where(
            AuthenticatorRow.person_id == person_id
        ),
    }  # fmt: skip


def _of_standing(person_id: int) -> dict[str, Any]:
    """What a site's newsroom has made of them."""
    return {
        "roles": select(SiteRow.key.label("site"), StaffRow.role, StaffRow.sections, StaffRow.created_at)
        .join(SiteRow, SiteRow.id == StaffRow.site_id)
        .where(StaffRow.person_id == person_id),
        "sanctions": select(
            SiteRow.key.label("site"),
            SanctionRow.kind,
            SanctionRow.reason,
            SanctionRow.created_at,
            SanctionRow.until,
            SanctionRow.read_at,
            SanctionRow.ended_at,
            SanctionRow.end_reason,
        )
        .join(SiteRow, SiteRow.id == SanctionRow.site_id)
        .where(SanctionRow.person_id == person_id),
        "appeals": select(
            SiteRow.key.label("site"), AppealRow.comment_id, AppealRow.words, AppealRow.created_at,
            AppealRow.outcome, AppealRow.answer, AppealRow.answered_at,
        )
        .join(SiteRow, SiteRow.id == AppealRow.site_id)
        .where(AppealRow.person_id == person_id),
    }  # fmt: skip


def _of_console(person_id: int) -> Any:
    choice = ConsoleChoiceRow
    query = select(choice.keys, choice.is_blurred, choice.break_minutes, choice.break_heavy)
    return query.where(choice.person_id == person_id)


def _of_views(person_id: int) -> Any:
    view = SavedViewRow
    query = select(
        SiteRow.key.label("site"), view.name, view.lane, view.section, ArticleRow.url.label("article")
    )
    query = query.add_columns(view.is_new, view.created_at).join(SiteRow, SiteRow.id == view.site_id)
    return query.outerjoin(ArticleRow, ArticleRow.id == view.article_id).where(view.person_id == person_id)


def _of_readings(person_id: int) -> Any:
    row = ReadingRow
    query = select(SiteRow.key.label("site"), row.comment_id, row.created_at)
    return query.join(SiteRow, SiteRow.id == row.site_id).where(row.person_id == person_id)


def _of_comments(person_id: int) -> Mapping[str, Any]:
    comment = CommentRow
    own = comment.author_id == person_id
    return {
        "comments": select(
            comment.id, SiteRow.key.label("site"), ArticleRow.url.label("article"), comment.parent_id,
            comment.status, comment.source.label("text"), comment.created_at, comment.edited_at,
            comment.withdrawn_at, comment.picked_at, comment.votes, comment.findings,
            comment.triage_score,
        )
        .join(SiteRow, SiteRow.id == comment.site_id)
        .join(ArticleRow, ArticleRow.id == comment.article_id)
        .where(own)
        .order_by(comment.id),
        "earlier_texts": select(
            RevisionRow.comment_id, RevisionRow.revision, RevisionRow.source.label("text"),
            RevisionRow.edited_at, RevisionRow.replaced_at,
        )
        .join(comment, comment.id == RevisionRow.comment_id)
        .where(own)
        .order_by(RevisionRow.comment_id, RevisionRow.revision),
        "decisions": select(
            DecisionRow.comment_id, DecisionRow.action, DecisionRow.reason, DecisionRow.status_before,
            DecisionRow.status_after, DecisionRow.created_at,
        )
        .join(comment, comment.id == DecisionRow.comment_id)
        .where(own)
        .order_by(DecisionRow.id),
    }  # fmt: skip


def _of_others_comments(person_id: int) -> Mapping[str, Any]:
    """What the person did with them, and not the comments themselves."""
    return {
        "votes": select(VoteRow.comment_id, VoteRow.kind, VoteRow.created_at).where(
            VoteRow.person_id == person_id
        ),
        "answers": select(
            ArticleRow.url.label("article"),
            QuestionRow.text.label("question"),
            OptionRow.label.label("answer"),
            AnswerRow.created_at,
        )
        .join(QuestionRow, QuestionRow.id == AnswerRow.question_id)
        .join(OptionRow, OptionRow.id == AnswerRow.option_id)
        .join(ArticleRow, ArticleRow.id == QuestionRow.article_id)
        .where(AnswerRow.person_id == person_id),
        "disagreements": select(DisagreementRow.comment_id, DisagreementRow.created_at).where(
            DisagreementRow.person_id == person_id
        ),
        "reports": select(FlagRow.comment_id, FlagRow.reason, FlagRow.note, FlagRow.created_at).where(
            FlagRow.person_id == person_id
        ),
        "muted": select(MuteRow.muted_id.label("person"), MuteRow.created_at).where(
            MuteRow.person_id == person_id
        ),
    }


def _of_notices(person_id: int) -> Mapping[str, Any]:
    return {
        "notifications": select(
            NoticeRow.kind, NoticeRow.comment_id, NoticeRow.created_at, NoticeRow.read_at, NoticeRow.letter_at
        ).where(NoticeRow.person_id == person_id),
        "told_by_newsroom": select(
            SanctionNoticeRow.news, SanctionRow.kind, SanctionNoticeRow.created_at, SanctionNoticeRow.read_at
        )
        .join(SanctionRow, SanctionRow.id == SanctionNoticeRow.sanction_id)
        .where(SanctionNoticeRow.person_id == person_id),
        "letters": select(LetterChoiceRow.kind, LetterChoiceRow.choice).where(
            LetterChoiceRow.person_id == person_id
        ),
        "feed": select(FeedRow.created_at).where(FeedRow.person_id == person_id),
    }  # fmt: skip


def _rows(session: Session, query: Select[Any]) -> Table:
    result = session.execute(query)
    names: Sequence[str] = list(result.keys())
    return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in result]


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value
