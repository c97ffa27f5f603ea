"""The words of moderation: a draft, what a rule finds in it, the verdict, and the site's policy behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import IntEnum

from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Invalid, TooFast
from commentbox.domain.languages import is_tag
from commentbox.domain.people import Actor
from commentbox.domain.words import Joined, Words, in_words

MAX_WORDS = 5000
MAX_WORD_LENGTH = 100
MAX_LABEL = 30
MAX_SLOW_MODE = 24 * 3600  # seconds


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
    """What one rule noticed; `reason` is for moderators, `advice` for the author of a refused draft."""

    rule: str
    outcome: Outcome
    reason: str
    advice: str = ""
    retry_after: int | None = None  # seconds, where waiting is all it takes

    def to_dict(self) -> dict[str, str | int]:
        optional: dict[str, str | int | None] = {"advice": self.advice, "retry_after": self.retry_after}
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
        )


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """All findings about a draft, and what follows from them."""

    findings: tuple[Finding, ...] = ()

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
    new_person_approved: int = 2  # a person is new until that many of their comments were published
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
    disposable_addresses: str = "hold"
    reaction: str = Words("Recommend")  # on the button
    reaction_done: str = Words("Recommended")  # on it once pressed
    down_votes: bool = False
    votes_shown_from: int = 10  # a comment's count is shown from so many votes on,
    votes_hidden_minutes: int = 60  # or once the comment is so old
    language: str = ""  # of the site’s readers, such as `de`; empty: the box’s own
    live_seconds: int = 3  # how often an open page asks for news; 0: never
    answers_kept_days: int = 90  # who answered what, after the article has closed
    registration_challenge: int = 0  # the most numbers a browser must try before it may register; 0: none

    @classmethod
    def from_dict(cls, settings: Mapping[str, object]) -> "Policy":
        """A policy from stored or sent settings, defaults for the rest; one error names all that is wrong."""
        names = {field.name for field in fields(cls)}
        problems = [f"{name}: there is no such setting" for name in settings if name not in names]
        taken: dict[str, object] = {}
        for name in names & settings.keys():
            value = settings[name]
            if problem := _problem(name, value):
                problems.append(f"{name}: {problem}")
            else:
                taken[name] = _settled(value)
        if problems:
            raise Invalid(
                "bad_policy", f"Please mend these settings: {'; '.join(sorted(problems))}.", field="policy"
            )
        policy = cls(**taken)  # type: ignore[arg-type]  # _problem has compared each with its default's type
        if policy.min_length > policy.max_length:
            raise Invalid("bad_policy", "min_length: must not be more than max_length.", field="policy")
        return policy

    def to_dict(self) -> dict[str, object]:
        """Plain values, ready for JSON, that `from_dict` takes back."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A comment that wants to be published, with every fact a rule may ask for.

    For an edit, leave the comment itself out of `recent_texts` and `is_known_elsewhere`, and both times None.
    """

    text: str
    policy: Policy
    author: Actor
    count_approved: int = 0  # published comments of this author on this site
    is_reply: bool = False
    recent_texts: tuple[str, ...] = ()  # the author's own, within the policy's repeat window
    is_known_elsewhere: bool = False  # somebody else has sent a text with the same `text_key` in that window
    seconds_since_last: float | None = None  # None: this is their first, or an edit
    seconds_since_last_here: float | None = None  # the same under this article, where slow mode is on
    count_removed_recently: int = 0
    has_disposable_address: bool = False
    is_without_challenge: bool = False  # registered by our form, and their browser proved no work

    @property
    def is_from_new_person(self) -> bool:
        return self.count_approved < self.policy.new_person_approved


Rule = Callable[[Draft], Finding | None]


def _problem(name: str, value: object) -> str:
    default = getattr(Policy, name)
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "must be true or false"
    if isinstance(default, tuple):
        return _list_problem(value)
    if isinstance(default, float):
        is_share = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1
        return "" if is_share else "must be a number above 0 and up to 1"
    if name in _LINES:
        return _line_problem(value)
    if name == "language":
        is_known = isinstance(value, str) and (not value or is_tag(value))
        return "" if is_known else "must be the code of a language, such as de or pt-BR"
    if isinstance(default, str):
        return "" if value in _WORDS[name] else f"must be one of {', '.join(_WORDS[name])}"
    low, high = _RANGES[name]
    is_fitting = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return "" if is_fitting else f"must be a whole number from {low:,} to {high:,}"


def _list_problem(value: object) -> str:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        return "must be a list of words"
    if len(value) > MAX_WORDS:
        return f"must not have more than {MAX_WORDS:,} entries"
    if any(not word.strip() or len(word) > MAX_WORD_LENGTH for word in value):
        return f"each entry must have 1 to {MAX_WORD_LENGTH} characters"
    return ""


def _line_problem(value: object) -> str:
    is_line = isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= MAX_LABEL
    return "" if is_line else f"must be 1 to {MAX_LABEL} characters on one line"


def _settled(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(dict.fromkeys(str(word).strip() for word in value))
    return value.strip() if isinstance(value, str) else value


_LINES = frozenset({"reaction", "reaction_done"})
_WORDS = {"disposable_addresses": ("allow", "hold", "refuse")}
_RANGES = {
    "max_length": (1, 50_000),
    "min_length": (1, 1_000),
    "max_links": (0, 100),
    "new_person_approved": (0, 1_000),
    "shouting_min_letters": (1, 50_000),
    "repeat_window_hours": (0, 24 * 30),
    "pace_seconds": (0, 24 * 3600),
    "slow_mode_seconds": (0, MAX_SLOW_MODE),
    "edit_window_minutes": (0, 60 * 24 * 7),
    "votes_shown_from": (0, 1_000),
    "votes_hidden_minutes": (0, 60 * 24 * 7),
    "live_seconds": (0, 3600),
    "answers_kept_days": (0, 365 * 5),
    "registration_challenge": (0, 1_000_000),
}
