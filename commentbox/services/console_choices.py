"""How a moderator likes their console: keys, and whether marked words are blurred."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from commentbox.domain.console_keys import DEFAULTS, clean_keys
from commentbox.domain.people import Actor
from commentbox.services.work import Work
from commentbox.store.console_choices import choices_of, put_choices


@dataclass(frozen=True, kw_only=True)
class Choices:
    """`keys` has one for every command."""

    keys: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULTS))
    is_blurred: bool = True


def read_choices(work: Work, actor: Actor) -> Choices:
    row = choices_of(work.session, actor.id)
    return Choices() if row is None else Choices(keys={**DEFAULTS, **row.keys}, is_blurred=row.is_blurred)


def save_choices(work: Work, actor: Actor, sent: Mapping[str, str], *, is_blurred: bool) -> None:
    put_choices(work.session, actor.id, keys=clean_keys(sent), is_blurred=is_blurred)
