"""Joining, roles and bans: what is promised to readers, and what an onlooker must not learn."""

from collections.abc import Callable

import argon2._password_hasher as argon2_calls
import pytest
from sqlalchemy import Engine, event, func, select

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Role
from commentbox.services.accounts import (
    add_staff,
    check_password_of,
    confirm_email,
    register,
    set_role,
)
from commentbox.services.email_proof import LASTS, make_proof
from commentbox.services.my_profile import read_profile
from commentbox.services.names import change_name
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.work import Work
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow, person_by_email, role_at
from tests import make
from tests.conftest import Clock, WorkFactory

HASHES = ("hash_secret", "verify_secret")
ANN = {"name": "Ann Alder", "email": "ann@mail.example", "password": make.PASSWORD}


@pytest.fixture
def count_hashes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many slow hashes were made so far, new ones and comparisons alike."""
    made: list[str] = []
    for name in HASHES:
        real = getattr(argon2_calls, name)
        monkeypatch.setattr(argon2_calls, name, _counted(real, made))
    return lambda: len(made)


def _counted(real: Callable[..., object], made: list[str]) -> Callable[..., object]:
    def call(*args: object, **kwargs: object) -> object:
        made.append("one")
        return real(*args, **kwargs)

    return call


def test_who_registers_can_log_in_with_that_password_only(work: WorkFactory) -> None:
    with work() as w:
        register(w, **ANN)
    with work() as w:
        person = check_password_of(w, "ann@mail.example", make.PASSWORD)
        assert person is not None
        assert person.name == "Ann Alder"
        assert check_password_of(w, "ann@mail.example", "wrong horse battery") is None


def test_an_address_is_the_same_in_capitals(work: WorkFactory) -> None:
    with work() as w:
        register(w, **ANN)
        register(w, name="Ann Again", email="ANN@Mail.example", password=make.PASSWORD)
        assert w.session.scalar(select(func.count(PersonRow.id))) == 1
        assert check_password_of(w, " Ann@mail.EXAMPLE", make.PASSWORD) is not None


@pytest.mark.usefixtures("at_full_cost")
def test_the_password_is_never_stored_as_it_is(work: WorkFactory) -> None:
    with work() as w:
        register(w, **ANN)
        person = person_by_email(w.session, "ann@mail.example")
        assert person is not None
        assert person.password_hash is not None
        assert person.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("name", ["ann alder", "ANN ALDER", "Аnn Аlder", "Ann  Alder", "Ann-Alder"])
def test_a_name_that_looks_like_another_is_taken(work: WorkFactory, name: str) -> None:
    with work() as w:
        register(w, **ANN)
    with pytest.raises(Invalid) as refusal, work() as w:
        register(w, name=name, email="other@mail.example", password=make.PASSWORD)
    assert refusal.value.field == "name"


@pytest.mark.parametrize("name", ["Moderator", "The Courier", "C0urier"])
def test_nobody_registers_as_the_newsroom(work: WorkFactory, name: str) -> None:
    with pytest.raises(Invalid, match="newsroom"), work() as w:
        make.site(w, "courier")
        register(w, name=name, email="x@mail.example", password=make.PASSWORD)


def test_a_taken_address_changes_nothing_and_its_owner_is_told(work: WorkFactory) -> None:
    with work() as w:
        register(w, **ANN)
        w.session.query(JobRow).delete()
    with work() as w:
        register(w, name="Bert", email="ann@mail.example", password="another password")
    with work() as w:
        assert check_password_of(w, "ann@mail.example", make.PASSWORD) is not None
        assert check_password_of(w, "ann@mail.example", "another password") is None
        letter = w.session.scalars(select(JobRow)).one()
        assert (letter.kind, letter.payload["to"]) == ("mail", "ann@mail.example")
        assert "somebody tried to register" in letter.payload["text"]
        assert "Bert" not in letter.payload["text"]


@pytest.mark.parametrize("email", ["ann@mail.example", "new@mail.example"])
def test_the_name_that_was_sent_is_taken_either_way(work: WorkFactory, email: str) -> None:
    with work() as w:
        register(w, **ANN)
    with work() as w:
        register(w, name="Cleo Cedar", email=email, password=make.PASSWORD)
    with pytest.raises(Invalid, match="Somebody has this name"), work() as w:
        register(w, name="Cleo Cedar", email="third@mail.example", password=make.PASSWORD)


def test_the_owner_of_the_address_never_had_the_name_and_may_take_it(work: WorkFactory) -> None:
    with work() as w:
        ann = make.member(w, "Ann Alder")
    with work() as w:
        register(w, name="Cleo Cedar", email="annalder@mail.example", password=make.PASSWORD)
    with work() as w:
        assert read_profile(w, ann).names_before == ()
        change_name(w, ann, "Cleo Cedar")
        assert read_profile(w, ann).name == "Cleo Cedar"


def test_a_new_address_costs_what_a_taken_one_costs(
    work: WorkFactory, count_hashes: Callable[[], int]
) -> None:
    costs = [_cost_of_registering(work, name, count_hashes) for name in ("Ann Alder", "Bert Birch")]
    assert costs == [(1, 1), (1, 1)]


def _cost_of_registering(work: WorkFactory, name: str, hashes: Callable[[], int]) -> tuple[int, int]:
    """Slow hashes made, letters written."""
    before = hashes()
    with work() as w:
        letters = w.session.scalar(select(func.count(JobRow.id))) or 0
        register(w, name=name, email="ann@mail.example", password=make.PASSWORD)
        return hashes() - before, (w.session.scalar(select(func.count(JobRow.id))) or 0) - letters


@pytest.mark.parametrize("email", ["ann@mail.example", "nobody@mail.example", "not an address", "imported"])
def test_a_log_in_costs_one_hash_whoever_it_is(
    work: WorkFactory, count_hashes: Callable[[], int], email: str
) -> None:
    with work() as w:
        register(w, **ANN)
        check_password_of(w, "warm@up.example", "x")  # nobody's hash is made once per process
        before = count_hashes()
        assert check_password_of(w, email, "wrong password") is None
        assert count_hashes() - before == 1


def test_no_lock_is_held_while_a_password_is_hashed(
    work: WorkFactory, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real = getattr(argon2_calls, HASHES[0])

    def noted(*args: object, **kwargs: object) -> object:
        order.append("hash")
        return real(*args, **kwargs)

    monkeypatch.setattr(argon2_calls, HASHES[0], noted)
    event.listen(engine, "begin", lambda connection: order.append("begin"))
    with work() as w:
        register(w, **ANN)
    assert order == ["hash", "begin"]


def test_an_imported_author_has_no_password_to_guess(work: WorkFactory) -> None:
    with work() as w:
        w.session.add(PersonRow(name="Old Hand", email="old@mail.example", created_at=w.now))
        w.session.flush()
        assert check_password_of(w, "old@mail.example", "nobody") is None
        assert check_password_of(w, "old@mail.example", "") is None


def test_the_letter_to_a_new_reader_holds_a_link_that_confirms_the_address(work: WorkFactory) -> None:
    with work() as w:
        register(w, **ANN)
        text = w.session.scalars(select(JobRow)).one().payload["text"]
    link = next(line for line in text.splitlines() if line.startswith("http://comments.example/confirm/"))
    with work() as w:
        assert confirm_email(w, link.rpartition("/")[2]) == "Ann Alder"
    with work() as w:
        person = person_by_email(w.session, "ann@mail.example")
        assert person is not None
        assert person.verified_at == w.now


def test_a_proof_is_for_one_address_and_one_week(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        person_id = _ann(w).id
        good = make_proof(w.settings, person_id, "ann@mail.example", w.now)
        bad = [
            make_proof(w.settings, person_id, "old@mail.example", w.now),
            make_proof(w.settings, person_id + 1, "ann@mail.example", w.now),
            good[:-1],
            good.replace(".", "..", 1),
            f"{person_id}.99999999999.{good.rpartition('.')[2]}",
            f"{person_id}..",
            "",
            "½.²." + "0" * 64,
        ]
        for proof in bad:
            with pytest.raises(Invalid):
                confirm_email(w, proof)
    clock.now += LASTS
    with work() as w:
        confirm_email(w, good)
    clock.advance(seconds=1)
    with pytest.raises(Invalid), work() as w:
        confirm_email(w, good)


def test_who_squats_on_a_moderators_address_gets_nothing(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        register(w, name="Squatter", email="mo@mail.example", password="the squatters own")
        squatter = person_by_email(w.session, "mo@mail.example")
        assert squatter is not None
        token = open_session(w, squatter.id, "reader")
        w.session.flush()
        _staff(w, "Mo Ash", Role.MODERATOR)
        assert check_password_of(w, "mo@mail.example", "the squatters own") is None
        assert who_is(w, token, "reader") is None
        mo = check_password_of(w, "mo@mail.example", make.PASSWORD)
        assert mo is not None
        assert (mo.name, role_at(w.session, mo.id, site.id)) == ("Mo Ash", Role.MODERATOR)


def test_a_change_of_role_signs_out(work: WorkFactory) -> None:
    with work() as w:
        site = make.site(w)
        _staff(w, "Mo Ash", Role.ADMIN)
        make.member(w, "Una", role=Role.ADMIN, at=site)  # a site is never without
        mo = check_password_of(w, "mo@mail.example", make.PASSWORD)
        assert mo is not None
        for role in (Role.MODERATOR, Role.READER):
            token = open_session(w, mo.id, "staff")
            set_role(w, mo.id, site.id, role)
            assert who_is(w, token, "staff", site.id) is None


def _ann(work: Work) -> PersonRow:
    register(work, **ANN)
    person = person_by_email(work.session, "ann@mail.example")
    assert person is not None
    return person


def _staff(work: Work, name: str, role: Role) -> None:
    email = "mo@mail.example"
    add_staff(work, name=name, email=email, password=make.PASSWORD, site_key="courier", role=role)
