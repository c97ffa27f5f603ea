"""The words of moderation: a draft, what a rule finds in it, the verdict, and the site's policy behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum

from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Invalid, TooFast
from commentbox.domain.moderation.setting_values import problem_of, settled
from commentbox.domain.moderation.starter_lists import SELF_HARM, THREATS
from commentbox.domain.people import Actor
from commentbox.domain.triage.outcomes import Scored
from commentbox.domain.words import Joined, Words, in_words


class Outcome(IntEnum):
    """What should become of a draft; the strongest one found wins."""

    PUBLISH = 0
    NOTE = 1  # published, with a remark for moderators
    HOLD = 2  # a moderator looks first
    REFUSE = 3  # back to the author, who can mend it

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one rule noticed; `reason` is for moderators, `advice` for the author of a refused draft.

    `would`: what it would have come to, were the rule not only watched.
    """

    rule: str
    outcome: Outcome
    reason: str
    advice: str = ""
    retry_after: int | None = None  # seconds, where waiting is all it takes
    would: Outcome | None = None

    def to_dict(self) -> dict[str, str | int]:
        would = None if self.would is None else self.would.word
        optional: dict[str, str | int | None] = {
            "advice": self.advice,
            "retry_after": self.retry_after,
            "would": would,
        }
        required: dict[str, str | int] = {
            "rule": self.rule,
            "outcome": self.outcome.word,
            "reason": self.reason,
        }
        return required | {name: value for name, value in optional.items() if value}

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> "Finding":
        wait = kept.get("retry_after")
        return cls(
            rule=str(kept["rule"]),
            outcome=Outcome[str(kept["outcome"]).upper()],
            reason=str(kept["reason"]),
            advice=str(kept.get("advice", "")),
            retry_after=wait if isinstance(wait, int) else None,
            would=Outcome[str(kept["would"]).upper()] if "would" in kept else None,
        )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All findings about a draft, and what follows from them. `scored` is kept with the comment."""

    findings: tuple[Finding, ...] = ()
    scored: Scored | None = None

    @property
    def outcome(self) -> Outcome:
        return max((finding.outcome for finding in self.findings), default=Outcome.PUBLISH)

    @property
    def status(self) -> Status:
        """The status to store with; never a visible one for what was refused."""
        return Status.HELD if self.outcome >= Outcome.HOLD else Status.PUBLISHED

    @property
    def refusal(self) -> CommentboxError | None:
        """The error to raise instead of storing the draft; it gives every piece of advice at once.

        Where waiting is all it takes, the longest wait is enough.
        """
        refused = [finding for finding in self.findings if finding.outcome is Outcome.REFUSE]
        if not refused:
            return None
        if all(finding.retry_after for finding in refused):
            last = max(refused, key=lambda finding: finding.retry_after or 0)
            return TooFast(last.rule, last.advice, field="text", retry_after=last.retry_after)
        advice = Joined(*(in_words(finding.advice) for finding in refused))
        return Invalid(refused[0].rule, advice, field="text")


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a site's newsroom has decided about comments; the defaults suit one without staff on duty."""

    max_length: int = 5000
    min_length: int = 1
    max_links: int = 2
    banned_words: tuple[str, ...] = ()
    suspect_words: tuple[str, ...] = ()
    threats: tuple[str, ...] = THREATS
    self_harm: tuple[str, ...] = SELF_HARM
    new_person_approved: int = 2  # a person is new until that many of their comments were approved
    hold_links_from_new: bool = True
    hold_new: bool = False  # every comment of a new person waits
    shouting_ratio: float = 0.7
    shouting_min_letters: int = 20
    repeat_window_hours: int = 24
    pace_seconds: int = 5
    slow_mode_seconds: int = 0  # between two comments of one reader under one article; 0: off
    premoderate: bool = False
    verified_only: bool = True  # comments of people whose address is not confirmed wait until it is
    edit_window_minutes: int = 5
    appeal_days: int = 184  # after a decision; six months, whichever they are: the least the law asks for
    disposable_addresses: str = "hold"
    reaction: str = Words("Recommend")  # on the button
    reaction_done: str = Words("Recommended")  # on it once pressed
    down_votes: bool = False
    votes_shown_from: int = 10  # a comment's count is shown from so many votes on,
    votes_hidden_minutes: int = 60  # or once the comment is so old
    language: str = ""  # of the site’s readers, such as `de`; empty: the box’s own
    live_seconds: int = 3  # how often an open page asks for news; 0: never
    answers_kept_days: int = 90  # who answered what, after the article has closed
    sample_percent: int = 0  # of what is published, chosen by chance for moderators to look at
    transparency_report: bool = False  # whether everybody may read how much was removed, and why
    public_log: bool = False  # whether everybody may read what was removed when, for which reason
    registration_challenge: int = 0  # the most numbers a browser must try before it may register; 0: none
    rules_off: tuple[str, ...] = ()
    rules_watched: tuple[str, ...] = ()  # what they find is kept, and nothing follows from it
    alike: float = 0.6  # so much of two texts in common, and one counts as copied from the other
    removal_days: int = 7
    removal_count: int = 3
    removal_share: float = 0.3  # of a person's latest comments, removed by moderators
    allowed_hosts: tuple[str, ...] = ()  # links there never count
    banned_hosts: tuple[str, ...] = ()
    read_senders: tuple[str, ...] = ()  # mail domains and networks, such as @mail.example
    refused_senders: tuple[str, ...] = ()
    read_sections: tuple[str, ...] = ()  # beginnings of addresses, such as /crime/
    section_defaults: tuple[str, ...] = ()  # such as /sport/ open daily 7-23; an article’s own goes before
    staffed_hours: tuple[str, ...] = ()  # such as Mon-Fri 8:00-22:00; none: there is always somebody
    time_zone: str = "UTC"
    triage: str = "off"  # what the model of the site’s own decisions may do
    triage_certainty: float = 0.9  # so much of what it holds must be such as moderators remove

    @classmethod
    def from_dict(cls, settings: Mapping[str, object]) -> "Policy":
        """A policy from stored or sent settings, defaults for the rest; one error names all that is wrong."""
        names = {field.name for field in fields(cls)}
        problems = [f"{name}: there is no such setting" for name in settings if name not in names]
        taken: dict[str, object] = {}
        for name in names & settings.keys():
            value = settings[name]
            if problem := problem_of(name, getattr(cls, name), value):
                problems.append(f"{name}: {problem}")
            else:
                taken[name] = settled(name, value)
        if problems:
            raise Invalid(
                "bad_policy", f"Please mend these settings: {'; '.join(sorted(problems))}.", field="policy"
            )
        policy = cls(**taken)  # type: ignore[arg-type]  # problem_of has compared each with its default's type
        if policy.min_length > policy.max_length:
            raise Invalid("bad_policy", "min_length: must not be more than max_length.", field="policy")
        return policy

    def is_in_force(self, rule: str) -> bool:
        """Whether anything follows from what that rule finds."""
        return rule not in self.rules_off and rule not in self.rules_watched

    def to_dict(self) -> dict[str, object]:
        """Plain values, ready for JSON, that `from_dict` takes back."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """A comment that came before the draft."""

    text: str
    seconds_ago: float
    is_removed: bool = False  # by a moderator
    is_published: bool = True
    is_here: bool = False  # under the same article


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A comment that wants to be published, with every fact a rule may ask for, whatever the policy.

    For an edit, leave the comment itself out of what is `earlier`, and both times None.
    """

    text: str
    policy: Policy
    author: Actor
    watched: Policy | None = None  # another one, of which is only noted what it would find
    at: datetime | None = None
    url: str = ""  # of the article
    own_hosts: tuple[str, ...] = ()  # of the publisher
    count_approved: int = 0  # of this author on this site: by a moderator, or stood for a day
    is_reply: bool = False
    earlier: tuple[Earlier, ...] = ()  # the author's latest on this site, the newest first
    others: tuple[Earlier, ...] = ()  # of other people, with something in common
    seconds_since_last: float | None = None  # None: this is their first, or an edit
    seconds_since_last_here: float | None = None  # the same under this article, where slow mode is on
    is_always_read: bool = False  # a moderator wants to see all this person writes first
    is_trusted: bool = False  # a moderator says that this person is not to be treated as new
    has_disposable_address: bool = False
    mail_domain: str = ""  # of the author’s address
    network: str = ""  # the /24 or /64 it comes from, while it is sent; kept nowhere
    is_without_challenge: bool = False  # registered by our form, and their browser proved no work
    triage: Scored | None = None  # where a policy asks for it and there is a model

    @property
    def is_from_new_person(self) -> bool:
        return not self.is_trusted and self.count_approved < self.policy.new_person_approved


Rule = Callable[[Draft], Finding | None]
