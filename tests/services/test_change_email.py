"""A new address is proved at the new place, and can be taken back from the old one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from commentbox.domain.errors import CommentboxError, Conflict, Invalid
from commentbox.domain.people import Actor
from commentbox.services.accounts import check_password_of, register
from commentbox.services.change_email import ask_for_change, use_link, what_link_does
from commentbox.services.do_jobs import tidy
from commentbox.services.erase import ask_to_delete
from commentbox.services.passwords import hash_password
from commentbox.services.sign_in import open_session, who_is
from commentbox.services.sure import Sure
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.links import LinkRow
from commentbox.store.people import person_by_email, person_by_id
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post

OLD, NEW = "annalder@mail.example", "ann@new.example"


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        ann = make.member(w, "Ann Alder")
        person_by_id(w.session, ann.id).password_hash = hash_password(make.PASSWORD)  # type: ignore[union-attr]
        return ann


def ask(work: WorkFactory, who: Actor, email: str = NEW) -> None:
    with work() as w:
        ask_for_change(w, Sure(id=who.id, token="x"), email)


def follow(work: WorkFactory, token: str) -> None:
    with work() as w:
        use_link(w, token)


def address_of(work: WorkFactory, who: Actor) -> str | None:
    with work() as w:
        person = person_by_id(w.session, who.id)
        return None if person is None else person.email


def test_the_new_address_confirms_and_the_old_one_is_told(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    (letter,) = post.come()
    assert letter["to"] == NEW
    assert address_of(work, ann) == OLD
    token = post.token("email")
    with work() as w:
        assert what_link_does(w, token).email == NEW
    follow(work, post.token("email"))
    assert address_of(work, ann) == NEW
    (told,) = post.come()
    assert told["to"] == OLD
    with work() as w:
        assert person_by_id(w.session, ann.id).verified_at == w.now  # type: ignore[union-attr]


def test_a_link_works_once_and_for_a_day(work: WorkFactory, post: Post, ann: Actor, clock: Clock) -> None:
    ask(work, ann)
    token = post.token("email")
    clock.advance(days=1)
    with pytest.raises(Invalid):
        follow(work, token)
    ask(work, ann)
    token = post.token("email")
    follow(work, token)
    with pytest.raises(Invalid):
        follow(work, token)


def test_only_the_newest_link_works(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    first = post.token("email")
    ask(work, ann, "ann@third.example")
    newest = post.token("email")
    with pytest.raises(Invalid):
        follow(work, first)
    follow(work, newest)
    assert address_of(work, ann) == "ann@third.example"


def test_the_old_address_takes_it_back_and_ends_every_session(
    work: WorkFactory, post: Post, ann: Actor, clock: Clock
) -> None:
    ask(work, ann)
    follow(work, post.token("email", NEW))
    with work() as w:
        token = open_session(w, ann.id, "reader")
    ask(work, ann, "thief@third.example")
    waiting = post.token("email", "thief@third.example")
    clock.advance(days=6)
    follow(work, post.token("email", OLD))
    assert address_of(work, ann) == OLD
    with pytest.raises(Invalid):
        follow(work, waiting)
    with work() as w:
        assert who_is(w, token, "reader") is None


def test_it_can_be_taken_back_from_the_first_address_after_two_changes(
    work: WorkFactory, post: Post, ann: Actor
) -> None:
    ask(work, ann)
    follow(work, post.token("email", NEW))
    undo = post.token("email", OLD)
    ask(work, ann, "thief@third.example")
    follow(work, post.token("email", "thief@third.example"))
    follow(work, undo)
    assert address_of(work, ann) == OLD
    with pytest.raises(Invalid):
        follow(work, post.token("email", NEW))  # the thief's own way back


def test_nobody_registers_with_an_address_its_owner_can_go_back_to(
    work: WorkFactory, post: Post, ann: Actor, clock: Clock
) -> None:
    ask(work, ann)
    follow(work, post.token("email", NEW))
    undo = post.token("email", OLD)
    with work() as w:
        register(w, name="Squatter", email=OLD, password=make.PASSWORD)
        assert person_by_email(w.session, OLD) is None
    (letter,) = [one for one in post.come() if "somebody tried to register" in one["text"]]
    assert letter["to"] == OLD
    assert "go back to it" in letter["text"]
    follow(work, undo)
    assert address_of(work, ann) == OLD


def test_an_address_with_an_account_gets_a_letter_and_no_link(
    work: WorkFactory, post: Post, ann: Actor
) -> None:
    with work() as w:
        bob = make.member(w, "Bob Birch")
    ask(work, bob, OLD)
    (letter,) = post.come()
    assert (letter["to"], "/email/" in letter["text"]) == (OLD, False)


def test_an_address_taken_meanwhile_changes_nothing(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    token = post.token("email")
    with work() as w:
        register(w, name="Faster Fox", email=NEW, password=make.PASSWORD)
    with pytest.raises(Conflict):
        follow(work, token)
    assert address_of(work, ann) == OLD


def test_two_people_confirming_one_address_at_once(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock, post: Post, ann: Actor
) -> None:
    with work() as w:
        people = [ann, *(make.member(w) for _ in range(5))]
    tokens = []
    for person in people:
        ask(work, person)
        tokens.append(post.token("email"))

    def run(token: str) -> bool:
        try:
            with begin(engine, settings, clock()) as w:
                use_link(w, token)
        except CommentboxError:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(run, tokens)) == 1
    assert [address_of(work, person) for person in people].count(NEW) == 1


def test_the_table_keeps_no_token_and_old_links_are_forgotten(
    work: WorkFactory, post: Post, ann: Actor, clock: Clock
) -> None:
    ask(work, ann)
    token = post.token("email")
    with work() as w:
        (row,) = w.session.scalars(select(LinkRow))
        assert token not in (row.token_hash, row.email)
    clock.advance(days=2)
    with work() as w:
        tidy(w)
        assert w.session.scalars(select(LinkRow)).all() == []


def test_the_password_opens_the_account_at_the_new_address(work: WorkFactory, post: Post, ann: Actor) -> None:
    ask(work, ann)
    follow(work, post.token("email"))
    with work() as w:
        assert check_password_of(w, NEW, make.PASSWORD) is not None
        assert check_password_of(w, OLD, make.PASSWORD) is None


def test_a_thief_who_changes_the_address_cannot_end_the_account(
    work: WorkFactory, post: Post, ann: Actor, clock: Clock
) -> None:
    ask(work, ann, "thief@third.example")
    follow(work, post.token("email", "thief@third.example"))
    undo = post.token("email", OLD)
    with work() as w:
        ask_to_delete(w, Sure(id=ann.id, token="x"), "remove")
    told = {letter["to"] for letter in post.come()}
    assert told == {OLD, "thief@third.example"}
    clock.advance(hours=23)
    follow(work, undo)
    clock.advance(hours=2)
    post.come()
    assert address_of(work, ann) == OLD
