"""Mail goes to a real server on loopback as plain text, and nobody adds headers through a name."""

import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from commentbox.mailer import send
from commentbox.settings import Settings, load


class Inbox:
    """Keeps what arrives."""

    def __init__(self) -> None:
        self.letters: list[Message] = []

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.original_content or b"", policy=default))
        return "250 taken"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def settings(inbox: Inbox) -> Iterator[Settings]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield load(overrides={"environment": "development", "smtp_url": f"smtp://127.0.0.1:{port}"})
    controller.stop()


def test_a_letter_arrives_as_plain_text(settings: Settings, inbox: Inbox) -> None:
    send(
        settings, to="ann@mail.example", subject="Your comment", text="It was removed: größer als gedacht.\n"
    )
    (letter,) = inbox.letters
    assert (letter["To"], letter["Subject"]) == ("ann@mail.example", "Your comment")
    assert letter.get_content_type() == "text/plain"
    assert "größer" in letter.get_content()  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", ["to", "subject"])
def test_a_line_break_in_a_header_is_refused(settings: Settings, inbox: Inbox, field: str) -> None:
    values = {"to": "ann@mail.example", "subject": "Hello", "text": "Hello."}
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        send(settings, **(values | {field: "a@mail.example\r\nBcc: everybody@mail.example"}))
    assert inbox.letters == []


def test_a_server_that_is_away_is_told_to_the_caller() -> None:
    away = load(overrides={"environment": "development", "smtp_url": "smtp://127.0.0.1:1"})
    with pytest.raises(OSError, match="refused"):
        send(away, to="ann@mail.example", subject="Hello", text="Hello.")


def test_without_a_server_nothing_is_sent_and_nothing_fails() -> None:
    send(
        load(overrides={"environment": "development"}), to="ann@mail.example", subject="Hello", text="Hello."
    )
