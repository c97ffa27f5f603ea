"""Another system's comments come in once, in their true place, and never into a member's mouth."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from commentbox.domain.comment import Status
from commentbox.domain.dump import DumpArticle, DumpAuthor, DumpComment, Record, Skipped
from commentbox.domain.people import Role
from commentbox.domain.ranking import Sort
from commentbox.services.articles import set_open
from commentbox.services.import_comments import (
    Report,
    batches,
    finish_article,
    import_batch,
    sort_records,
    try_batch,
)
from commentbox.services.read_thread import read_thread
from commentbox.services.sites import Site
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.people import PersonRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import WorkFactory

AT = datetime(2019, 5, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


def article(key: str = "t1", url: str = make.ARTICLE, *, is_closed: bool = False) -> DumpArticle:
    return DumpArticle(key=key, url=url, title="The bridge", is_closed=is_closed, foreign_id="")


def said(key: str, body: str = "Well said.", **more: object) -> DumpComment:
    values: dict[str, object] = {
        "key": key,
        "article_key": "t1",
        "parent_key": None,
        "author": DumpAuthor(key="user:ann", name="Ann"),
        "body": body,
        "created_at": AT,
        "status": Status.PUBLISHED,
    }
    return DumpComment(**(values | more))  # type: ignore[arg-type]


def bring(
    work: WorkFactory, site: Site, records: Sequence[Record], *, size: int = 500, is_trial: bool = False
) -> Report:
    report = Report()
    for batch in batches(sort_records(site, records, report), size):
        with work() as w:
            (try_batch if is_trial else import_batch)(w, site, "disqus", batch, report)
    if not is_trial:
        for url in (*report.urls, *report.moved):
            with work() as w:
                finish_article(w, site, url, report.urls.get(url))
    return report


def count(work: WorkFactory, table: type) -> int:
    with work() as w:
        return w.session.scalars(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("size", [1, 2, 500])
def test_replies_keep_their_place_whatever_the_batches(work: WorkFactory, site: Site, size: int) -> None:
    records: list[Record] = [
        article(),
        said("1"),
        said("2", parent_key="1"),
        said("3", parent_key="2"),
        said("4"),
    ]
    assert bring(work, site, records, size=size).added == 4
    with work() as w:
        page = read_thread(w, "courier", make.ARTICLE, Sort.OLDEST)
    assert page.article.count == 4
    first = page.roots[0]
    assert (first.count_replies, first.replies[0].replies[0].depth) == (2, 2)
    assert first.created_at == AT


def test_a_second_run_adds_nothing_and_counts_stay_right(work: WorkFactory, site: Site) -> None:
    records: list[Record] = [article(), said("1"), said("2", parent_key="1")]
    bring(work, site, records)
    again = bring(work, site, [*records, said("3", parent_key="2")])
    assert (again.added, again.present) == (1, 2)
    assert (count(work, CommentRow), count(work, PersonRow)) == (3, 1)
    with work() as w:
        assert recount(w.session, w.session.scalars(select(ArticleRow.id)).one()) == 0


def test_a_trial_says_what_would_happen_and_changes_nothing(work: WorkFactory, site: Site) -> None:
    records: list[Record] = [article(), said("1"), said("2", body="")]
    report = bring(work, site, records, is_trial=True)
    assert (report.added, len(report.skipped)) == (1, 1)
    assert [count(work, table) for table in (CommentRow, ArticleRow, PersonRow)] == [0, 0, 0]


def test_two_addresses_of_one_article_become_one_thread(work: WorkFactory, site: Site) -> None:
    other = article("t2", "http://www.paper.example/bridge/?utm_source=x")
    bring(work, site, [article(), said("1"), other, said("2", article_key="t2")])
    with work() as w:
        assert w.session.scalars(select(ArticleRow)).one().count_published == 2


def test_an_article_elsewhere_is_skipped_with_its_comments_and_both_are_told(
    work: WorkFactory, site: Site
) -> None:
    report = bring(work, site, [article(url="https://elsewhere.example/a"), said("1")])
    assert [(line.kind, line.key) for line in report.skipped] == [("article", "t1"), ("comment", "1")]
    assert count(work, CommentRow) == 0


def test_what_the_importer_skipped_is_in_the_report(work: WorkFactory, site: Site) -> None:
    line = Skipped(kind="comment", key="9", reason="It is spam.")
    assert bring(work, site, [article(), line]).skipped == [line]


def test_an_imported_author_is_never_a_member_of_the_same_name(work: WorkFactory, site: Site) -> None:
    with work() as w:
        member = make.member(w, "Ann")
    bring(work, site, [article(), said("1")])
    with work() as w:
        row = w.session.scalars(select(CommentRow)).one()
        author = w.session.get_one(PersonRow, row.author_id)
        assert author.id != member.id
        assert (author.name, author.email, author.name_key, author.foreign_id) == (
            "Ann",
            None,
            None,
            "user:ann",
        )


def test_a_removed_parent_holds_its_replies_up_without_words(work: WorkFactory, site: Site) -> None:
    records: list[Record] = [article(), said("1", body="", status=Status.REMOVED), said("2", parent_key="1")]
    bring(work, site, records)
    with work() as w:
        page = read_thread(w, "courier", make.ARTICLE, Sort.OLDEST)
    assert page.roots[0].is_placeholder
    assert page.article.count == 1
    assert len(page.roots[0].replies) == 1


def test_a_closed_article_stays_closed(work: WorkFactory, site: Site) -> None:
    bring(work, site, [article(is_closed=True), said("1")])
    with work() as w:
        assert not read_thread(w, "courier", make.ARTICLE, Sort.OLDEST).article.is_open


def test_what_staff_have_opened_again_no_second_import_closes(work: WorkFactory, site: Site) -> None:
    records: list[Record] = [article(is_closed=True), said("1")]
    bring(work, site, records)
    with work() as w:
        editor = make.member(w, role=Role.ADMIN, at=site)
        set_open(w, editor, "courier", make.article_of(w).id, True)
    bring(work, site, records)
    with work() as w:
        assert read_thread(w, "courier", make.ARTICLE, Sort.OLDEST).article.is_open


def test_a_reply_shows_where_its_parent_is_when_the_article_has_moved(work: WorkFactory, site: Site) -> None:
    bring(work, site, [article(), said("1")])
    bring(work, site, [article(url=f"{make.PAPER}/bridge-2"), said("1"), said("2", parent_key="1")])
    with work() as w:
        page = read_thread(w, "courier", make.ARTICLE, Sort.OLDEST)
    assert (page.article.count, len(page.roots[0].replies)) == (2, 1)


def test_closing_an_article_expires_its_copies(work: WorkFactory, site: Site) -> None:
    bring(work, site, [article(), said("1")])
    with work() as w:
        before = make.article_of(w).version
    bring(work, site, [article(is_closed=True), said("1")])
    with work() as w:
        assert make.article_of(w).version > before


def test_a_script_in_a_foreign_comment_is_shown_as_text(work: WorkFactory, site: Site) -> None:
    bring(work, site, [article(), said("1", body="<script>alert(1)</script>")])
    with work() as w:
        assert "<script" not in w.session.scalars(select(CommentRow)).one().html
