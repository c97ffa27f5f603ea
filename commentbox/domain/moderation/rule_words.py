"""What a rule is called, what it says, and the fields it has: the words the rulebook is written in."""

from collections.abc import Mapping
from dataclasses import dataclass

from commentbox.domain.moderation.verdict import Policy


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One field of the policy. `after`: the unit behind a number, or the example beside a list."""

    name: str
    label: str
    after: str = ""
    choices: Mapping[str, str] | None = None

    @property
    def kind(self) -> str:
        default = getattr(Policy, self.name)
        kinds = {bool: "switch", int: "number", float: "share", tuple: "lines", str: "line"}
        return "choice" if self.choices else kinds[type(default)]


@dataclass(frozen=True, kw_only=True)
class About:
    """`switch` is the field that turns the rule on, where it has one of its own. A fixed one is always on."""

    name: str
    title: str
    says: str
    settings: tuple[Setting, ...] = ()
    switch: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    title: str
    rules: tuple[About, ...]


def is_set(name: str, label: str, after: str = "") -> Setting:
    return Setting(name=name, label=label, after=after)
