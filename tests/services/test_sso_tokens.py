"""A publisher's token opens one session, once; every other kind opens none and says why."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from joserfc.jwk import OKPKey
from sqlalchemy import func, select

from commentbox.domain.people import Role, name_key
from commentbox.services.accounts import ban
from commentbox.services.do_jobs import tidy
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sites import Site, get_site
from commentbox.services.sso import Exchanged, redeem_token
from commentbox.services.sso_keys import add_key, retire_key
from commentbox.store.identities import BadgeRow
from commentbox.store.people import PersonRow
from commentbox.store.sessions import SessionRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.services.tokens import SECRET, claims, eddsa, encoded, hs256, sign

PAIR = OKPKey.generate_key("Ed25519")
PUBLIC = PAIR.as_pem(private=False).decode()


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


def jwk_header(clock: Clock) -> str:
    """Brings its own key, as if we would look there."""
    return eddsa(claims(clock), PAIR, jwk=PAIR.as_dict(private=False))


def cut(token: str) -> str:
    return token[:-2]


def other_last_letter(token: str) -> str:
    return token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB")


BAD: dict[str, tuple[Callable[[Clock], object], str]] = {
    "no text": (lambda c: 7, "must be text"),
    "nothing": (lambda c: "", "There is no token"),
    "two parts": (lambda c: ".".join(hs256(claims(c)).split(".")[:2]), "2 parts"),
    "four parts": (lambda c: hs256(claims(c)) + ".x", "4 parts"),
    "not base64url": (lambda c: "a$b.c.d", "not in base64url"),
    "far too long": (lambda c: hs256(claims(c, extra="x" * 9000)), "longer than 8 kB"),
    "header is a list": (lambda c: sign(encoded([]), encoded(claims(c))), "first part"),
    "payload is a list": (lambda c: hs256([1]), "second part"),
    "payload is not JSON": (lambda c: hs256(b"no"), "second part"),
    "a claim twice": (lambda c: hs256(b'{"sub": "1", "sub": "2"}'), "second part"),
    "not a number": (lambda c: hs256(b'{"exp": NaN}'), "second part"),
    "alg none": (
        lambda c: f"{encoded({'alg': 'none', 'kid': 'main'})}.{encoded(claims(c))}.",
        "this key signs with HS256 only",
    ),
    "alg none, signature kept": (lambda c: hs256(claims(c), alg="none"), "signs with HS256 only"),
    "alg None in capitals": (lambda c: hs256(claims(c), alg="NONE"), "signs with HS256 only"),
    "no alg": (lambda c: hs256(claims(c), alg=None), "“alg” is missing"),
    "HS512 with the same secret": (
        lambda c: sign(encoded({"alg": "HS512", "kid": "main"}), encoded(claims(c)), digest="sha512"),
        "signs with HS256 only",
    ),
    "the public key as secret": (
        lambda c: hs256(claims(c), secret=PUBLIC, kid="edwards"),
        "signs with EdDSA only",
    ),
    "the public key as secret, alg forged": (
        lambda c: hs256(claims(c), secret=PUBLIC, kid="edwards", alg="EdDSA"),
        "signature is not right",
    ),
    "EdDSA under the secret’s name": (
        lambda c: eddsa(claims(c), PAIR, kid="main"),
        "signs with HS256 only",
    ),
    "another pair": (lambda c: eddsa(claims(c), OKPKey.generate_key("Ed25519")), "signature is not right"),
    "another secret": (lambda c: hs256(claims(c), secret=SECRET + "!"), "signature is not right"),
    "changed afterwards": (
        lambda c: (
            hs256(claims(c)).split(".")[0]
            + f".{encoded(claims(c, sub='1'))}."
            + hs256(claims(c)).split(".")[2]
        ),
        "signature is not right",
    ),
    "cut short": (lambda c: cut(hs256(claims(c))), "perhaps it was cut"),
    "one letter else": (lambda c: other_last_letter(hs256(claims(c))), "signature is not right"),
    "no signature": (lambda c: hs256(claims(c)).rpartition(".")[0] + ".", "signature is not right"),
    "no kid": (lambda c: hs256(claims(c), kid=None), "“kid” is missing"),
    "unknown kid": (lambda c: hs256(claims(c), kid="nobody"), "“kid” is “nobody”"),
    "kid is a path": (lambda c: hs256(claims(c), kid="../../dev/null"), "live keys"),
    "kid is a number": (lambda c: hs256(claims(c), kid=1), "“kid” is missing"),
    "a retired key": (lambda c: hs256(claims(c), kid="old"), "live keys"),
    "another site’s key": (lambda c: hs256(claims(c), kid="theirs"), "live keys"),
    "its own key in the header": (jwk_header, "“jwk”, which is never accepted"),
    "an address of keys": (lambda c: hs256(claims(c), jku="https://evil.example"), "“jku”"),
    "critical extension": (lambda c: hs256(claims(c), crit=["b64"], b64=False), "“crit”"),
    "another type": (lambda c: hs256(claims(c), typ="at+jwt"), "“typ”"),
    "no aud": (lambda c: hs256(claims(c, aud=None)), "“aud” is missing"),
    "the other site’s aud": (lambda c: hs256(claims(c, aud=f"{BOX}/gazette")), "it must be"),
    "aud with a slash": (lambda c: hs256(claims(c, aud=f"{BOX}/courier/")), "it must be"),
    "aud of the box alone": (lambda c: hs256(claims(c, aud=BOX)), "it must be"),
    "no exp": (lambda c: hs256(claims(c, exp=None)), "“exp” must be"),
    "exp is text": (lambda c: hs256(claims(c, exp="soon")), "“exp” must be"),
    "exp is true": (lambda c: hs256(claims(c, exp=True)), "“exp” must be"),
    "exp in milliseconds": (lambda c: hs256(claims(c, exp=1_800_000_000_000)), "“exp” must be"),
    "no iat": (lambda c: hs256(claims(c, iat=None)), "“iat” must be"),
    "good for six minutes": (lambda c: hs256(claims(c, exp=at(c) + 360)), "5 minutes after it"),
    "ends before it begins": (lambda c: hs256(claims(c, iat=at(c) + 20, exp=at(c) + 10)), "after “iat”"),
    "run out": (lambda c: hs256(claims(c, iat=at(c) - 331, exp=at(c) - 31)), "run out 31 seconds ago"),
    "from the future": (lambda c: hs256(claims(c, iat=at(c) + 90, exp=at(c) + 200)), "compare the clocks"),
    "not yet": (lambda c: hs256(claims(c, nbf=at(c) + 90)), "“nbf”"),
    "no sub": (lambda c: hs256(claims(c, sub=None)), "“sub” must be"),
    "sub is a number": (lambda c: hs256(claims(c, sub=42)), "“sub” must be"),
    "sub is empty": (lambda c: hs256(claims(c, sub="")), "“sub” must be"),
    "sub with a NUL": (lambda c: hs256(claims(c, sub="4\x002")), "“sub” must be"),
    "no jti": (lambda c: hs256(claims(c, jti=None)), "“jti” must be"),
    "jti is short": (lambda c: hs256(claims(c, jti="1")), "“jti” must be"),
    "no name": (lambda c: hs256(claims(c, name=None)), "“name” must be"),
    "verified is text": (lambda c: hs256(claims(c, email_verified="yes")), "“email_verified”"),
    "no address": (lambda c: hs256(claims(c, email="cleo")), "“email” is not"),
    "badges are text": (lambda c: hs256(claims(c, badges="member")), "“badges” must be a list"),
    "too many badges": (lambda c: hs256(claims(c, badges=list("abcdef"))), "“badges” must be a list"),
    "a badge that is long": (lambda c: hs256(claims(c, badges=["x" * 25])), "“badges” has an entry"),
    "roles are numbers": (lambda c: hs256(claims(c, roles=[1])), "“roles” must be a list"),
    "avatar is an address": (lambda c: hs256(claims(c, avatar="https://img")), "“avatar” must be"),
}


def at(clock: Clock) -> int:
    return int(clock().timestamp())


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


def test_a_banned_reader_is_the_same_reader_with_the_next_token(
    work: WorkFactory, exchange: Callable[..., Exchanged], clock: Clock, site: Site
) -> None:
    exchange(hs256(claims(clock)))
    with work() as w:
        person = w.session.scalars(select(PersonRow)).one()
        editor = make.member(w, role=Role.MODERATOR, at=site)
        ban(w, editor, person.id, w.now + timedelta(days=9), "Rude.")
    done = exchange(hs256(claims(clock, name="Somebody Else")))
    with work() as w:
        actor = who_is(w, done.token, "embed", site.id)
    assert actor is not None
    assert actor.banned_until is not None


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
