"""Which language somebody is answered in."""

import re
from collections.abc import Collection, Iterable

ENGLISH = "en"
NO_LANGUAGE = ""

_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
_LONGEST = 35


def is_tag(text: str) -> bool:
    """Whether it looks like the name of a language: `de`, `pt-BR`, `zh-Hant-TW`."""
    return len(text) <= _LONGEST and _TAG.fullmatch(text) is not None


def tongue(tag: object) -> str:
    """The language a tag names, without its region or script: `pt` of `pt-BR`; nothing for what is no tag."""
    return re.split("[-_]", tag)[0].lower() if isinstance(tag, str) and is_tag(tag) else NO_LANGUAGE


def choose(wanted: Iterable[str], offered: Collection[str]) -> str:
    """The first of the wanted languages that is offered; English, in which all is written, where none is.

    A region counts where it is offered by itself; otherwise its language does: `pt-PT` finds `pt`. And `pt`
    finds `pt-BR` where nothing else of it is offered. Empty and strange tags are passed over.
    """
    by_name = {_settled(tag): tag for tag in sorted(offered)}
    for tag in wanted:
        if is_tag(tag) and (found := _near(_settled(tag), by_name)):
            return found
    return ENGLISH


def _near(wanted: str, by_name: dict[str, str]) -> str | None:
    tag = wanted
    while tag:
        if tag in by_name:
            return by_name[tag]
        tag = tag.rpartition("-")[0]
    return next((given for name, given in by_name.items() if name.startswith(f"{wanted}-")), None)


def _settled(tag: str) -> str:
    return tag.lower().replace("_", "-")
