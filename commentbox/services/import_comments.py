"""Bring in another system's comments: keyed by where they come from, so that running twice adds nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commentbox.domain.comment import Status
from commentbox.domain.dump import DumpArticle, DumpAuthor, DumpComment, Record, Skipped, Warned
from commentbox.domain.errors import Invalid
from commentbox.domain.lanes import Lane, Standing
from commentbox.domain.markup import RENDERER_VERSION, to_html
from commentbox.domain.moderation.text import text_key
from commentbox.domain.text import clean_body, clean_line
from commentbox.services.sites import Site, article_url
from commentbox.services.work import Work
from commentbox.store.articles import ArticleRow, article_by_url, get_or_add_article, publish_change
from commentbox.store.comments import CommentRow, comments_by_foreign_ids
from commentbox.store.events import was_ever_opened
from commentbox.store.people import PersonRow, person_by_foreign_id
from commentbox.store.recount import recount
from commentbox.store.sites import lock_sites

BATCH = 500
MAX_BODY = 200_000
MAX_TITLE = 300
_UNKNOWN_RISK = 5  # in percent


@dataclass(kw_only=True)
class Report:
    """What became of every record; nothing is left out without a line."""

    added: int = 0
    present: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    urls: dict[str, DumpArticle] = field(default_factory=dict)  # canonical address, and the article there
    moved: set[str] = field(default_factory=set)  # former addresses of these, where replies were added

    def skip(self, record: DumpComment | DumpArticle, reason: str) -> None:
        is_article = isinstance(record, DumpArticle)
        line = Skipped(kind="article" if is_article else "comment", key=record.key, reason=reason)
        self.skipped.append(line)


def sort_records(site: Site, records: Iterable[Record], report: Report) -> Iterator[tuple[str, DumpComment]]:
    """The comments that have an article on the site, each with that article's canonical address."""
    articles: dict[str, str] = {}
    for record in records:
        if isinstance(record, Skipped):
            report.skipped.append(record)
        elif isinstance(record, Warned):
            report.warned.append(record)
        elif isinstance(record, DumpArticle):
            _take_article(site, record, articles, report)
        elif record.article_key in articles:
            yield articles[record.article_key], record
        else:
            report.skip(record, "Its article was skipped.")


def batches(
    comments: Iterator[tuple[str, DumpComment]], size: int = BATCH
) -> Iterator[list[tuple[str, DumpComment]]]:
    """Lists of up to `size`; where the file turns out to be damaged, what stood before that comes first."""
    batch: list[tuple[str, DumpComment]] = []
    damage: Invalid | None = None
    try:
        for comment in comments:
            batch.append(comment)
            if len(batch) == size:
                yield batch
                batch = []
    except Invalid as found:
        damage = found
    if batch:
        yield batch
    if damage is not None:
        raise damage


def import_batch(
    work: Work, site: Site, source: str, batch: Sequence[tuple[str, DumpComment]], report: Report
) -> None:
    """Add what is not there yet. The comments show once `finish_article` has counted them."""
    lock_sites(work.session)  # two imports at once would both find the same comments missing
    known = _known(work, site, source, batch)
    for url, comment in batch:
        if comment.key in known:
            report.present += 1
            continue
        row = _row(work, site, source, url, comment, known, report)
        if row is not None:
            known[comment.key] = row
            report.added += 1


def try_batch(
    work: Work, site: Site, source: str, batch: Sequence[tuple[str, DumpComment]], report: Report
) -> None:
    """The same without writing: what would be added, what is there already, what would be skipped."""
    known = _known(work, site, source, batch)
    for _, comment in batch:
        if comment.key in known:
            report.present += 1
        elif _body(comment, report) is not None:
            report.added += 1


def finish_article(work: Work, site: Site, url: str, article: DumpArticle | None) -> None:
    """Count the article's comments, which shows them, and close it where it was closed.

    Where staff have opened it since, it stays open: no import takes a decision back.
    """
    row = article_by_url(work.session, site.id, url)
    if row is None:
        return
    recount(work.session, row.id)
    is_closed = article is not None and article.is_closed
    if is_closed and row.closed_at is None and not was_ever_opened(work.session, row.id):
        row.closed_at = work.now
        publish_change(work.session, row.id, count=0)


def _take_article(site: Site, record: DumpArticle, articles: dict[str, str], report: Report) -> None:
    try:
        url = article_url(site, record.url)
    except Invalid as problem:
        report.skip(record, problem.message)
        return
    articles[record.key] = url
    report.urls.setdefault(url, record)


def _known(
    work: Work, site: Site, source: str, batch: Sequence[tuple[str, DumpComment]]
) -> dict[str, CommentRow]:
    keys = {key for _, comment in batch for key in (comment.key, comment.parent_key) if key is not None}
    rows = comments_by_foreign_ids(work.session, site.id, source, sorted(keys))
    return {str(row.foreign_id): row for row in rows}


def _row(
    work: Work,
    site: Site,
    source: str,
    url: str,
    comment: DumpComment,
    known: Mapping[str, CommentRow],
    report: Report,
) -> CommentRow | None:
    body = _body(comment, report)
    if body is None:
        return None
    row = CommentRow(
        site_id=site.id,
        author_id=_author(work, source, comment.author),
        source=body,
        html=to_html(body),
        renderer_version=RENDERER_VERSION,
        status=comment.status,
        shown=False,
        findings=[],
        text_key=text_key(body),
        source_name=source,
        foreign_id=comment.key,
        created_at=comment.created_at,
        **_in_line(comment),
    )
    _place(work, row, url, comment, known, report)
    work.session.add(row)
    work.session.flush()  # its replies need its id
    return row


def _in_line(comment: DumpComment) -> dict[str, Any]:
    """What was held elsewhere waits here from the same moment on."""
    if comment.status is not Status.HELD:
        return {}
    held = Standing(lane=Lane.HELD, risk=_UNKNOWN_RISK, reach=0, since=comment.created_at)
    return {"lane": held.lane, "risk": held.risk, "place": held.place, "waits_since": held.since}


def _place(
    work: Work,
    row: CommentRow,
    url: str,
    comment: DumpComment,
    known: Mapping[str, CommentRow],
    report: Report,
) -> None:
    """Under its parent; or as a root of the article, which is told where a parent should have been."""
    parent = None if comment.parent_key is None else known.get(comment.parent_key)
    if parent is not None:
        row.article_id, row.parent_id = parent.article_id, parent.id
        row.root_id, row.depth = parent.root_id or parent.id, parent.depth + 1
        place = work.session.get_one(ArticleRow, parent.article_id).url
        if place != url:  # the article has another address since the import before
            report.moved.add(place)
        return
    title = _line(report.urls[url].title, "")
    row.article_id = get_or_add_article(work.session, row.site_id, url, title, work.now).id
    row.depth = 0
    if comment.parent_key is not None:
        reason = "Its parent was not imported, so it begins a thread."
        report.warned.append(Warned(kind="comment", key=comment.key, reason=reason))


def _body(comment: DumpComment, report: Report) -> str | None:
    """The text; what was removed there may come without one, for it only holds its replies up."""
    if not comment.body.strip() and comment.status is Status.REMOVED:
        return ""
    try:
        return clean_body(comment.body, max_length=MAX_BODY)
    except Invalid as problem:
        report.skip(comment, problem.message)
        return None


def _author(work: Work, source: str, author: DumpAuthor) -> int:
    """The imported author's own row; never a member's, however alike the names are."""
    found = person_by_foreign_id(work.session, source, author.key)
    if found is None:
        found = PersonRow(
            name=_line(author.name, "Guest"), source=source, foreign_id=author.key, created_at=work.now
        )
        work.session.add(found)
        work.session.flush()  # the comment names its id
    return found.id


def _line(raw: str, default: str) -> str:
    """One clean line, or the default where another system let something through that we do not."""
    try:
        return clean_line(raw[:MAX_TITLE], field="title", max_length=MAX_TITLE) if raw.strip() else default
    except Invalid:
        return default
