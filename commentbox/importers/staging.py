"""Puts what an importer found into order: articles with their comments, and parents before replies.

Files may name a reply before its parent, and can be larger than the memory. So texts wait in a temporary
SQLite database, on disk and deleted when done; a few bytes a comment are held in memory. Reading the file a
second time would not do instead: it gives no order either.
"""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self, TypeAlias

from commentbox.domain.comment import Reason, Status
from commentbox.domain.dump import NOBODY, DumpArticle, DumpAuthor, DumpComment, Record, Skipped, Warned
from commentbox.importers.family import LOST_PARENT, Family

TWICE = "Something with this number came before."
NO_ARTICLE = "Its article is not in the file or was skipped."
NO_COMMENTS = "Nobody has commented there."
DELETED = "It was deleted there, or has no text, and nobody answered it."
SPAM = "It was marked as spam there, and nobody answered it."
DAMAGED = "What it belongs to stands behind the damage. Import again with the whole file."
PARENT_MISSING = "What it answers is not in the file or was skipped, so it stands on its own now."
IN_OTHER_ARTICLE = "What it answers belongs to another article, so it stands on its own now."
CIRCLE = "It answers itself, directly or through others, so it stands on its own now."
WAS_DELETED = "It was deleted there, but not its comments, so it comes over closed."


_Row: TypeAlias = tuple[str, str, str | None, str, str, str, int, str, str | None, int]

_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

# `moment`: when it was written, but never before what it answers. `is_kept`: it comes over.
_TABLES = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
PRAGMA cache_size=-32000;
CREATE TABLE article (
    key TEXT PRIMARY KEY, url TEXT, title TEXT, is_closed INTEGER, foreign_id TEXT, was_deleted INTEGER);
CREATE TABLE comment (
    id INTEGER PRIMARY KEY, key TEXT UNIQUE, article TEXT, parent TEXT, author TEXT, name TEXT, body TEXT,
    created INTEGER, status TEXT, reason TEXT,
    parent_id INTEGER NOT NULL DEFAULT 0, moment INTEGER, depth INTEGER NOT NULL DEFAULT 1, is_kept INTEGER);
"""


class Staging:
    """Use as a context: leaving it deletes the temporary database."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # SQLite's own temporary file, unreadable to others

    def __enter__(self) -> Self:
        self._db.executescript(_TABLES)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add_article(self, article: DumpArticle, *, was_deleted: bool = False) -> Iterator[Skipped]:
        insert = "INSERT OR IGNORE INTO article VALUES (?, ?, ?, ?, ?, ?)"
        values = (article.key, article.url, article.title, article.is_closed, article.foreign_id, was_deleted)
        if not self._db.execute(insert, values).rowcount:
            yield Skipped(kind="article", key=article.key, reason=TWICE)

    def add_comment(self, comment: DumpComment) -> Iterator[Skipped]:
        """`parent_key` may name anything, or nothing that exists. A removed comment's text is not kept."""
        is_kept = comment.status is not Status.REMOVED
        author = comment.author if is_kept else NOBODY
        moment = (comment.created_at - _START) // _MICROSECOND
        values = (
            *(comment.key, comment.article_key, comment.parent_key, author.key, author.name),
            *(comment.body if is_kept else "", moment, comment.status, comment.reason, moment, is_kept),
        )
        insert = (
            "INSERT OR IGNORE INTO comment"
            " (key, article, parent, author, name, body, created, status, reason, moment, is_kept)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        if not self._db.execute(insert, values).rowcount:
            yield Skipped(kind="comment", key=comment.key, reason=TWICE)

    def records(self, *, is_damaged: bool = False) -> Iterator[Record]:
        """Everything in order.

        In a damaged file a reply whose parent was not read is skipped: put on its own now, it would stay so
        when the whole file is imported later.
        """
        yield from self._skip_homeless(is_damaged)
        yield from self._find_parents(is_damaged)
        yield from self._settle()
        self._db.execute("CREATE INDEX by_place ON comment (article, moment, depth, key)")
        for row in self._db.execute("SELECT * FROM article ORDER BY rowid"):
            yield from self._article(*row)

    def _skip_homeless(self, is_damaged: bool) -> Iterator[Skipped]:
        for (key,) in self._db.execute(
            "SELECT key FROM comment WHERE article NOT IN (SELECT key FROM article) ORDER BY id"
        ):
            yield Skipped(kind="comment", key=key, reason=DAMAGED if is_damaged else NO_ARTICLE)
        self._db.execute("DELETE FROM comment WHERE article NOT IN (SELECT key FROM article)")

    def _find_parents(self, is_damaged: bool) -> Iterator[Warned]:
        self._db.execute(
            "UPDATE comment SET parent_id = coalesce((SELECT above.id FROM comment AS above"
            " WHERE above.key = comment.parent AND above.article = comment.article), ?)"
            " WHERE parent IS NOT NULL",
            (LOST_PARENT,),
        )
        if is_damaged:
            return
        for key, parent, is_elsewhere in self._db.execute(
            "SELECT key, parent, EXISTS (SELECT 1 FROM comment AS other WHERE other.key = comment.parent)"
            " FROM comment WHERE parent_id = ? ORDER BY id",
            (LOST_PARENT,),
        ):
            reason = IN_OTHER_ARTICLE if is_elsewhere else PARENT_MISSING
            yield Warned(kind="comment", key=key, reason=reason, detail=parent)
        self._db.execute("UPDATE comment SET parent_id = 0 WHERE parent_id = ?", (LOST_PARENT,))

    def _settle(self) -> Iterator[Skipped | Warned]:
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM comment").fetchone()
        family = Family(last)
        for number, parent, moment, is_kept in self._db.execute(
            "SELECT id, parent_id, moment, is_kept FROM comment"
        ):
            family.add(number, parent=parent, moment=moment, is_shown=bool(is_kept))
        for number in family.circles(self._key):
            self._db.execute("UPDATE comment SET parent_id = 0 WHERE id = ?", (number,))
            yield Warned(kind="comment", key=self._key(number), reason=CIRCLE)
        self._db.executemany("UPDATE comment SET moment = ?, depth = ? WHERE id = ?", family.replies())
        self._db.executemany("UPDATE comment SET is_kept = 1 WHERE id = ?", family.placeholders())
        for number in family.lost():
            yield Skipped(kind="comment", key=self._key(number), reason=DAMAGED)
            self._db.execute("DELETE FROM comment WHERE id = ?", (number,))

    def _key(self, number: int) -> str:
        (key,) = self._db.execute("SELECT key FROM comment WHERE id = ?", (number,)).fetchone()
        return str(key)

    def _article(
        self, key: str, url: str, title: str, is_closed: int, foreign_id: str, was_deleted: int
    ) -> Iterator[Record]:
        (has_comments,) = self._db.execute(
            "SELECT EXISTS (SELECT 1 FROM comment WHERE article = ? AND is_kept)", (key,)
        ).fetchone()
        if has_comments or (is_closed and not was_deleted):
            if was_deleted:
                yield Warned(kind="article", key=key, reason=WAS_DELETED, detail=url)
            yield DumpArticle(
                key=key, url=url, title=title, is_closed=bool(is_closed or was_deleted), foreign_id=foreign_id
            )
        else:
            yield Skipped(kind="article", key=key, reason=DELETED if was_deleted else NO_COMMENTS, detail=url)
        for row in self._db.execute(
            "SELECT comment.key, comment.article, above.key, comment.author, comment.name, comment.body,"
            " comment.created, comment.status, comment.reason, comment.is_kept"
            " FROM comment LEFT JOIN comment AS above ON above.id = comment.parent_id"
            " WHERE comment.article = ? ORDER BY comment.moment, comment.depth, comment.key",
            (key,),
        ):
            yield _comment(row)


def _comment(row: _Row) -> DumpComment | Skipped:
    key, article_key, parent_key, author_key, name, body, created, status, reason, is_kept = row
    if not is_kept:
        return Skipped(kind="comment", key=key, reason=SPAM if reason == Reason.SPAM else DELETED)
    return DumpComment(
        key=key,
        article_key=article_key,
        parent_key=parent_key,
        author=DumpAuthor(key=author_key, name=name),
        body=body,
        created_at=_START + created * _MICROSECOND,
        status=Status(status),
        reason=Reason(reason) if reason else None,
    )
