"""The record every importer hands over, whatever system the comments come from.

An importer yields, in this order: an article, then its comments, then the next article. A comment comes after
the comment it answers, which always belongs to the same article; apart from that, oldest first. Lines of the
report (`Skipped`, `Warned`) may stand anywhere between them.

`key` is the old system's own number. It is the same in every run, so what is stored under `(source, key)` is
never imported twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from commentbox.domain.comment import Reason, Status

Kind: TypeAlias = Literal["file", "article", "comment"]


@dataclass(frozen=True, kw_only=True)
class DumpAuthor:
    """Who wrote it over there. Never to be matched with a member by name: that puts words into their mouth.

    One author may come with several names, as people change theirs; the latest comment has the latest name.
    The key can be derived from an e-mail address, so it stays on the server.
    """

    key: str
    name: str
    email: str | None = None


# Stands in for the authors of removed comments: they, or a moderator, wanted nothing of it kept.
NOBODY = DumpAuthor(key="removed", name="Removed")


@dataclass(frozen=True, kw_only=True)
class DumpArticle:
    """`url` is as the old system wrote it, and several articles may have the same one: `domain.article_url`
    settles that. `title` can be empty. `foreign_id` is the publisher's own name for the article, or empty.
    """

    key: str
    url: str
    title: str
    is_closed: bool
    foreign_id: str


@dataclass(frozen=True, kw_only=True)
class DumpComment:
    """`body` is Markdown source, `created_at` aware UTC, `status` one of published, held and removed.

    A removed comment comes only where replies to it are still shown. It has no text and no author but
    `NOBODY`; `reason` says why it was removed, if the old system knew.
    """

    key: str
    article_key: str
    parent_key: str | None
    author: DumpAuthor
    body: str
    created_at: datetime
    status: Status
    reason: Reason | None = None


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """Something that does not come over. `reason` is one of a few fixed sentences, to be counted by;
    `detail` is what was found in this case.
    """

    kind: Kind
    key: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Warned:
    """Something that comes over differently from how it was. `reason` and `detail` as in `Skipped`."""

    kind: Kind
    key: str
    reason: str
    detail: str = ""


Record: TypeAlias = DumpArticle | DumpComment | Skipped | Warned
