"""Numbers in addresses: only such as a database can hold; a longer one is an address that does not exist."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 10**18


class _Number(IntegerConverter):
    regex = "[0-9]+"  # the other scripts' digits would spell a second address

    def __init__(self, map: Map, **given: Any) -> None:
        super().__init__(map, **({"max": LARGEST - 1} | given))


def install(app: Flask) -> None:
    """Every `<int:…>` of every address, so that none can be forgotten."""
    app.url_map.converters["int"] = _Number
