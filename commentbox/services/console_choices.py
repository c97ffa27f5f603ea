"""How a moderator likes their console: keys, blurred words, and when to hear of a break."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commentbox.domain.care import BREAK_HEAVY, BREAK_MINUTES, MOST_HEAVY, MOST_MINUTES
from commentbox.domain.console_keys import DEFAULTS, clean_keys
from commentbox.domain.errors import Invalid
from commentbox.domain.people import Actor
from commentbox.services.work import Work
from commentbox.store.console_choices import choices_of, put_choices


@dataclass(frozen=True, kw_only=True)
class Choices:
    """`keys` has one for every command."""

    keys: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULTS))
    is_blurred: bool = True
    break_minutes: int = BREAK_MINUTES
    break_heavy: int = BREAK_HEAVY


def read_choices(work: Work, actor: Actor) -> Choices:
    row = choices_of(work.session, actor.id)
    if row is None:
        return Choices()
    return Choices(
        keys={**DEFAULTS, **row.keys},
        is_blurred=row.is_blurred,
        break_minutes=row.break_minutes,
        break_heavy=row.break_heavy,
    )


def save_choices(
    work: Work,
    actor: Actor,
    sent: Mapping[str, str],
    *,
    is_blurred: bool,
    break_minutes: int | None = BREAK_MINUTES,
    break_heavy: int | None = BREAK_HEAVY,
) -> None:
    """Numbers are None where what was typed is none."""
    put_choices(
        work.session,
        actor.id,
        keys=clean_keys(sent),
        is_blurred=is_blurred,
        break_minutes=_number(break_minutes, MOST_MINUTES, "break_minutes"),
        break_heavy=_number(break_heavy, MOST_HEAVY, "break_heavy"),
    )


def _number(value: int | None, most: int, field: str) -> int:
    if value is None or value > most:
        raise Invalid("bad_choice", f"Write a number from 0, for never, to {most}.", field=field)
    return value
