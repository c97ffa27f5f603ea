"""Letters about what is new: as each chose, to confirmed addresses, never too many, and easy to end."""

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine, select

from commentbox.domain.errors import Invalid
from commentbox.domain.notices import Letters, NoticeKind, next_digest
from commentbox.services.my_letters import choose_letters, read_letters
from commentbox.services.notice_letters import write_digest
from commentbox.services.notices import mark_read
from commentbox.services.stop_letters import kinds_to_stop, stop_letters
from commentbox.services.withdraw import withdraw
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.jobs import JobRow
from commentbox.store.people import PersonRow
from commentbox.worker import Worker
from tests.conftest import BOX, Clock, WorkFactory
from tests.services.test_notify import Talk
from tests.test_mailer import Inbox


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def settings(settings: Settings, inbox: Inbox) -> Iterator[Settings]:
    """Letters go to a real server on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield settings.model_copy(update={"smtp_url": f"smtp://127.0.0.1:{port}"})
    controller.stop()


class Box(Talk):
    def __init__(self, work: WorkFactory, worker: Worker, inbox: Inbox, clock: Clock) -> None:
        super().__init__(work)
        self.worker, self.inbox, self.clock = worker, inbox, clock
        with work() as w:
            for person in (self.ann, self.bob):
                w.session.get_one(PersonRow, person.id).verified_at = w.now

    def choose(self, **wanted: str) -> None:
        with self.work() as w:
            choose_letters(w, self.ann, wanted)

    def come(self) -> list[Message]:
        """The letters that came since the last look."""
        self.worker.run_due()
        with self.work() as w:
            assert w.session.scalars(select(JobRow.error).where(JobRow.error.is_not(None))).all() == []
        found, self.inbox.letters = self.inbox.letters, []
        return found


@pytest.fixture
def box(work: WorkFactory, engine: Engine, settings: Settings, clock: Clock, inbox: Inbox) -> Box:
    return Box(work, Worker(engine, settings, clock), inbox, clock)


def test_letters_at_once_are_one_a_quarter_of_an_hour_and_conversation(box: Box) -> None:
    box.choose(reply="at_once")
    box.answer(box.bob)
    box.clock.advance(seconds=30)
    box.answer(box.bob, "And once more.")
    assert box.come() == []  # there is time for second thoughts
    box.clock.advance(minutes=3)
    (first,) = box.come()
    assert first["Subject"] == "Bob Birch answered you (Courier)"
    assert "> And once more." in first.get_content()  # type: ignore[attr-defined]
    box.answer(box.bob, "A third time.")
    box.clock.advance(minutes=5)
    assert box.come() == []
    box.clock.advance(minutes=10)
    (second,) = box.come()
    assert second["Subject"] == "Bob Birch answered you (Courier)"
    assert "third time" in second.get_content()  # type: ignore[attr-defined]
    assert "once more" not in second.get_content()  # type: ignore[attr-defined]
    box.clock.advance(days=1)
    assert box.come() == []


def test_the_letter_of_the_day_comes_once_at_its_hour_and_only_with_news(box: Box) -> None:
    box.choose(reply="daily")
    answer = box.answer(box.bob)
    box.answer(box.bob, "And once more.")
    box.clock.advance(hours=17)
    assert box.come() == []
    with box.work() as w:
        withdraw(w, box.bob, answer)
    box.clock.advance(hours=1)
    (letter,) = box.come()
    assert letter["Subject"] == "New for you"
    assert "https://paper.example/bridge#comment-" in letter.get_content()  # type: ignore[attr-defined]
    box.clock.advance(days=3)
    assert box.come() == []
    box.answer(box.bob, "After a while.")
    with box.work() as w:
        mark_read(w, box.ann, w.now.isoformat())
    box.clock.advance(days=1)
    assert box.come() == []


def test_a_retry_of_the_days_job_writes_no_second_letter(
    box: Box, engine: Engine, settings: Settings
) -> None:
    box.choose(reply="daily")
    box.answer(box.bob)
    with box.work() as w:
        wish = next(job.payload for job in w.session.scalars(select(JobRow)) if job.kind == "digest")
    box.clock.advance(hours=18)
    assert len(box.come()) == 1
    box.answer(box.bob, "And once more.")
    write_digest(lambda writing: begin(engine, settings, box.clock(), writing=writing), wish)
    assert box.come() == []


@pytest.mark.parametrize("choice", ["at_once", "daily"])
def test_no_letter_to_an_address_that_is_not_confirmed(box: Box, choice: str) -> None:
    box.choose(reply=choice)
    with box.work() as w:
        w.session.get_one(PersonRow, box.ann.id).verified_at = None
    box.answer(box.bob)
    box.clock.advance(days=2)
    assert box.come() == []


def test_who_wants_none_gets_none_and_a_bad_choice_takes_nothing(box: Box) -> None:
    box.choose(reply="never")
    box.answer(box.bob)
    box.clock.advance(days=2)
    assert box.come() == []
    with pytest.raises(Invalid) as refused:
        box.choose(decision="never", report="hourly")
    assert refused.value.field == "report"
    with box.work() as w:
        assert read_letters(w, box.ann) == {
            NoticeKind.REPLY: Letters.NEVER,
            NoticeKind.MENTION: Letters.NEVER,
            NoticeKind.PICK: Letters.NEVER,
            NoticeKind.DECISION: Letters.AT_ONCE,
            NoticeKind.REPORT: Letters.NEVER,
        }


def test_a_mail_program_ends_the_letters_by_itself(box: Box) -> None:
    box.choose(reply="daily")
    box.answer(box.bob)
    box.clock.advance(hours=18)
    (letter,) = box.come()
    assert letter.get_content_type() == "text/plain"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (token,) = re.findall(rf"^<{BOX}/letters/(\S+)>$", letter["List-Unsubscribe"])
    assert f"{BOX}/letters/{token}" in letter.get_content()  # type: ignore[attr-defined]
    for _ in range(2):
        with box.work() as w:
            assert NoticeKind.REPLY in kinds_to_stop(w, token)
            stop_letters(w, token)
    with box.work() as w:
        assert read_letters(w, box.ann)[NoticeKind.REPLY] is Letters.NEVER
        assert read_letters(w, box.ann)[NoticeKind.DECISION] is Letters.AT_ONCE
    for bad in (token[:-1], token + "A", "x", ""):
        with pytest.raises(Invalid, match="too old"), box.work() as w:
            stop_letters(w, bad)


@pytest.mark.parametrize(
    ("now", "then"),
    [("05:54", "04 06:00"), ("05:56", "05 06:00"), ("06:00", "05 06:00"), ("23:59", "05 06:00")],
)
def test_the_hour_is_steady(now: str, then: str) -> None:
    at = datetime.fromisoformat(f"2026-05-04T{now}:00").replace(tzinfo=UTC)
    assert f"{next_digest(at, 6):%d %H:%M}" == then
