"""The table of rights, read as sentences."""

import pytest

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Role
from commentbox.domain.rights import Reach, Right, covers, may, rights_of
from commentbox.domain.staff import clean_sections, joined


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        *((role, set()) for role in (Role.READER, Role.MEMBER, Role.EXPERT, Role.STAFF)),
        (Role.ANALYST, {Right.NUMBERS, Right.LOG}),
        (Role.LEGAL, {Right.LOG, Right.CARDS, Right.DECIDE}),
        (Role.MODERATOR, set(Right) - {Right.LEAD, Right.ADMINISTER}),
        (Role.LEAD, set(Right) - {Right.ADMINISTER}),
        (Role.ADMIN, set(Right)),
    ],
)
def test_what_each_role_may_do(role: Role, rights: set[Right]) -> None:
    assert set(rights_of(role)) == rights
    assert role.is_at_console is bool(rights)


def test_who_only_looks_decides_nothing() -> None:
    changes = (Right.DECIDE, Right.MODERATE, Right.LEAD, Right.ADMINISTER)
    assert not any(may(Role.ANALYST, right) for right in changes)


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        (Role.ADMIN, Role.LEAD, True),
        (Role.LEAD, Role.LEGAL, True),
        (Role.MODERATOR, Role.ANALYST, True),
        (Role.LEGAL, Role.MODERATOR, False),
        (Role.ANALYST, Role.LEGAL, False),  # neither may do all that the other may
        (Role.LEGAL, Role.ANALYST, False),
        (Role.STAFF, Role.EXPERT, True),
        (Role.MEMBER, Role.STAFF, False),
        (Role.MEMBER, Role.READER, True),
    ],
)
def test_one_role_covers_another(one: Role, other: Role, is_so: bool) -> None:
    assert covers(one, other) is is_so


def test_a_section_ends_where_its_address_does() -> None:
    sport = Reach(starts=("https://paper.example/sport/",))
    assert sport.has_article("https://paper.example/sport/cup")
    assert not sport.has_article("https://paper.example/sports/cup")
    assert not sport.has_article("https://paper.example/Sport/cup")
    assert Reach().has_article("https://paper.example/anything")
    assert (Reach().is_whole, sport.is_whole, Reach(only_legal=True).is_whole) == (True, False, False)


def test_sections_are_written_with_anything_between() -> None:
    assert clean_sections(" /sport/, /culture/\n/sport/ ") == ("/sport/", "/culture/")
    assert clean_sections("  ") == ()
    for raw in ("sport/", "/sport/?a=1", " ".join(f"/{n}/" for n in range(21))):
        with pytest.raises(Invalid):
            clean_sections(raw)


def test_more_sections_are_never_fewer() -> None:
    assert joined(["/a/"], ["/b/", "/a/"]) == ("/a/", "/b/")
    assert joined([], ["/b/"]) == joined(["/a/"], []) == ()  # the whole site stays the whole site
