"""A publisher's token opens one session, once; every other kind opens none and says why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from commentbox.domain.people import Role, name_key
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.do_jobs import tidy
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sites import Site, get_site
from commentbox.services.sso import Exchanged, redeem_token
from commentbox.services.sso_keys import add_key, retire_key
from commentbox.store.identities import BadgeRow
from commentbox.store.people import PersonRow, role_at
from commentbox.store.sessions import SessionRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.services.bad_tokens import BAD, PAIR, PUBLIC
from tests.services.tokens import SECRET, claims, eddsa, hs256


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        made = make.site(w)
        make.site(w, "gazette", origins=("https://gazette.example",))
        add_key(w, "courier", "HS256", kid="main", given=SECRET)
        add_key(w, "courier", "EdDSA", kid="edwards", given=PUBLIC)
        add_key(w, "gazette", "HS256", kid="theirs", given=SECRET)
        add_key(w, "courier", "HS256", kid="old", given=SECRET)
        retire_key(w, "courier", "old")
    return made


@pytest.fixture
def exchange(work: WorkFactory, site: Site) -> Callable[..., Exchanged]:
    def once(token: object, sent: str | None = None) -> Exchanged:
        with work() as w:
            return redeem_token(w, token, site, sent)

    return once


@pytest.mark.parametrize("name", BAD)
def test_a_bad_token_opens_nothing_and_the_reason_is_told(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, name: str
) -> None:
    token, told = BAD[name]
    done = exchange(token(clock))
    assert done.token is None
    assert told in (done.problem or "")
    with work() as w:
        assert w.session.scalar(select(func.count(PersonRow.id))) == 0
        assert w.session.scalar(select(func.count(SessionRow.token_hash))) == 0


def test_a_good_token_opens_a_readers_session(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site
) -> None:
    for token in (hs256(claims(clock)), eddsa(claims(clock, aud=[f"{BOX}/courier", "x"]), PAIR)):
        done = exchange(token)
        assert done.problem is None
        with work() as w:
            actor = who_is(w, done.token, "embed", site.id)
        assert actor is not None
        assert (actor.name, actor.role, actor.is_staff_session) == ("Cleo Marsh", Role.READER, False)


def test_everything_wrong_is_told_at_once(exchange: Callable[..., Exchanged], clock: Clock) -> None:
    token = hs256(claims(clock, aud="x", sub=None, jti=None, exp=1), kid="nobody")
    problem = exchange(token).problem or ""
    for word in ("kid", "aud", "sub", "jti", "run out"):
        assert word in problem


def test_a_page_that_signs_in_by_itself_does_not_keep_an_account_that_is_to_be_deleted(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    assert exchange(hs256(claims(clock))).token
    with work() as w:
        person = w.session.scalars(select(PersonRow)).one()
        person.erase_at = w.now + timedelta(hours=24)
    done = exchange(hs256(claims(clock, jti="another-jti-0002")))
    assert (done.token, "about to be deleted" in (done.problem or "")) == (None, True)
    with work() as w:
        assert w.session.scalars(select(PersonRow.erase_at)).one() is not None


@pytest.mark.parametrize("seconds", [0, 299, 300, 329])
def test_a_token_is_good_once_as_long_as_it_is_good(
    exchange: Callable[..., Exchanged], clock: Clock, seconds: int
) -> None:
    token = hs256(claims(clock))
    assert exchange(token).token
    clock.advance(seconds=seconds)
    assert "used already" in (exchange(token).problem or "")


def test_what_was_used_is_remembered_until_it_is_too_old(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    from_then = hs256(claims(clock))
    exchange(from_then)
    clock.advance(seconds=329)
    with work() as w:
        tidy(w)
    assert "used already" in (exchange(from_then).problem or "")
    clock.advance(seconds=2)
    assert "run out" in (exchange(from_then).problem or "")


def test_the_same_jti_at_another_site_is_another_token(work: WorkFactory, site: Site, clock: Clock) -> None:
    with work() as w:
        assert redeem_token(w, hs256(claims(clock, jti="same-one")), site, None).token
    with work() as w:
        other = get_site(w, "gazette")
        token = hs256(claims(clock, jti="same-one", aud=f"{BOX}/gazette"), kid="theirs")
        assert redeem_token(w, token, other, None).token


def test_of_many_exchanges_at_once_exactly_one_wins(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    token = hs256(claims(clock))
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: exchange(token), range(8)))
    assert sum(each.token is not None for each in done) == 1
    with work() as w:
        assert w.session.scalar(select(func.count(PersonRow.id))) == 1


def test_many_pages_of_one_new_reader_make_one_account(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    tokens = [hs256(claims(clock, badges=["Member"])) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(exchange, tokens))
    assert all(each.token for each in done)
    with work() as w:
        assert w.session.scalars(select(PersonRow.name)).all() == ["Cleo Marsh"]


def test_new_readers_of_one_name_each_get_their_own(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    tokens = [hs256(claims(clock, sub=str(number))) for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(exchange, tokens))
    with work() as w:
        names = w.session.scalars(select(PersonRow.name)).all()
    assert len({name_key(name) for name in names}) == 8
    assert "Cleo Marsh" in names
    assert not any(char.isdigit() for name in names for char in name)


def test_a_change_of_name_follows_and_a_clash_keeps_what_was(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock
) -> None:
    with work() as w:
        make.member(w, "Taken Already")

    def name_after(name: str) -> str:
        exchange(hs256(claims(clock, name=name)))
        with work() as w:
            return w.session.scalars(select(PersonRow.name).order_by(PersonRow.id.desc())).first() or ""

    assert name_after("Cleo Marsh") == "Cleo Marsh"
    assert name_after("Cleo Fenn") == "Cleo Fenn"
    assert name_after("Taken Already") == "Cleo Fenn"
    assert name_after("Moderator") == "Cleo Fenn"
    assert name_after("✓✓✓") == "Cleo Fenn"
    assert name_after("CLEO FENN") == "CLEO FENN"


def test_roles_are_words_beside_a_name_and_give_no_power(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site
) -> None:
    done = exchange(
        hs256(claims(clock, roles=["subscriber", "admin", "moderator"], badges=["Since 1998", "Staff"]))
    )
    with work() as w:
        actor = who_is(w, done.token, "embed", site.id)
        assert actor is not None
        assert actor.role is Role.READER
        row = w.session.get_one(BadgeRow, (actor.id, site.id))
        assert row.labels == ["Subscriber", "Since 1998"]
        with pytest.raises(Exception, match="not right"):
            open_session(w, actor.id, "staff")


def test_our_own_marks_come_with_a_token_and_go_with_the_next(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site
) -> None:
    for said, marks in (
        (["Member", "expert", "gold"], ["member", "expert"]),
        (["staff"], ["staff"]),
        ([], []),
    ):
        done = exchange(hs256(claims(clock, roles=said)))
        with work() as w:
            actor = who_is(w, done.token, "embed", site.id)
            assert actor is not None
            assert w.session.get_one(BadgeRow, (actor.id, site.id)).roles == marks
            assert role_at(w.session, actor.id, site.id) is Role.READER
            with pytest.raises(Exception, match="not right"):
                open_session(w, actor.id, "staff")


def test_a_banned_reader_is_the_same_reader_with_the_next_token(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site
) -> None:
    exchange(hs256(claims(clock)))
    with work() as w:
        person = w.session.scalars(select(PersonRow)).one()
        make.sanctioned(w, person.id, hours=240)
    done = exchange(hs256(claims(clock, name="Somebody Else")))
    with work() as w:
        actor = who_is(w, done.token, "embed", site.id)
    assert actor is not None
    assert [each.kind for each in actor.sanctions] == [SanctionKind.BAN]


class TestThePageThatWasKept:
    """A browser goes back to a page it has, with a token that is old or used by now."""

    @pytest.mark.parametrize("seconds", [0, 3600])
    def test_the_reader_it_names_stays_signed_in(
        self, work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site, seconds: int
    ) -> None:
        token = hs256(claims(clock))
        here = exchange(token).token
        clock.advance(seconds=seconds)
        assert exchange(token, here) == Exchanged()
        with work() as w:
            assert who_is(w, here, "embed", site.id)

    @pytest.mark.parametrize("bad", ["", "rubbish"])
    def test_another_one_is_signed_out(
        self, work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site, bad: str
    ) -> None:
        old = hs256(claims(clock))
        exchange(old)
        here = exchange(hs256(claims(clock, sub="43", name="Dan Fenn"))).token
        assert exchange(bad or old, here).problem
        with work() as w:
            assert who_is(w, here, "embed", site.id) is None

    def test_who_came_through_our_own_window_stays(
        self, work: WorkFactory, exchange: Callable[..., Exchanged], site: Site
    ) -> None:
        with work() as w:
            here = open_session(w, make.member(w).id, "embed", site.id)
        assert exchange("rubbish", here).problem
        with work() as w:
            assert who_is(w, here, "embed", site.id)
