"""The rules as a form: what its fields hold, and what was typed into them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from commentbox.domain.moderation.rule_words import Setting
from commentbox.domain.moderation.rulebook import RULEBOOK, SETTINGS, Mode, mode_of, with_mode
from commentbox.domain.moderation.setting_values import problem_of, settled
from commentbox.domain.moderation.verdict import Policy

_MODE = "mode_"
_MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A policy made from a form, or what must be mended first: field by field, in plain words."""

    policy: Policy
    problems: Mapping[str, str]


def fields_of(policy: Policy) -> dict[str, str]:
    """Every field of the form as it stands; a switch that is off is empty."""
    modes = {_MODE + name: mode_of(policy, about).value for name, about in RULEBOOK.items()}
    return modes | {name: _typed(setting, getattr(policy, name)) for name, setting in SETTINGS.items()}


def fill(policy: Policy, form: Mapping[str, str]) -> Filled:
    """`policy` with what the form says. What has no field in the form stays as it is."""
    problems: dict[str, str] = {}
    taken: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        value, problem = _read(setting, form.get(name, ""))
        problem = problem or problem_of(name, getattr(Policy, name), value)
        if problem:
            problems[name] = problem
        else:
            taken[name] = settled(name, value)
    if not problems and taken["min_length"] > taken["max_length"]:
        problems["min_length"] = "must not be more than the most"
    filled = replace(policy, **taken)
    for name, about in RULEBOOK.items():
        mode = form.get(_MODE + name, Mode.ON.value)
        if mode not in set(Mode):
            problems[_MODE + name] = "must be on, watched or off"
        else:
            filled = with_mode(filled, about, Mode(mode))
    return Filled(policy=filled, problems=problems)


def _typed(setting: Setting, value: Any) -> str:
    if setting.kind == "lines":
        return "\n".join(value)
    if setting.kind == "share":
        return f"{100 * value:g}"
    if setting.kind == "switch":
        return "1" if value else ""
    return str(value)


def _read(setting: Setting, typed: str) -> tuple[object, str]:
    """The value, and what is wrong with how it was typed."""
    text = typed.strip()
    if setting.kind == "switch":
        return bool(text), ""
    if setting.kind == "number":
        return (int(text), "") if _is_whole(text) else (0, "must be a whole number")
    if setting.kind == "share":
        return (
            (int(text) / 100, "")
            if _is_whole(text) and 1 <= int(text) <= 100
            else (0.5, "must be from 1 to 100 %")
        )
    if setting.kind == "lines":
        return _lines(setting.name, typed)
    return text, ""


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _lines(name: str, typed: str) -> tuple[list[str], str]:
    """One entry a line; each line that is wrong is named."""
    entries, wrong = [], []
    for number, line in enumerate(typed.splitlines(), start=1):
        if not line.strip():
            continue
        entries.append(line.strip())
        if problem := problem_of(name, (), [line.strip()]):
            wrong.append(f"line {number}: {problem}")
    more = f"; and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
    return entries, "; ".join(wrong[:_MOST_NAMED]) + more
