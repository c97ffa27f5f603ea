"""A link to set a new password: from its owner's mailbox only, once, for half an hour."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.errors import Invalid
from commentbox.domain.people import Role
from commentbox.services.accounts import check_password_of, register
from commentbox.services.do_jobs import tidy
from commentbox.services.reset_password import (
    LASTS,
    ask_for_reset,
    owner_of_link,
    reset_password,
    write_reset_letter,
)
from commentbox.services.sign_in import make_code, open_session, redeem_code, who_is
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.base import Base
from commentbox.store.jobs import JobRow
from commentbox.store.people import StaffRow, person_by_email
from commentbox.store.resets import ResetRow
from commentbox.worker import Worker
from tests import make
from tests.conftest import BOX, Clock, WorkFactory

EMAIL = "ann@mail.example"
NEW = "a brand new password"
LINK = re.compile(rf"^{BOX}/reset/([\w-]+)$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Somebody with an account, and the letters that reach them."""

    work: WorkFactory
    worker: Worker
    letters: list[dict[str, str]]
    ann: int

    def ask(self, email: str = EMAIL) -> str:
        """The token in the letter that comes; empty if none comes."""
        before = len(self.letters)
        with self.work() as w:
            ask_for_reset(w, email)
        self.worker.run_due()
        found = [LINK.search(letter["text"]) for letter in self.letters[before:]]
        return found[0][1] if found and found[0] else ""

    def reset(self, token: str, password: object = NEW) -> bool:
        with self.work() as w:
            return reset_password(w, token, password)

    def knows(self, password: str) -> bool:
        with self.work() as w:
            return check_password_of(w, EMAIL, password) is not None


@pytest.fixture
def desk(work: WorkFactory, engine: Engine, settings: Settings, clock: Clock) -> Desk:
    letters: list[dict[str, str]] = []
    worker = Worker(engine, settings, clock, {"mail": lambda _, letter: letters.append(dict(letter))})
    with work() as w:
        register(w, name="Ann Alder", email=EMAIL, password=make.PASSWORD)
    worker.run_due()
    letters.clear()
    with work() as w:
        ann = person_by_email(w.session, EMAIL)
        assert ann is not None
        return Desk(work=work, worker=worker, letters=letters, ann=ann.id)


def test_the_link_sets_the_password_and_the_old_one_is_gone(desk: Desk) -> None:
    assert desk.reset(desk.ask()) is False
    assert desk.knows(NEW)
    assert not desk.knows(make.PASSWORD)


@pytest.mark.parametrize("email", ["Ann@Mail.EXAMPLE", " ann@mail.example ", "ANN@mail.example"])
def test_an_address_is_the_same_however_it_is_written(desk: Desk, email: str) -> None:
    assert desk.ask(email)


def test_the_letter_goes_to_the_account_and_says_what_to_do(desk: Desk) -> None:
    token = desk.ask()
    (letter,) = desk.letters
    assert (letter["to"], letter["subject"]) == (EMAIL, "Set a new password")
    assert letter["text"].startswith("Dear Ann Alder,\n\n")
    assert f"\n\n{BOX}/reset/{token}\n\n" in letter["text"]
    assert "30 minutes, and once" in letter["text"]


def test_an_address_nobody_has_gets_no_letter(desk: Desk) -> None:
    assert desk.ask("nobody@mail.example") == ""
    assert desk.letters == []
    with desk.work() as w:
        assert w.session.scalars(select(ResetRow)).all() == []
        assert w.session.scalars(select(JobRow).where(JobRow.done_at.is_(None))).all() == []


def test_what_is_no_address_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        desk.ask("ann")
    assert refused.value.field == "email"


def test_the_token_is_long_and_nowhere_in_the_database(desk: Desk) -> None:
    token = desk.ask()
    assert len(token) == 43  # 256 bits
    assert token not in everything(desk)
    desk.reset(token)
    assert token not in everything(desk)


def test_asking_leaves_the_same_trace_for_every_address(desk: Desk) -> None:
    with desk.work() as w:
        for email in (EMAIL, "nobody@mail.example"):
            ask_for_reset(w, email)
        assert w.session.scalars(select(ResetRow)).all() == []
        wishes = w.session.scalars(select(JobRow).where(JobRow.done_at.is_(None)).order_by(JobRow.id)).all()
        assert [(wish.kind, sorted(wish.payload)) for wish in wishes] == [
            ("reset", ["email", "way_back"])
        ] * 2


@pytest.mark.parametrize("early", [True, False])
def test_the_link_works_for_half_an_hour(desk: Desk, clock: Clock, early: bool) -> None:
    token = desk.ask()
    clock.now += LASTS
    if early:
        clock.advance(seconds=-1)
        desk.reset(token)
    else:
        with pytest.raises(Invalid):
            desk.reset(token)
    assert desk.knows(NEW) is early


def test_the_link_works_once(desk: Desk) -> None:
    token = desk.ask()
    desk.reset(token)
    with pytest.raises(Invalid) as refused:
        desk.reset(token, "yet another password")
    assert refused.value.code == "bad_link"
    assert desk.knows(NEW)


def test_only_the_newest_link_works(desk: Desk) -> None:
    old, new = desk.ask(), desk.ask()
    with pytest.raises(Invalid):
        desk.reset(old)
    desk.reset(new)


def test_looking_at_the_link_spends_nothing(desk: Desk) -> None:
    token = desk.ask()
    for _ in range(3):
        with desk.work() as w:
            assert owner_of_link(w, token) == EMAIL
    desk.reset(token)
    with pytest.raises(Invalid), desk.work() as w:
        owner_of_link(w, token)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\udcff", "é" * 10_000])
def test_a_made_up_link_opens_nothing(desk: Desk, token: str) -> None:
    desk.ask()
    with pytest.raises(Invalid) as refused:
        desk.reset(token)
    assert refused.value.code == "bad_link"
    assert desk.knows(make.PASSWORD)


@pytest.mark.parametrize("password", ["short", "password", "Ann Alder", EMAIL, None, "x" * 201])
def test_a_bad_password_is_refused_at_its_field_and_the_link_stays_good(desk: Desk, password: object) -> None:
    token = desk.ask()
    with pytest.raises(Invalid) as refused:
        desk.reset(token, password)
    assert refused.value.field == "password"
    desk.reset(token)


def test_every_session_and_every_code_ends(desk: Desk) -> None:
    token = desk.ask()
    with desk.work() as w:
        site = make.site(w)
        w.session.add(StaffRow(person_id=desk.ann, site_id=site.id, role=Role.MODERATOR, created_at=w.now))
        w.session.flush()
        sessions = {
            "reader": open_session(w, desk.ann, "reader"),
            "embed": open_session(w, desk.ann, "embed", site.id),
            "staff": open_session(w, desk.ann, "staff"),
        }
        code = make_code(w, desk.ann, site.id, make.PAPER)
        other = make.member(w, "Bert Birch")
        others = open_session(w, other.id, "reader")
    assert desk.reset(token) is True  # staff now
    with desk.work() as w:
        assert who_is(w, sessions["reader"], "reader") is None
        assert who_is(w, sessions["embed"], "embed", site.id) is None
        assert who_is(w, sessions["staff"], "staff") is None
        assert redeem_code(w, code, site.id, make.PAPER) is None
        assert who_is(w, others, "reader") is not None


def test_who_used_the_link_reads_that_addresss_mail(desk: Desk, clock: Clock) -> None:
    desk.reset(desk.ask())
    with desk.work() as w:
        ann = person_by_email(w.session, EMAIL)
        assert ann is not None
        assert ann.verified_at == clock.now


def test_a_second_letter_tells_of_the_change(desk: Desk) -> None:
    desk.reset(desk.ask())
    desk.worker.run_due()
    letter = desk.letters[-1]
    assert (letter["to"], letter["subject"]) == (EMAIL, "Your password was changed")
    assert f"{BOX}/forgot" in letter["text"]
    assert "/reset/" not in letter["text"]


def test_of_two_at_once_one_wins(desk: Desk, engine: Engine, settings: Settings, clock: Clock) -> None:
    token = desk.ask()

    def attempt(password: str) -> str:
        try:
            with begin(engine, settings, clock()) as w:
                reset_password(w, token, password)
        except Invalid as error:
            return error.code
        return password

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, [f"password of try {number}" for number in range(4)]))
    assert sorted(answers)[:3] == ["bad_link"] * 3
    assert desk.knows(sorted(answers)[3])
    with desk.work() as w:
        told = select(func.count(JobRow.id)).where(JobRow.done_at.is_(None))
        assert w.session.scalar(told) == 1


def test_a_letter_that_could_not_be_sent_comes_with_a_good_link_later(
    desk: Desk, engine: Engine, settings: Settings, clock: Clock
) -> None:
    def away(*_: object) -> None:
        raise OSError("the mail server is away")

    with desk.work() as w:
        ask_for_reset(w, EMAIL)
    Worker(engine, settings, clock, {"mail": away}).run_due()
    clock.now += LASTS
    desk.worker.run_due()
    found = LINK.search(desk.letters[-1]["text"])
    assert found is not None
    desk.reset(found[1])


def test_links_that_have_run_out_are_forgotten(desk: Desk, clock: Clock) -> None:
    desk.ask()
    for left in (1, 0):
        with desk.work() as w:
            tidy(w)
            assert w.session.scalar(select(func.count(ResetRow.token_hash))) == left
        clock.now += LASTS * 2


def test_the_way_home_follows_the_token(desk: Desk) -> None:
    with desk.work() as w:
        letter = write_reset_letter(w, {"email": EMAIL, "way_back": "?site=courier&comment=7"})
    assert letter is not None
    assert re.search(rf"^{BOX}/reset/[\w-]+\?site=courier&comment=7$", letter["text"], re.MULTILINE)


def everything(desk: Desk) -> str:
    """Every value of every table."""
    with desk.work() as w:
        tables = Base.metadata.sorted_tables
        return "\n".join(str(tuple(row)) for table in tables for row in w.session.execute(select(table)))
