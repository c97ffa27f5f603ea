"""What differs between two policies, in words for the log."""

from collections.abc import Sequence
from dataclasses import fields

from commentbox.domain.moderation.rulebook import RULEBOOK, SETTINGS, Mode, mode_of
from commentbox.domain.moderation.verdict import Policy

_MOST_NAMED = 12
_MODES = {Mode.ON: "on", Mode.WATCHED: "only watched", Mode.OFF: "off"}
_IN_MODES = {"rules_off", "rules_watched"} | {about.switch for about in RULEBOOK.values()}


def differences(before: Policy, after: Policy) -> list[str]:
    """One line for each rule that is on or off now, and for each setting; nothing where nothing changed."""
    said = []
    for about in RULEBOOK.values():
        was, now = mode_of(before, about), mode_of(after, about)
        if was is not now:
            said.append(f"{about.title}: {_MODES[now]}, was {_MODES[was]}")
    for field in fields(Policy):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name not in _IN_MODES:
            said.append(f"{_label(field.name)} {_change(old, new)}")
    return said


def _label(name: str) -> str:
    rule = next(
        (about for about in RULEBOOK.values() if any(each.name == name for each in about.settings)), None
    )
    if rule is None:
        return f"{name}:"
    if len(rule.settings) == 1:
        return f"{rule.title}:"
    label = SETTINGS[name].label.partition(",")[0].rstrip(":")
    return f"{rule.title}, {label[0].lower()}{label[1:]}:"


def _change(old: object, new: object) -> str:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return (
            "; ".join(filter(None, (_named("added", new, old), _named("taken out", old, new))))
            or "another order"
        )
    return f"{_shown(new)}, was {_shown(old)}"


def _named(what: str, entries: Sequence[str], others: Sequence[str]) -> str:
    known = set(others)
    found = [entry for entry in entries if entry not in known]
    more = f" and {len(found) - _MOST_NAMED:,} more" if len(found) > _MOST_NAMED else ""
    return f"{what} {', '.join(f'“{entry}”' for entry in found[:_MOST_NAMED])}{more}" if found else ""


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0%}"
    return f"{value:,}" if isinstance(value, int) else f"“{value}”"
