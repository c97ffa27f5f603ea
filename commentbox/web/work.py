"""The view's way to a transaction."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Engine

from commentbox.services.limits import Limits
from commentbox.services.work import Clock, Work, begin
from commentbox.settings import Settings

_KEY = "commentbox"
READ_FROM = "commentbox.read_from"  # in a request: the engine for public reading, if not the box's own


@dataclass(frozen=True, kw_only=True)
class _Box:
    engine: Engine
    settings: Settings
    clock: Clock
    limits: Limits


def install(app: Flask, *, engine: Engine, settings: Settings, clock: Clock) -> None:
    limits = Limits(engine, settings)
    app.extensions[_KEY] = _Box(engine=engine, settings=settings, clock=clock, limits=limits)


def work() -> AbstractContextManager[Work]:
    """One use case that writes."""
    box = _box()
    return begin(box.engine, box.settings, box.clock(), sites=sites())


def reading() -> AbstractContextManager[Work]:
    """One use case that only reads; on SQLite it waits for no writer."""
    box = _box()
    return begin(box.engine, box.settings, box.clock(), writing=False, sites=sites())


def public_reading() -> AbstractContextManager[Work]:
    """As `reading`, of what everybody may see: where the front, which checks how recent it is, says so."""
    box = _box()
    engine = request.environ.get(READ_FROM) or box.engine
    return begin(engine, box.settings, box.clock(), writing=False, sites=sites())


def sites() -> dict[str, Any]:
    """What this request has found out about its publisher, by the site's key (`web/here.py`)."""
    known: dict[str, Any] = g.setdefault("sites", {})
    return known


def settings() -> Settings:
    return _box().settings


def clock() -> Clock:
    return _box().clock


def limits() -> Limits:
    return _box().limits


def _box() -> _Box:
    box: _Box = current_app.extensions[_KEY]
    return box
