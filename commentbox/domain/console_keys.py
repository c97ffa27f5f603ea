"""What a moderator does with one key; the keys are a proposal, and each person may have their own."""

from collections.abc import Mapping
from dataclasses import dataclass

from commentbox.domain.errors import Invalid

FIXED = frozenset("123456789?")  # the choices of what is open, and the table of keys


@dataclass(frozen=True, kw_only=True)
class Command:
    name: str
    key: str
    does: str


COMMANDS = (
    Command(name="approve", key="a", does="Approve"),
    Command(name="remove", key="r", does="Remove: opens the reasons, a digit chooses one"),
    Command(name="hold", key="h", does="Hold back: off the page until somebody decides"),
    Command(name="pick", key="p", does="Pick, or out of the picks; what waits is approved with it"),
    Command(name="pass", key="e", does="Pass on: 1 to the lead, 2 for the law, 3 to a colleague"),
    Command(name="skip", key="s", does="Skip: the comment waits on, for somebody else or for later"),
    Command(name="undo", key="u", does="Undo your last decision, or the whole of your last act"),
    Command(name="select", key="x", does="Select the comment; with Shift, all from the last selected one"),
    Command(
        name="similar",
        key="y",
        does="Select similar ones: 1 same text, 2 same link, 3 same author, 4 same rule",
    ),
    Command(name="next", key="j", does="Next comment"),
    Command(name="previous", key="k", does="Previous comment"),
    Command(name="context", key="o", does="Show the conversation around the comment"),
    Command(name="person", key="i", does="Show the person: what they wrote here lately"),
    Command(name="show", key="b", does="Show what is blurred"),
    Command(name="views", key="v", does="Your views of the queue: a digit opens one"),
    Command(name="new", key="n", does="Show what has come in"),
)
DEFAULTS: Mapping[str, str] = {command.name: command.key for command in COMMANDS}


def clean_keys(sent: Mapping[str, str]) -> dict[str, str]:
    """The chosen keys, those that differ from the proposal; every command keeps a key of its own."""
    chosen = {name: sent.get(name, key).strip().lower() or key for name, key in DEFAULTS.items()}
    for name, key in chosen.items():
        if len(key) != 1 or not key.isprintable() or key.isspace() or key in FIXED:
            raise Invalid("bad_key", "A key is one letter or sign; digits and ? have their use.", field=name)
    twice = [name for name, key in chosen.items() if list(chosen.values()).count(key) > 1]
    if twice:
        raise Invalid(
            "bad_key", f"“{chosen[twice[-1]]}” is there twice. Each needs its own.", field=twice[-1]
        )
    return {name: key for name, key in chosen.items() if key != DEFAULTS[name]}
