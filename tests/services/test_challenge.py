"""The sum of a registration: whose answer counts, and what happens without one."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.services.accounts import check_password_of, register
from commentbox.services.challenge import is_solved, make_challenge
from commentbox.services.post_comment import post_comment
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sites import Site
from commentbox.services.work import begin
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory

ASKING = Policy(registration_challenge=50, verified_only=False)


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w, policy=ASKING)


def solved(work: WorkFactory, site: Site, **changed: object) -> str:
    """A good answer, but for what is changed about it."""
    with work() as w:
        challenge = make_challenge(w, site)
    assert challenge is not None
    return packed(challenge | {"number": number_of(challenge)} | changed)


def number_of(challenge: dict[str, Any]) -> int:
    tries = range(challenge["maxnumber"] + 1)
    return next(n for n in tries if _hash(f"{challenge['salt']}{n}") == challenge["challenge"])


def packed(answer: object) -> str:
    return base64.b64encode(json.dumps(answer).encode()).decode()


def is_good(work: WorkFactory, site: Site, answer: str) -> bool:
    with work() as w:
        return is_solved(w, site, answer)


def test_a_right_answer_is_good_once(work: WorkFactory, site: Site) -> None:
    answer = solved(work, site)
    assert [is_good(work, site, answer) for _ in range(3)] == [True, False, False]


def test_a_site_that_asks_for_none_makes_none(work: WorkFactory) -> None:
    with work() as w:
        assert make_challenge(w, make.site(w, policy=Policy())) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"number": 51},
        {"number": -1},
        {"number": "7"},
        {"number": True},
        {"number": None},
        {"salt": f"{'0' * 32}?expires=99999999999&site=1&"},
        {"salt": "\ud800"},
        {"salt": ["a"]},
        {"signature": "0" * 64},
        {"signature": "é"},
        {"signature": 1},
    ],
)
def test_a_wrong_answer_is_not_good(work: WorkFactory, site: Site, changed: dict[str, object]) -> None:
    assert not is_good(work, site, solved(work, site, **changed))


@pytest.mark.parametrize(
    "sent", ["", "no", "é", packed(None), packed([]), packed({}), packed("x" * 9000), "W1tb" * 3000]
)
def test_what_cannot_be_read_is_not_good(work: WorkFactory, site: Site, sent: str) -> None:
    assert not is_good(work, site, sent)


def test_a_digit_cannot_go_over_to_the_salt(work: WorkFactory, site: Site) -> None:
    """The same hash from a longer salt and a shorter number would be a second answer, or a later end."""
    with work() as w:
        challenge = make_challenge(w, site)
    while challenge is not None and number_of(challenge) < 10:
        with work() as w:
            challenge = make_challenge(w, site)
    assert challenge is not None
    digits = str(number_of(challenge))
    moved = challenge | {"salt": f"{challenge['salt']}{digits[0]}", "number": int(digits[1:])}
    assert not is_good(work, site, packed(moved))


@pytest.mark.parametrize(("minutes", "good"), [(19, True), (20, True), (21, False)])
def test_it_ends_after_twenty_minutes(
    work: WorkFactory, site: Site, clock: Clock, minutes: int, good: bool
) -> None:
    answer = solved(work, site)
    clock.advance(minutes=minutes)
    assert is_good(work, site, answer) is good


def test_another_sites_answer_is_not_good(work: WorkFactory, site: Site) -> None:
    with work() as w:
        other = make.site(w, "herald", policy=ASKING)
    answer = solved(work, site)
    assert not is_good(work, other, answer)
    assert is_good(work, site, answer)


def test_a_form_that_was_open_while_the_secret_changed_stays_good(
    work: WorkFactory, site: Site, settings: Settings, engine: Engine, clock: Clock
) -> None:
    answers = [solved(work, site) for _ in range(2)]
    new = "another secret for tests, also forty letters"
    changed = settings.model_copy(update={"secret_key": new})
    with begin(engine, changed, clock()) as w:
        assert not is_solved(w, site, answers[0])
    kept = changed.model_copy(update={"secret_key_old": settings.secret_key})
    with begin(engine, kept, clock()) as w:
        assert is_solved(w, site, answers[1])


def test_of_many_who_send_it_at_once_one_has_proved_it(work: WorkFactory, site: Site) -> None:
    answer = solved(work, site)

    def join(letter: str) -> None:
        with work() as w:
            register(w, site, **_person(letter), solution=answer)

    letters = "bcdefgh"
    with ThreadPoolExecutor(len(letters)) as pool:
        list(pool.map(join, letters))
    assert sorted(_first_comment(work, letter) for letter in letters) == [Status.HELD] * 6 + [
        Status.PUBLISHED
    ]


def test_without_a_good_answer_the_first_comments_wait(work: WorkFactory, site: Site) -> None:
    for letter, answer in (("b", ""), ("c", "rubbish"), ("d", solved(work, site))):
        with work() as w:
            register(w, site, **_person(letter), solution=answer)
    statuses = [_first_comment(work, letter) for letter in "bcd"]
    assert statuses == [Status.HELD, Status.HELD, Status.PUBLISHED]


def test_who_registers_where_nobody_asks_is_no_further_at_a_site_that_does(
    work: WorkFactory, site: Site
) -> None:
    with work() as w:
        register(w, **_person("b"))
    assert _first_comment(work, "b") is Status.HELD


def test_a_name_that_is_taken_does_not_use_the_answer_up(work: WorkFactory, site: Site) -> None:
    answer = solved(work, site)
    with work() as w:
        make.member(w, "Ann bther")
    with pytest.raises(Exception, match="name"), work() as w:
        register(w, site, **_person("b"), solution=answer)
    assert is_good(work, site, answer)


def _person(letter: str) -> dict[str, str]:
    return {"name": f"Ann {letter}ther", "email": f"{letter}@mail.example", "password": make.PASSWORD}


def _first_comment(work: WorkFactory, letter: str) -> Status:
    with work() as w:
        person = check_password_of(w, f"{letter}@mail.example", make.PASSWORD)
        assert person is not None
        actor = who_is(w, open_session(w, person.id, "reader"), "reader")
        return post_comment(w, actor, "courier", make.draft(f"What {letter} says.")).entry.status


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
