"""Before a mail domain or a network is listed, whoever does it reads whom that would meet."""

from collections.abc import Collection

from commentbox.domain.errors import Conflict, Invalid
from commentbox.domain.moderation.senders import added_names
from commentbox.domain.moderation.verdict import Policy
from commentbox.services.work import Work
from commentbox.store.writers import count_writers_at

MOST_AT_ONCE = 20
_MANY = 50
_LOOK = "Nothing is saved yet. Look whom this meets, and tick that you mean it."


def check_senders(work: Work, site_id: int, before: Policy, after: Policy, agreed: Collection[str]) -> None:
    """Each name that is new in one of the lists must be among those that somebody has `agreed` to."""
    added = senders_added(before, after)
    if len(added) > MOST_AT_ONCE:
        raise Invalid(
            "too_many_senders",
            f"Add up to {MOST_AT_ONCE} mail domains and networks at a time, so that you can look at each.",
            field="policy",
        )
    if not set(added) <= set(agreed):
        said = [f"{name}: {_whom(work, site_id, name)}." for name in added if name.startswith("@")]
        if networks := [name for name in added if not name.startswith("@")]:
            said.append(f"{', '.join(networks)}: nobody can say, because no network is kept.")
        raise Conflict("look_first", " ".join([_LOOK, *said]), field="agreed")


def senders_added(before: Policy, after: Policy) -> list[str]:
    return added_names(
        (before.read_senders, after.read_senders), (before.refused_senders, after.refused_senders)
    )


def _whom(work: Work, site_id: int, name: str) -> str:
    count = count_writers_at(work.session, site_id, name[1:])
    if count > _MANY:
        return f"{count:,} people who have commented here; so many may share a large provider"
    return {0: "nobody who has commented here", 1: "1 person who has commented here"}.get(
        count, f"{count} people who have commented here"
    )
