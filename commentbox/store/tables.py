"""Every table, gathered so that the metadata is complete wherever it is asked for."""

from commentbox.store.acts import ActItemRow, ActRow
from commentbox.store.appeals import AppealRow
from commentbox.store.articles import ArticleRow
from commentbox.store.base import Base
from commentbox.store.buckets import BucketRow
from commentbox.store.claims import ClaimRow
from commentbox.store.classifiers import ClassifierRow
from commentbox.store.comments import CommentRow
from commentbox.store.complaints import ComplainantRow, ComplaintRow
from commentbox.store.console_choices import ConsoleChoiceRow
from commentbox.store.day_counts import CountedDayRow, DayCountRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.doors import DoorRow
from commentbox.store.email_codes import EmailCodeRow
from commentbox.store.events import EventRow
from commentbox.store.exports import ExportRow
from commentbox.store.factors import AuthenticatorRow, RecoveryCodeRow
from commentbox.store.flags import FlagRow
from commentbox.store.identities import BadgeRow, IdentityRow
from commentbox.store.invitations import InvitationRow
from commentbox.store.jobs import JobRow
from commentbox.store.likenesses import LikenessRow
from commentbox.store.links import LinkRow
from commentbox.store.log_chain import LogEntryRow, LogHeadRow
from commentbox.store.marks import AuthorRow, ExpertRow
from commentbox.store.mutes import MuteRow
from commentbox.store.names import NameRow
from commentbox.store.notice_letters import DigestRow, FeedRow, LetterChoiceRow
from commentbox.store.notices import NoticeRow
from commentbox.store.passkeys import ChallengeRow, PasskeyRow
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.policies import PolicyVersionRow
from commentbox.store.questions import AnswerRow, OptionRow, QuestionRow
from commentbox.store.readings import ReadingRow
from commentbox.store.resets import ResetRow
from commentbox.store.revisions import RevisionRow
from commentbox.store.sanction_notices import SanctionNoticeRow
from commentbox.store.sanctions import PersonNoteRow, SanctionRow
from commentbox.store.saved_views import SavedViewRow
from commentbox.store.sessions import CodeRow, SessionRow
from commentbox.store.sites import SiteRow
from commentbox.store.spent import SpentRow
from commentbox.store.sso_keys import SsoKeyRow
from commentbox.store.staff_log import StaffLogRow
from commentbox.store.triage import TriageModelRow
from commentbox.store.trials import TrialRow
from commentbox.store.votes import DisagreementRow, VoteRow

TABLES = (
    SiteRow, PersonRow, StaffRow, ArticleRow, CommentRow, VoteRow, DisagreementRow, FlagRow,
    QuestionRow, OptionRow, AnswerRow,
    DecisionRow, EventRow, JobRow, SessionRow, CodeRow, ResetRow, BucketRow,
    NameRow, LinkRow, MuteRow, ExportRow,
    EmailCodeRow, PasskeyRow, ChallengeRow, AuthenticatorRow, RecoveryCodeRow, InvitationRow, StaffLogRow,
    DoorRow, IdentityRow, BadgeRow, SsoKeyRow, SpentRow, LogEntryRow, LogHeadRow,
    AuthorRow, ExpertRow,
    RevisionRow, ComplaintRow, ComplainantRow,
    NoticeRow, LetterChoiceRow, DigestRow, FeedRow,
    LikenessRow, SanctionRow, PersonNoteRow, AppealRow, SanctionNoticeRow, PolicyVersionRow, TrialRow,
    TriageModelRow, ClassifierRow,
    ClaimRow, ConsoleChoiceRow, ActRow, ActItemRow, DayCountRow, CountedDayRow, SavedViewRow,
    ReadingRow,
)  # fmt: skip
METADATA = Base.metadata
