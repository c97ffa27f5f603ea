"""Numbers in addresses and forms: only such as a database can hold; a longer address does not exist."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 10**18


def number_in(raw: str | None, *, digits: int = 18) -> int | None:
    """An id or a count somebody sent, if it can be one: at most so many of our own digits."""
    if raw is None or not (raw.isascii() and raw.isdigit() and len(raw) <= digits):
        return None
    return int(raw)


class _Number(IntegerConverter):
    regex = "[0-9]+"  # the other scripts' digits would spell a second address

    def __init__(self, map: Map, **given: Any) -> None:
        super().__init__(map, **({"max": LARGEST - 1} | given))


def install(app: Flask) -> None:
    """Every `<int:…>` of every address, so that none can be forgotten."""
    app.url_map.converters["int"] = _Number
