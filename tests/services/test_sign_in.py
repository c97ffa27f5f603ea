"""Sessions end when they should, and a token is worth exactly what it was made for."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Role
from commentbox.domain.sanctions import Sanction, SanctionKind
from commentbox.services.sign_in import (
    Kind,
    at_site,
    make_code,
    open_session,
    redeem_code,
    sign_out,
    touch,
    visit,
    who_is,
)
from commentbox.services.work import Work
from commentbox.store.people import PersonRow, StaffRow
from commentbox.store.sessions import SessionRow
from commentbox.store.sites import site_by_key
from tests import make
from tests.conftest import Clock, WorkFactory

PAPER = make.PAPER


@pytest.mark.parametrize(
    ("kind", "idle", "absolute"),
    [
        ("reader", timedelta(days=30), timedelta(days=90)),
        ("embed", timedelta(days=30), timedelta(days=90)),
        ("staff", timedelta(hours=12), timedelta(days=7)),
    ],
)
def test_a_session_ends_after_idleness_and_at_the_latest_after_its_life(
    work: WorkFactory, clock: Clock, kind: Kind, idle: timedelta, absolute: timedelta
) -> None:
    idle_token, busy_token = _tokens(work, kind)
    signed_in_at = clock.now
    while clock.now + idle / 2 < signed_in_at + absolute:
        clock.now += idle / 2
        assert _is_in(work, busy_token, kind)
        with work() as w:
            touch(w, busy_token, kind)
    clock.now = signed_in_at + absolute - timedelta(seconds=1)
    assert _is_in(work, busy_token, kind)
    assert not _is_in(work, idle_token, kind)
    clock.now = signed_in_at + absolute
    assert not _is_in(work, busy_token, kind)


def test_an_untouched_session_lives_to_the_second(work: WorkFactory, clock: Clock) -> None:
    token, _ = _tokens(work, "reader")
    clock.advance(days=30, seconds=-1)
    assert _is_in(work, token, "reader")
    clock.advance(seconds=1)
    assert not _is_in(work, token, "reader")


def test_reads_write_at_most_once_a_minute(work: WorkFactory, clock: Clock) -> None:
    token, _ = _tokens(work, "reader")

    def is_due(w: Work) -> bool:
        found = visit(w, token, "reader")
        assert found is not None
        return found.is_touch_due

    clock.advance(seconds=59)
    with work() as w:
        assert not is_due(w)
    clock.advance(seconds=1)
    with work() as w:
        assert is_due(w)
        touch(w, token, "reader")
    with work() as w:
        assert not is_due(w)


def test_a_token_is_no_good_as_another_kind_or_at_another_site(work: WorkFactory) -> None:
    with work() as w:
        site, other = make.site(w), make.site(w, "gazette", origins=("https://gazette.example",))
        person = make.member(w, "Mo Ash", role=Role.ADMIN, at=site)
        w.session.flush()
        reader = open_session(w, person.id, "reader")
        embed = open_session(w, person.id, "embed", site.id)
        staff = open_session(w, person.id, "staff")
        assert who_is(w, reader, "staff", site.id) is None
        assert who_is(w, reader, "embed", site.id) is None
        assert who_is(w, embed, "reader") is None
        assert who_is(w, embed, "staff", site.id) is None
        assert who_is(w, embed, "embed", other.id) is None
        assert who_is(w, embed, "embed", None) is None
        assert who_is(w, staff, "reader") is None


def test_a_moderator_has_a_readers_powers_everywhere_but_at_the_console(work: WorkFactory) -> None:
    with work() as w:
        site, other = make.site(w), make.site(w, "gazette", origins=("https://gazette.example",))
        person = make.member(w, "Mo Ash", role=Role.ADMIN, at=site)
        w.session.flush()
        for kind, at in (("reader", None), ("embed", site.id)):
            actor = who_is(w, open_session(w, person.id, kind, at), kind, at)  # type: ignore[arg-type]
            assert actor is not None
            assert (actor.role, actor.is_staff_session) == (Role.READER, False)
            assert at_site(w, actor, site.id).role is Role.READER
        token = open_session(w, person.id, "staff")
        here, there = who_is(w, token, "staff", site.id), who_is(w, token, "staff", other.id)
        assert here is not None
        assert there is not None
        assert (here.role, there.role) == (Role.ADMIN, Role.READER)


def test_a_reader_at_the_consoles_door_hears_what_a_wrong_password_hears(work: WorkFactory) -> None:
    with pytest.raises(Invalid, match="E-mail or password is not right"), work() as w:
        open_session(w, make.member(w).id, "staff")


def test_the_consoles_session_is_worth_nothing_to_who_is_banned_or_no_longer_staff(work: WorkFactory) -> None:
    with work() as w:
        person = make.member(w, role=Role.MODERATOR, at=make.site(w))
        w.session.flush()
        token = open_session(w, person.id, "staff")
        row = w.session.get_one(PersonRow, person.id)
        row.sanctions = [Sanction(id=1, kind=SanctionKind.BAN, site_id=1, reason="").to_dict()]
        assert who_is(w, token, "staff") is None
        row.sanctions = []
        assert who_is(w, token, "staff") is not None
        w.session.execute(delete(StaffRow))
        assert who_is(w, token, "staff") is None


def test_signing_in_again_ends_the_session_the_browser_came_with(work: WorkFactory) -> None:
    with work() as w:
        person = make.member(w)
        old = open_session(w, person.id, "reader")
        w.session.flush()
        new = open_session(w, person.id, "reader", instead_of=old)
        assert new != old
        assert who_is(w, old, "reader") is None
        assert who_is(w, new, "reader") is not None


@pytest.mark.parametrize("token", [None, "", "x", "a" * 10_000, "é\udcff", "' OR 1=1 --"])
def test_what_is_no_token_is_nobody(work: WorkFactory, token: str | None) -> None:
    with work() as w:
        assert who_is(w, token, "reader") is None
        sign_out(w, token)


def test_the_database_does_not_hold_the_token(work: WorkFactory) -> None:
    with work() as w:
        token = open_session(w, make.member(w).id, "reader")
        w.session.flush()
        kept = w.session.scalars(select(SessionRow.token_hash)).one()
        assert len(token) >= 43
        assert token not in kept


def test_a_code_is_worth_one_session_once(work: WorkFactory) -> None:
    code, site_id = _code(work)
    with work() as w:
        token = redeem_code(w, code, site_id, PAPER)
        assert who_is(w, token, "embed", site_id) is not None
        assert redeem_code(w, code, site_id, PAPER) is None


@pytest.mark.parametrize(
    ("is_own_site", "origin", "seconds"),
    [
        (False, PAPER, 0),
        (True, "https://evil.example", 0),
        (True, f"{PAPER}/", 0),
        (True, None, 0),
        (True, PAPER, 60),
    ],
)
def test_a_code_for_another_place_or_a_late_one_is_spent_for_nothing(
    work: WorkFactory, clock: Clock, is_own_site: bool, origin: str | None, seconds: int
) -> None:
    code, site_id = _code(work)
    clock.advance(seconds=seconds)
    with work() as w:
        assert redeem_code(w, code, site_id if is_own_site else site_id + 1, origin) is None
    with work() as w:
        assert redeem_code(w, code, site_id, PAPER) is None


@pytest.mark.parametrize("code", [None, 7, "", [], "x" * 5000])
def test_what_is_no_code_is_worth_nothing(work: WorkFactory, code: object) -> None:
    with work() as w:
        assert redeem_code(w, code, make.site(w).id, PAPER) is None


def _code(work: WorkFactory) -> tuple[str, int]:
    with work() as w:
        site = make.site(w)
        return make_code(w, make.member(w).id, site.id, PAPER), site.id


def _tokens(work: WorkFactory, kind: Kind) -> tuple[str, str]:
    with work() as w:
        site = make.site(w)
        person = make.member(w, role=Role.MODERATOR, at=site)
        w.session.flush()
        at = site.id if kind == "embed" else None
        return open_session(w, person.id, kind, at), open_session(w, person.id, kind, at)


def _is_in(work: WorkFactory, token: str, kind: Kind) -> bool:
    with work() as w:
        return who_is(w, token, kind, _site_id(w) if kind == "embed" else None) is not None


def _site_id(work: Work) -> int:
    site = site_by_key(work.session, "courier")
    assert site is not None
    return site.id
