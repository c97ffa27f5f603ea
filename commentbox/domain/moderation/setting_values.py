"""Which values the settings of a policy may have."""

from collections.abc import Callable, Mapping
from typing import Any

from commentbox.domain.languages import is_tag
from commentbox.domain.moderation.hours import hours_problem, zone_problem
from commentbox.domain.moderation.lists import host_problem, section_problem
from commentbox.domain.moderation.section_defaults import MAX_SLOW_MODE, default_problem
from commentbox.domain.moderation.senders import sender_problem, tidy_sender

MAX_WORDS = 10_000
MAX_WORD_LENGTH = 100
MAX_LABEL = 30


def problem_of(name: str, default: object, value: object) -> str:
    """What is wrong with a value for this setting, whose `default` is of the right kind; or nothing."""
    if isinstance(default, bool):
        return "" if isinstance(value, bool) else "must be true or false"
    if isinstance(default, tuple):
        return _list_problem(name, value) or _entry_problem(name, value)
    if isinstance(default, float):
        is_share = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1
        return "" if is_share else "must be a number above 0 and up to 1"
    if name in _LINES:
        return _line_problem(value)
    if name == "language":
        is_known = isinstance(value, str) and (not value or is_tag(value))
        return "" if is_known else "must be the code of a language, such as de or pt-BR"
    if name == "time_zone":
        return zone_problem(value)
    if isinstance(default, str):
        return "" if value in _WORDS[name] else f"must be one of {', '.join(_WORDS[name])}"
    low, high = _RANGES[name]
    is_fitting = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return "" if is_fitting else f"must be a whole number from {low:,} to {high:,}"


def _list_problem(name: str, value: object) -> str:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        return "must be a list of words"
    if len(value) > MAX_WORDS:
        return f"must not have more than {MAX_WORDS:,} entries"
    longest = _LONGER.get(name, MAX_WORD_LENGTH)
    if any(not word.strip() or len(word) > longest for word in value):
        return f"each entry must have 1 to {longest} characters"
    return ""


def _entry_problem(name: str, entries: Any) -> str:
    problem_of = _ENTRIES.get(name)
    found = [problem_of(entry.strip()) for entry in entries] if problem_of else []
    return next(filter(None, found), "")


def _line_problem(value: object) -> str:
    is_line = isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= MAX_LABEL
    return "" if is_line else f"must be 1 to {MAX_LABEL} characters on one line"


def settled(name: str, value: object) -> object:
    """The value of this setting as it is kept: without spaces around it, and nothing twice."""
    if isinstance(value, list | tuple):
        tidy = _TIDY.get(name, str.strip)
        return tuple(dict.fromkeys(tidy(str(word)) for word in value))
    return value.strip() if isinstance(value, str) else value


_ENTRIES: Mapping[str, Callable[[str], str]] = {
    "allowed_hosts": host_problem,
    "banned_hosts": host_problem,
    "read_sections": section_problem,
    "section_defaults": default_problem,
    "staffed_hours": hours_problem,
    "read_senders": sender_problem,
    "refused_senders": sender_problem,
}
_LONGER = {"section_defaults": 300}  # a notice is a sentence or two
_TIDY: Mapping[str, Callable[[str], str]] = {"read_senders": tidy_sender, "refused_senders": tidy_sender}
_LINES = frozenset({"reaction", "reaction_done"})
_WORDS = {"disposable_addresses": ("allow", "hold", "refuse"), "triage": ("off", "shadow", "shown", "hold")}
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
    "appeal_days": (14, 365 * 10),
    "votes_shown_from": (0, 1_000),
    "votes_hidden_minutes": (0, 60 * 24 * 7),
    "live_seconds": (0, 3600),
    "answers_kept_days": (0, 365 * 5),
    "sample_percent": (0, 100),
    "registration_challenge": (0, 1_000_000),
    "removal_days": (1, 30),
    "removal_count": (1, 50),
}
