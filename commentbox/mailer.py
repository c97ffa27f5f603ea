"""One function: send a plain-text message."""

import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

import structlog

from commentbox.settings import Settings

log = structlog.get_logger()
TIMEOUT = 10


def send(settings: Settings, *, to: str, subject: str, text: str, unsubscribe: str = "") -> None:
    """Hand the message to the mail server; without one configured, note that and go on.

    Raises `OSError` or `smtplib.SMTPException` when the server does not take it: try again later.
    `unsubscribe` is the address at which a mail program ends letters like this one by itself (RFC 8058).
    A line break in a header raises `ValueError`: nobody adds headers through a name.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="commentbox.invalid")
    if unsubscribe:
        message["List-Unsubscribe"] = f"<{unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text)
    if not settings.smtp_url:
        log.info("mail_not_sent", why="no mail server is configured")
        return
    parts = urlsplit(settings.smtp_url)
    connect = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with connect(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
