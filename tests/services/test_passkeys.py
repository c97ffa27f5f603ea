"""What makes a passkey good, and every single thing that makes it worthless."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from commentbox.domain.errors import Conflict, NotFound
from commentbox.domain.people import Actor
from commentbox.services.own_passkeys import (
    add_own,
    enter_with_passkey,
    list_passkeys,
    remove_own,
    rename_own,
)
from commentbox.services.passkeys import (
    CHALLENGE_LASTS,
    MAX_PASSKEYS,
    creation_options,
    request_options,
    rp_id,
)
from commentbox.services.work import begin
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.soft_key import SoftKey

HERE, ELSEWHERE = "this browser's token", "another browser's token"


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        return make.member(w, "Ann Alder")


def add(work: WorkFactory, actor: Actor, key: SoftKey, name: str = "Telephone") -> int | None:
    with work() as w:
        sent = key.make(creation_options(w, actor.id, HERE, is_factor=False))
        row = add_own(w, actor, HERE, sent, name)
        return None if row is None else row.id


def ask(work: WorkFactory, browser: str = HERE) -> dict[str, Any]:
    with work() as w:
        return request_options(w, browser, "enter")


def enter(work: WorkFactory, sent: str, browser: str | None = HERE) -> int | None:
    with work() as w:
        return enter_with_passkey(w, browser, sent)


def test_a_passkey_signs_its_owner_in_and_counts_up(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    for _ in range(2):
        assert enter(work, key.sign(ask(work))) == ann.id
    with work() as w:
        (row,) = list_passkeys(w, ann)
        assert (row.name, row.sign_count, row.used_at) == ("Telephone", key.count, w.now)


def test_a_challenge_is_worth_one_signature(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    options = ask(work)
    assert enter(work, key.sign(options)) == ann.id
    assert enter(work, key.sign(options)) is None


def test_a_wrong_answer_spends_the_challenge_too(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    options = ask(work)
    assert enter(work, SoftKey().sign(options)) is None
    assert enter(work, key.sign(options)) is None


def test_a_signature_works_in_the_browser_that_asked_for_it(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    sent = key.sign(ask(work, ELSEWHERE))
    assert enter(work, sent) is None
    ask(work)
    assert enter(work, sent) is None
    assert enter(work, sent, None) is None
    assert enter(work, sent, ELSEWHERE) == ann.id


def test_asking_again_makes_the_first_question_worthless(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    first = ask(work)
    ask(work)
    assert enter(work, key.sign(first)) is None


def test_a_challenge_lasts_five_minutes(work: WorkFactory, ann: Actor, clock: Clock) -> None:
    key = SoftKey()
    add(work, ann, key)
    options = ask(work)
    clock.now += CHALLENGE_LASTS
    assert enter(work, key.sign(options)) is None


def _other_origin(key: SoftKey) -> None:
    key.origin = "https://comments.example"


def _other_host(key: SoftKey) -> None:
    key.host = "evil.example"


def _stranger(key: SoftKey) -> None:
    key.is_owner_known = False


def _copied(key: SoftKey) -> None:
    key.count -= 1


def _other_person(key: SoftKey) -> None:
    key.user_handle = "c29tZWJvZHkgZWxzZQ"


@pytest.mark.parametrize("spoil", [_other_origin, _other_host, _stranger, _copied, _other_person])
def test_a_signature_that_is_wrong_in_one_thing_opens_nothing(
    work: WorkFactory, ann: Actor, spoil: Callable[[SoftKey], None]
) -> None:
    key = SoftKey()
    add(work, ann, key)
    spoil(key)
    assert enter(work, key.sign(ask(work))) is None


@pytest.mark.parametrize("spoil", [_other_origin, _other_host, _stranger])
def test_a_passkey_that_is_wrong_in_one_thing_is_not_added(
    work: WorkFactory, ann: Actor, spoil: Callable[[SoftKey], None]
) -> None:
    key = SoftKey()
    spoil(key)
    assert add(work, ann, key) is None


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", "[" * 20_000, '{"id": 1}', '{"id":"\\u0000","rawId":"=","response":{}}']
)
def test_rubbish_opens_nothing_and_breaks_nothing(work: WorkFactory, ann: Actor, sent: str) -> None:
    ask(work)
    assert enter(work, sent) is None
    with work() as w:
        creation_options(w, ann.id, HERE, is_factor=False)
        assert add_own(w, ann, HERE, sent, "") is None


@pytest.mark.parametrize("at", range(0, 120, 7))
def test_a_damaged_answer_breaks_nothing(work: WorkFactory, ann: Actor, at: int) -> None:
    key = SoftKey()
    with work() as w:
        sent = key.make(creation_options(w, ann.id, HERE, is_factor=False))
        start = sent.index("attestationObject") + 21 + at
        add_own(w, ann, HERE, sent[:start] + "_____" + sent[start + 5 :], "")  # what it says may differ


def test_one_credential_belongs_to_one_person(work: WorkFactory, ann: Actor) -> None:
    key = SoftKey()
    add(work, ann, key)
    with work() as w:
        eve = make.member(w, "Eve Elm")
    assert add(work, eve, key) is None
    assert enter(work, key.sign(ask(work))) is None  # its handle is Eve's now, and she has no such passkey


def test_of_many_that_send_one_signature_at_once_one_gets_in(
    work: WorkFactory, ann: Actor, engine: Engine, settings: Settings, clock: Clock
) -> None:
    key = SoftKey()
    add(work, ann, key)
    sent = key.sign(ask(work))

    def one(_: int) -> int | None:
        with begin(engine, settings, clock()) as w:
            return enter_with_passkey(w, HERE, sent)

    with ThreadPoolExecutor(8) as pool:
        assert sorted(map(str, pool.map(one, range(8)))) == [str(ann.id)] + ["None"] * 7


def test_only_the_owner_renames_and_removes(work: WorkFactory, ann: Actor) -> None:
    passkey = add(work, ann, SoftKey())
    assert passkey is not None
    with work() as w:
        eve = make.member(w, "Eve Elm")
    with pytest.raises(NotFound), work() as w:
        rename_own(w, eve, passkey, "Mine")
    with pytest.raises(NotFound), work() as w:
        remove_own(w, eve, passkey)
    with work() as w:
        rename_own(w, ann, passkey, "Tablet")
    with work() as w:
        assert [row.name for row in list_passkeys(w, ann)] == ["Tablet"]
        remove_own(w, ann, passkey)
    with work() as w:
        assert list_passkeys(w, ann) == []


def test_there_is_an_end_to_how_many(work: WorkFactory, ann: Actor) -> None:
    for _ in range(MAX_PASSKEYS):
        assert add(work, ann, SoftKey())
    with pytest.raises(Conflict):
        add(work, ann, SoftKey())


@pytest.mark.parametrize(
    ("base_url", "host"),
    [
        ("https://comments.paper.example", "comments.paper.example"),
        ("http://localhost:8080", "localhost"),
        ("http://127.0.0.1:8080", ""),
        ("http://[::1]:8080", ""),
    ],
)
def test_passkeys_belong_to_the_host_name(settings: Settings, base_url: str, host: str) -> None:
    assert rp_id(settings.model_copy(update={"base_url": base_url})) == host
