"""One transaction per use case: what a use case may touch, and how it begins and ends."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from commentbox.settings import Settings
from commentbox.store.engine import only_to_read, taking_turns
from commentbox.store.log_chain import chain_logs

Clock = Callable[[], datetime]

NOTHING_KNOWN: Mapping[str, Any] = MappingProxyType({})
_is_open: ContextVar[bool] = ContextVar("commentbox_work_is_open", default=False)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A session, the settings, and the one moment at which all of it happens.

    `sites` are those that were looked up for the same request, by their keys: they are not asked for again.
    """

    session: Session
    settings: Settings
    now: datetime
    sites: Mapping[str, Any]


@contextmanager
def begin(
    engine: Engine,
    settings: Settings,
    now: datetime,
    *,
    writing: bool = True,
    sites: Mapping[str, Any] = NOTHING_KNOWN,
) -> Iterator[Work]:
    """Commit at the end, roll back on any error, and close: a row touched later raises, never reads again.

    Never nests: the inner commit would end the outer transaction half-way. What is only to read is never
    committed.
    """
    if _is_open.get():
        raise RuntimeError("work is already open here; a use case is one transaction")
    token = _is_open.set(True)
    try:
        with _writing(engine) if writing else _reading(engine) as session:
            yield Work(session=session, settings=settings, now=now, sites=sites)
    finally:
        _is_open.reset(token)


@contextmanager
def _writing(engine: Engine) -> Iterator[Session]:
    with taking_turns(), Session(engine, expire_on_commit=False) as session, session.begin():
        yield session
        chain_logs(session)


@contextmanager
def _reading(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        only_to_read(session)
        yield session
