"""Is it really them: asked again before something that cannot easily be put right."""

from dataclasses import dataclass
from datetime import timedelta

from commentbox.domain.errors import Forbidden, Invalid, NotSignedIn
from commentbox.domain.people import Actor
from commentbox.services.passwords import is_password
from commentbox.services.tokens import hash_token
from commentbox.services.work import Work
from commentbox.store.people import person_by_id
from commentbox.store.sessions import session_by_hash

FRESH = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Sure:
    """Somebody who has just shown who they are. Only `make_sure` makes one; use cases ask for it."""

    id: int
    token: str  # of the session they did it in


def has_password(work: Work, actor: Actor) -> bool:
    person = person_by_id(work.session, actor.id)
    return person is not None and person.password_hash is not None


def is_fresh(work: Work, actor: Actor, token: str | None) -> bool:
    """Whether they signed in a moment ago, in this session."""
    row = None if token is None else session_by_hash(work.session, hash_token(token))
    return row is not None and row.person_id == actor.id and work.now - row.created_at <= FRESH


def make_sure(work: Work, actor: Actor, token: str | None, password: object) -> Sure:
    """By the password; for an account without one, by a sign-in a moment ago.

    Call it in work that only reads: it takes as long as a hash.
    """
    person = person_by_id(work.session, actor.id)
    if person is None or token is None:
        raise NotSignedIn("signed_out", "Your session has ended. Please log in again.")
    if person.password_hash is None:
        if not is_fresh(work, actor, token):
            raise Forbidden("not_fresh", "Log in again first: it was a while ago that you did.")
    elif not is_password(password if isinstance(password, str) else "", person.password_hash):
        raise Invalid("wrong_password", "This is not your password.", field="current")
    return Sure(id=person.id, token=token)
