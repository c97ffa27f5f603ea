"""One transaction per use case: what a use case may touch, and how it begins and ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from commentbox.settings import Settings
from commentbox.store.engine import WRITING, taking_turns
from commentbox.store.log_chain import chain_logs

Clock = Callable[[], datetime]

_is_open: ContextVar[bool] = ContextVar("commentbox_work_is_open", default=False)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A session, the settings, and the one moment at which all of it happens."""

    session: Session
    settings: Settings
    now: datetime


@contextmanager
def begin(engine: Engine, settings: Settings, now: datetime, *, writing: bool = True) -> Iterator[Work]:
    """Commit at the end, roll back on any error, and close: a row touched later raises, never reads again.

    Never nests: the inner commit would end the outer transaction half-way.
    """
    if _is_open.get():
        raise RuntimeError("work is already open here; a use case is one transaction")
    token = _is_open.set(True)
    try:
        bound = engine.execution_options(**{WRITING: writing})
        with taking_turns(), Session(bound, expire_on_commit=False) as session, session.begin():
            yield Work(session=session, settings=settings, now=now)
            chain_logs(session)
    finally:
        _is_open.reset(token)
