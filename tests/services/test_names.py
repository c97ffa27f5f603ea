"""A name is changed now and then, and nobody slips into somebody's old one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from commentbox.domain.errors import CommentboxError, Conflict, Invalid
from commentbox.domain.people import Actor
from commentbox.services.accounts import register
from commentbox.services.my_profile import read_profile
from commentbox.services.names import change_bio, change_name
from commentbox.services.work import begin
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        make.site(w)
        return make.member(w, "Ann Alder")


def rename(work: WorkFactory, who: Actor, name: str) -> None:
    with work() as w:
        change_name(w, who, name)


def name_of(work: WorkFactory, who: Actor) -> str:
    with work() as w:
        return read_profile(w, who).name


def test_once_in_fourteen_days(work: WorkFactory, ann: Actor, clock: Clock) -> None:
    rename(work, ann, "Ann Ash")
    rename(work, ann, "Ann Ash")  # sent twice
    with pytest.raises(Conflict, match="18 May 2026"):
        rename(work, ann, "Ann Oak")
    clock.advance(days=14)
    rename(work, ann, "Ann Oak")
    with work() as w:
        profile = read_profile(w, ann)
    assert (profile.name, profile.names_before) == ("Ann Oak", ("Ann Ash", "Ann Alder"))


@pytest.mark.parametrize("name", ["Ann Alder", "ANN ALDER", "Annalder", "Ann A1der"])
def test_the_old_name_is_nobody_else_s_for_a_year(
    work: WorkFactory, ann: Actor, clock: Clock, name: str
) -> None:
    with work() as w:
        bob = make.member(w, "Bob Birch")
    rename(work, ann, "Ann Ash")
    clock.advance(days=364)
    with pytest.raises(Invalid, match="looks like it"):
        rename(work, bob, name)
    with work() as w, pytest.raises(Invalid):
        register(w, name=name, email="new@mail.example", password=make.PASSWORD)
    clock.advance(days=2)
    rename(work, bob, name)


def test_its_owner_may_go_back(work: WorkFactory, ann: Actor, clock: Clock) -> None:
    rename(work, ann, "Ann Ash")
    clock.advance(days=15)
    rename(work, ann, "Ann Alder")
    assert name_of(work, ann) == "Ann Alder"


@pytest.mark.parametrize("name", ["Bob Birch", "B0b Birch", "Moderator", "Courier", "x", "<b>Ann</b>", ""])
def test_what_is_no_name_to_take(work: WorkFactory, ann: Actor, name: str) -> None:
    with work() as w:
        make.member(w, "Bob Birch")
    with pytest.raises(Invalid):
        rename(work, ann, name)
    assert name_of(work, ann) == "Ann Alder"


def test_two_changes_to_one_name_at_the_same_moment(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock, ann: Actor
) -> None:
    with work() as w:
        people = [ann, *(make.member(w) for _ in range(7))]

    def run(who: Actor) -> bool:
        try:
            with begin(engine, settings, clock()) as w:
                change_name(w, who, "Robin Reed")
        except CommentboxError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(run, people)) == 1
    assert [name_of(work, who) for who in people].count("Robin Reed") == 1


def test_giving_up_and_taking_a_name_at_the_same_moment(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock, ann: Actor
) -> None:
    with work() as w:
        others = [make.member(w) for _ in range(7)]

    def run(who: Actor) -> None:
        try:
            with begin(engine, settings, clock()) as w:
                change_name(w, who, "Ann Ash" if who is ann else "Ann Alder")
        except CommentboxError:
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, [*others[:3], ann, *others[3:]]))
    assert [name_of(work, who) for who in others].count("Ann Alder") == 0


def test_a_line_about_oneself(work: WorkFactory, ann: Actor) -> None:
    with work() as w:
        change_bio(w, ann, " Rows,\n rarely <b>wins</b>. ")
        assert read_profile(w, ann).bio == "Rows, rarely <b>wins</b>."
        change_bio(w, ann, "")
        assert read_profile(w, ann).bio == ""
        with pytest.raises(Invalid):
            change_bio(w, ann, "x" * 201)
