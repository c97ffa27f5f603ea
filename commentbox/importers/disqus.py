"""A Disqus export (`.xml` or `.xml.gz`) to records: what its threads and posts mean here."""

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from hashlib import sha256

from commentbox.domain.comment import Reason, Status
from commentbox.domain.dump import DumpArticle, DumpAuthor, DumpComment, Record, Skipped, Warned
from commentbox.domain.errors import Invalid
from commentbox.domain.text import is_blank, neutralise
from commentbox.domain.web_address import parse
from commentbox.importers.disqus_xml import Item, items
from commentbox.importers.html_to_markdown import to_markdown
from commentbox.importers.staging import Staging
from commentbox.importers.unpack import Bounds, OpenStream, Unpacked, refuse_bomb

NO_NUMBER = "It has no number."
BAD_LINK = "Its address is missing or is no web address."
BAD_DATE = "Its date cannot be read."
TOO_LONG = "One of its texts is longer than anything Disqus allows."
UNCLEAR = "It does not say clearly whether it is spam or deleted, so it waits for a moderator."
FORBIDDEN = "Control characters, which XML does not allow, were left out."

_LONGEST_NAME = 80
_LONGEST_DETAIL = 200
_YEARS = range(1990, 2100)
_FLAGS = {"": False, "false": False, "0": False, "true": True, "1": True}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Given by Disqus to people who signed in elsewhere; nobody knows themselves by it.
_MACHINE_NAME = re.compile(
    r"(disqus|facebook|google|twitter|openid|apple|microsoft|amazon)[-_]", re.IGNORECASE
)


def read(open_stream: OpenStream, bounds: Bounds | None = None) -> Iterator[Record]:
    """Opens the file twice: once to refuse a bomb before anything is believed, once to read.

    At the first damage all that stands before it is still given, and then `Invalid` is raised: the end of the
    records alone never means that the file was read to its end.
    """
    bounds = bounds or Bounds()
    refuse_bomb(open_stream, bounds)
    damage: Invalid | None = None
    with Staging() as staging:
        with open_stream() as stream:
            chunks = Unpacked(stream, bounds)
            try:
                for item in items(chunks):
                    yield from _stage(staging, item)
            except Invalid as error:
                if error.code != "bad_file":
                    raise
                damage = error
        if chunks.count_forbidden:
            yield Warned(kind="file", key="", reason=FORBIDDEN, detail=f"{chunks.count_forbidden:,}")
        yield from staging.records(is_damaged=damage is not None)
    if damage is not None:
        raise damage


def _stage(staging: Staging, item: Item) -> Iterator[Skipped | Warned]:
    if item.tag == "thread":
        yield from _stage_article(staging, item)
    else:
        yield from _stage_comment(staging, item)


def _stage_article(staging: Staging, item: Item) -> Iterator[Skipped]:
    link = item.texts.get("link", "")
    reason = NO_NUMBER if not item.number else TOO_LONG if item.is_oversized else ""
    if not reason and parse(link) is None:
        reason = BAD_LINK
    if reason:
        yield Skipped(kind="article", key=item.number, reason=reason, detail=link[:_LONGEST_DETAIL])
        return
    title = _line(html.unescape(item.texts.get("title", "")))
    article = DumpArticle(
        key=item.number,
        url=link,
        title="" if title == link else title,
        # An unclear word counts as yes: a closed thread can be opened, what was written cannot be unwritten.
        is_closed=_FLAGS.get(item.texts.get("isClosed", "").lower(), True),
        foreign_id=item.texts.get("id", ""),
    )
    was_deleted = _FLAGS.get(item.texts.get("isDeleted", "").lower(), True)
    yield from staging.add_article(article, was_deleted=was_deleted)


def _stage_comment(staging: Staging, item: Item) -> Iterator[Skipped | Warned]:
    key = item.number or item.texts.get("id", "")
    created = item.texts.get("createdAt", "")
    created_at = _moment(created)
    if not key:
        yield Skipped(kind="comment", key="", reason=NO_NUMBER, detail=created[:_LONGEST_DETAIL])
    elif item.is_oversized:
        yield Skipped(kind="comment", key=key, reason=TOO_LONG)
    elif created_at is None:
        yield Skipped(kind="comment", key=key, reason=BAD_DATE, detail=created[:_LONGEST_DETAIL])
    else:
        yield from _unclear(key, item)
        yield from staging.add_comment(_comment(key, created_at, item))


def _comment(key: str, created_at: datetime, item: Item) -> DumpComment:
    body = to_markdown(item.texts.get("message", ""))
    status, reason = _status(item)
    if is_blank(body[:200]) and is_blank(body):  # the whole is slow to look at, and seldom worth it
        status = Status.REMOVED
    return DumpComment(
        key=key,
        article_key=item.refs.get("thread", ""),
        parent_key=item.refs.get("parent") or None,
        author=_author(item),
        body=body,
        created_at=created_at,
        status=status,
        reason=reason if status is Status.REMOVED else None,
    )


def _status(item: Item) -> tuple[Status, Reason | None]:
    is_spam, is_deleted = _flag(item, "isSpam"), _flag(item, "isDeleted")
    if is_spam or is_deleted:
        return Status.REMOVED, Reason.SPAM if is_spam else None
    return (Status.PUBLISHED if is_spam is is_deleted is False else Status.HELD), None


def _unclear(key: str, item: Item) -> Iterator[Warned]:
    if _status(item)[0] is Status.HELD:
        detail = ", ".join(f"{name} is {item.texts.get(name, '')[:40]!r}" for name in ("isSpam", "isDeleted"))
        yield Warned(kind="comment", key=key, reason=UNCLEAR, detail=detail)


def _flag(item: Item, name: str) -> bool | None:
    """None where it is neither yes nor no. Where it is missing it is no."""
    return _FLAGS.get(item.texts.get(name, "").lower())


def _author(item: Item) -> DumpAuthor:
    """The e-mail address goes no further than this: all that is kept of it is which comments share one."""
    name, username, email = (item.texts.get(f"author/{part}", "") for part in ("name", "username", "email"))
    if username:
        key = f"user:{username}"
    elif email:
        key = f"guest:{_hash(email.lower())}"
    else:
        key = f"guest:{_hash(f'name:{name}')}"
    return DumpAuthor(key=key, name=_shown_name(name, username))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def _shown_name(name: str, username: str) -> str:
    """Some guests gave their address as their name; what stands before the @ is enough."""
    name = name.partition("@")[0] if _EMAIL.fullmatch(name) else name
    for candidate in (name, "" if _MACHINE_NAME.match(username) else username):
        line = _line(html.unescape(candidate))[:_LONGEST_NAME].strip()
        if not is_blank(line):
            return line
    return "Guest"


def _line(text: str) -> str:
    return " ".join(neutralise(text).split())


def _moment(text: str) -> datetime | None:
    """UTC, said or not. A year far off is a broken date, and would stand on top for ever."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        return moment if moment.year in _YEARS else None
    return None
