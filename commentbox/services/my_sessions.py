"""Where a person is signed in, and the end of it."""

from dataclasses import dataclass
from datetime import datetime

from commentbox.domain.devices import device_in_words
from commentbox.domain.errors import NotFound
from commentbox.domain.people import Actor
from commentbox.domain.words import Words
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.store.sessions import SessionRow, end_other_sessions, end_session, sessions_of
from commentbox.store.sites import site_by_id

_SIGNS = 24  # of the hash: enough to tell a person's sessions apart, and worth nothing to anybody


@dataclass(frozen=True, kw_only=True)
class MySession:
    """One line of the list. `place` says what the session opens."""

    id: str
    device: Words
    place: Words
    created_at: datetime
    seen_at: datetime
    is_this: bool


def list_sessions(work: Work, actor: Actor, token: str | None) -> tuple[MySession, ...]:
    """This one first, then the others as they were last used."""
    this = None if token is None else hash_token(token)
    found = [_my_session(work, row, this) for row in sessions_of(work.session, actor.id, work.now)]
    return tuple(sorted(found, key=lambda one: not one.is_this))


def end_one(work: Work, actor: Actor, session_id: str) -> None:
    """Of this person's own sessions only; somebody else's are not there."""
    for row in sessions_of(work.session, actor.id, work.now):
        if row.token_hash[:_SIGNS] == session_id:
            end_session(work.session, row.token_hash)
            return
    raise NotFound("no_session", "This session has ended already.")


def end_others(work: Work, actor: Actor, token: str) -> None:
    """Everywhere but here. Doing it twice is no harm."""
    end_other_sessions(work.session, actor.id, hash_token(token))


def _my_session(work: Work, row: SessionRow, this: str | None) -> MySession:
    return MySession(
        id=row.token_hash[:_SIGNS],
        device=device_in_words(row.device or ""),
        place=_place(work, row),
        created_at=row.created_at,
        seen_at=row.seen_at,
        is_this=row.token_hash == this,
    )


def _place(work: Work, row: SessionRow) -> Words:
    if row.kind == "staff":
        return Words("Moderators’ console")
    site = None if row.site_id is None else site_by_id(work.session, row.site_id)
    return Words("These pages") if site is None else Words("The comments of {site}", site=site.name)
