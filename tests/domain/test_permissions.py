"""The permission table: who is told what."""

from datetime import UTC, datetime, timedelta

import pytest

from commentbox.domain.comment import Status
from commentbox.domain.errors import Forbidden, NotSignedIn
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor, Role
from commentbox.domain.permissions import (
    CLOSED,
    Denial,
    require,
    signed_in,
    why_banned,
    why_not_edit,
    why_not_flag,
    why_not_post,
    why_not_vote,
    why_not_withdraw,
)
from commentbox.domain.rights import Right, why_not
from commentbox.domain.sanctions import Sanction, SanctionKind

NOW = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 5, 3, 14, 0, tzinfo=UTC)
LENIENT = Policy()


def actor(
    role: Role = Role.READER,
    *,
    banned_until: datetime | None = None,
    ban_reason: str = "",
    sanctions: tuple[Sanction, ...] = (),
    verified: bool = True,
    is_staff_session: bool = False,
) -> Actor:
    return Actor(
        id=1,
        name="Ada",
        role=role,
        sanctions=sanctions or _ban(banned_until, ban_reason),
        verified=verified,
        is_staff_session=is_staff_session,
    )


def _ban(until: datetime | None, reason: str) -> tuple[Sanction, ...]:
    return () if until is None else (sanction(SanctionKind.BAN, until, reason),)


def sanction(kind: SanctionKind, until: datetime | None = None, reason: str = "Rude.") -> Sanction:
    return Sanction(id=7, kind=kind, site_id=1, until=until, reason=reason)


READER = actor()
BANNED = actor(banned_until=LATER, ban_reason="Threats against others.")
FREE_AGAIN = actor(banned_until=NOW)
UNCONFIRMED = actor(verified=False)
MODERATOR = actor(Role.MODERATOR, is_staff_session=True)
ADMIN = actor(Role.ADMIN, is_staff_session=True)


@pytest.mark.parametrize(
    ("person", "is_open", "expected"),
    [
        (READER, True, None),
        (FREE_AGAIN, True, None),
        (UNCONFIRMED, True, None),
        (actor(banned_until=LATER, verified=False), True, "banned"),
        (actor(sanctions=(sanction(SanctionKind.BAN),)), True, "banned"),
        (actor(sanctions=(sanction(SanctionKind.MUTE, LATER),)), True, "muted"),
        (actor(sanctions=(sanction(SanctionKind.MUTE, NOW),)), True, None),
        (actor(sanctions=(sanction(SanctionKind.WARNING),)), True, "warned"),
        (actor(sanctions=(sanction(SanctionKind.ALWAYS_READ), sanction(SanctionKind.TRUST))), True, None),
        (BANNED, True, "banned"),
        (None, True, "signed_out"),
        (None, False, "closed"),
        (READER, False, "closed"),
        (ADMIN, False, "closed"),
        (ADMIN, True, None),
    ],
)
def test_who_may_comment(person: Actor | None, is_open: bool, expected: str | None) -> None:
    assert code(why_not_post(person, is_open=is_open, now=NOW, site_id=1)) == expected


def test_a_ban_says_until_when_and_why() -> None:
    denial = why_banned(BANNED, NOW, 1)
    assert denial is not None
    assert denial.message == "You cannot comment until 3 May 2026, 14:00 UTC. Reason: Threats against others."


def test_a_sanction_is_of_one_site() -> None:
    assert why_banned(BANNED, NOW, 2) is None
    assert code(why_banned(BANNED, NOW, None)) == "banned"
    assert why_not_post(BANNED, is_open=True, now=NOW, site_id=2) is None


def test_who_is_muted_or_warned_may_vote_and_the_warning_is_told() -> None:
    muted = actor(sanctions=(sanction(SanctionKind.MUTE, LATER),))
    warned = actor(sanctions=(sanction(SanctionKind.WARNING),))
    for person in (muted, warned):
        assert why_not_vote(person, 2, Status.PUBLISHED, now=NOW, site_id=1) is None
    denial = why_not_post(warned, is_open=True, now=NOW, site_id=1)
    assert denial is not None
    assert (denial.message, denial.warning_id) == ("Please read this before your next comment: “Rude.”", 7)


def test_what_stands_beside_a_person_comes_back_as_it_was() -> None:
    for until in (None, LATER):
        kept = sanction(SanctionKind.MUTE, until)
        assert Sanction.from_dict(kept.to_dict()) == kept


@pytest.mark.parametrize(
    ("person", "author_id", "status", "expected"),
    [
        (READER, 2, Status.PUBLISHED, None),
        (READER, None, Status.PUBLISHED, None),
        (READER, 1, Status.PUBLISHED, "own_comment"),
        (READER, 2, Status.HELD, "not_there"),
        (READER, 2, Status.REMOVED, "not_there"),
        (READER, 2, Status.WITHDRAWN, "not_there"),
        (BANNED, 2, Status.PUBLISHED, "banned"),
        (None, 2, Status.PUBLISHED, "signed_out"),
    ],
)
def test_who_may_vote_and_flag(
    person: Actor | None, author_id: int | None, status: Status, expected: str | None
) -> None:
    assert code(why_not_vote(person, author_id, status, now=NOW, site_id=1)) == expected
    assert code(why_not_flag(person, author_id, status, now=NOW, site_id=1)) == expected


@pytest.mark.parametrize(
    ("person", "author_id", "status", "minutes", "expected"),
    [
        (READER, 1, Status.PUBLISHED, 5, None),
        (READER, 1, Status.HELD, 1, None),
        (READER, 1, Status.PUBLISHED, 6, "too_late"),
        (READER, 1, Status.REMOVED, 1, "not_there"),
        (READER, 1, Status.WITHDRAWN, 1, "not_there"),
        (READER, 2, Status.PUBLISHED, 1, "not_yours"),
        (READER, None, Status.PUBLISHED, 1, "not_yours"),
        (ADMIN, 2, Status.PUBLISHED, 1, "not_yours"),
        (BANNED, 1, Status.PUBLISHED, 1, "banned"),
        (None, 1, Status.PUBLISHED, 1, "signed_out"),
    ],
)
def test_who_may_change_a_comment(
    person: Actor | None, author_id: int | None, status: Status, minutes: int, expected: str | None
) -> None:
    created_at = NOW - timedelta(minutes=minutes)
    denial = why_not_edit(
        person, author_id, status, created_at=created_at, now=NOW, site_id=1, policy=LENIENT
    )
    assert code(denial) == expected


@pytest.mark.parametrize(
    ("person", "author_id", "status", "expected"),
    [
        (READER, 1, Status.PUBLISHED, None),
        (BANNED, 1, Status.HELD, None),
        (READER, 1, Status.REMOVED, "not_there"),
        (MODERATOR, 2, Status.PUBLISHED, "not_yours"),
        (None, 1, Status.PUBLISHED, "signed_out"),
    ],
)
def test_who_may_take_a_comment_back(
    person: Actor | None, author_id: int, status: Status, expected: str | None
) -> None:
    assert code(why_not_withdraw(person, author_id, status)) == expected


@pytest.mark.parametrize(
    ("person", "moderate", "administer"),
    [
        (ADMIN, None, None),
        (MODERATOR, None, "not_admin"),
        (actor(Role.ADMIN), "staff_login", "staff_login"),
        (actor(Role.MODERATOR), "staff_login", "not_admin"),
        (READER, "not_moderator", "not_admin"),
        (actor(is_staff_session=True), "not_moderator", "not_admin"),
        (None, "signed_out", "signed_out"),
    ],
)
def test_staff_need_their_role_and_a_session_of_the_console(
    person: Actor | None, moderate: str | None, administer: str | None
) -> None:
    assert code(why_not(person, Right.MODERATE)) == moderate
    assert code(why_not(person, Right.ADMINISTER)) == administer


def test_a_denial_stops_with_the_message_people_are_shown() -> None:
    with pytest.raises(Forbidden, match=r"^Comments on this article are closed\.$"):
        require(CLOSED)
    with pytest.raises(NotSignedIn, match=r"^To join the conversation, please log in\.$"):
        require(why_not(None, Right.MODERATE))
    require(None)


def test_nobody_signed_in_is_asked_to_log_in() -> None:
    assert signed_in(READER) is READER
    with pytest.raises(NotSignedIn):
        signed_in(None)


def code(denial: Denial | None) -> str | None:
    return None if denial is None else denial.code
