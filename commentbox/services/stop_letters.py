"""The link in a letter that ends letters of its kind: for whoever holds it, without a log-in."""

from collections.abc import Collection

from commentbox.domain import cursor as bookmarks
from commentbox.domain.errors import Invalid
from commentbox.domain.notices import Letters, NoticeKind
from commentbox.services.work import Work
from commentbox.store.notice_letters import choose
from commentbox.store.people import lock_person

_WHAT = "letters"


def stop_link(work: Work, person_id: int, kinds: Collection[NoticeKind]) -> str:
    """Signed, and good while the secret key is kept: a letter may be old when its reader has enough."""
    named = "+".join(sorted(kind.value for kind in kinds))
    token = bookmarks.encode(_WHAT, (person_id, named), work.settings.secret_key.encode())
    return f"{work.settings.base_url}/letters/{token}"


def kinds_to_stop(work: Work, token: str) -> tuple[NoticeKind, ...]:
    """What the link is for. Raises `Invalid` for one that is not ours."""
    return _read(work, token)[1]


def stop_letters(work: Work, token: str) -> tuple[NoticeKind, ...]:
    """From now on never; again has no effect, and nobody is told whose link it was."""
    person_id, kinds = _read(work, token)
    person = lock_person(work.session, person_id)
    if person is not None and person.erased_at is None:
        for kind in kinds:
            choose(work.session, person, kind, Letters.NEVER)
    return kinds


def _read(work: Work, token: str) -> tuple[int, tuple[NoticeKind, ...]]:
    try:
        person_id, named = bookmarks.decode(_WHAT, token, *map(str.encode, work.settings.secrets))
        return int(person_id), tuple(NoticeKind(kind) for kind in str(named).split("+"))
    except (Invalid, ValueError):
        message = "This link is too old. Log in, and choose your letters under Your account."
        raise Invalid("bad_link", message) from None
