"""What a Disqus export means here; most of it is asked of one small file with every oddity known."""

from datetime import UTC, datetime

import pytest

from commentbox.domain.comment import Reason, Status
from commentbox.domain.dump import NOBODY, DumpArticle, Record
from commentbox.importers import disqus, staging
from tests.importers.disqus_file import (
    DATA,
    articles,
    comments,
    export,
    post,
    records,
    skipped,
    thread,
    warned,
)


@pytest.fixture(scope="module")
def found() -> list[Record]:
    return records((DATA / "disqus.xml").read_bytes())


def test_everything_in_the_file_comes_over_or_is_in_the_report(found: list[Record]) -> None:
    threads = {"100", "101", "102", "103", "104", "105", "106"}
    posts = {*map(str, range(201, 208)), "4711", "", *map(str, range(210, 216))}
    assert {article.key for article in articles(found)} | set(comments(found)) | set(skipped(found)) == (
        threads | posts
    )


def test_articles_keep_address_title_and_the_publishers_own_name_for_them(found: list[Record]) -> None:
    assert articles(found)[0] == DumpArticle(
        key="100",
        url="https://www.paper.example/town/bridge/",
        title="The bridge & the ferry",
        is_closed=False,
        foreign_id="bridge-2024",
    )


def test_an_address_is_no_title(found: list[Record]) -> None:
    market = articles(found)[1]
    assert (market.title, market.foreign_id, market.is_closed) == ("", "", True)


def test_one_article_under_two_addresses_is_left_for_the_site_to_join(found: list[Record]) -> None:
    assert articles(found)[2].url == "http://paper.example/town/bridge?utm_source=x"
    assert comments(found)["210"].article_key == "102"


def test_live_comments_of_a_deleted_article_come_over_and_the_article_is_closed(found: list[Record]) -> None:
    assert [article.is_closed for article in articles(found) if article.key == "103"] == [True]
    assert comments(found)["211"].status is Status.PUBLISHED
    assert warned(found)["103"] == staging.WAS_DELETED


def test_an_article_without_comments_comes_over_only_if_it_was_closed(found: list[Record]) -> None:
    assert "106" in {article.key for article in articles(found)}
    assert skipped(found)["105"] == staging.NO_COMMENTS


def test_a_thread_whose_link_leads_nowhere_is_skipped_with_its_comments(found: list[Record]) -> None:
    assert skipped(found)["104"] == disqus.BAD_LINK
    assert skipped(found)["212"] == staging.NO_ARTICLE


def test_a_comment_comes_with_author_time_and_text(found: list[Record]) -> None:
    comment = comments(found)["201"]
    assert (comment.article_key, comment.parent_key, comment.status) == ("100", None, Status.PUBLISHED)
    assert comment.created_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert comment.body == "Build it.\nNow.\n\nSee https://paper.example/plans/2024/the-long-one_v2"


def test_a_reply_may_stand_before_what_it_answers(found: list[Record]) -> None:
    order = list(comments(found))
    assert comments(found)["202"].parent_key == "201"
    assert order.index("201") < order.index("202")


def test_time_without_a_zone_is_utc(found: list[Record]) -> None:
    assert comments(found)["204"].created_at == datetime(2024, 3, 1, 11, 5, tzinfo=UTC)


def test_a_removed_comment_with_a_live_reply_keeps_its_place_and_nothing_else(found: list[Record]) -> None:
    spam = comments(found)["203"]
    assert (spam.status, spam.reason, spam.body, spam.author) == (Status.REMOVED, Reason.SPAM, "", NOBODY)
    assert comments(found)["204"].parent_key == "203"


def test_a_removed_comment_nobody_answered_stays_behind(found: list[Record]) -> None:
    assert (skipped(found)["205"], skipped(found)["206"]) == (staging.SPAM, staging.DELETED)


@pytest.mark.parametrize("key", ["207", "214"], ids=["not in the file", "skipped"])
def test_a_reply_to_nothing_stands_on_its_own_with_a_warning(found: list[Record], key: str) -> None:
    assert comments(found)[key].parent_key is None
    assert warned(found)[key] == staging.PARENT_MISSING


def test_a_comment_without_its_own_number_goes_by_the_old_one(found: list[Record]) -> None:
    assert comments(found)["4711"].body == "A market is a market."
    assert skipped(found)[""] == disqus.NO_NUMBER


def test_the_end_mark_of_cdata_in_a_text_does_no_harm_and_scripts_are_dropped(found: list[Record]) -> None:
    assert comments(found)["210"].body == "In code: `a[b[0]]>c`"


def test_a_comment_without_a_date_is_skipped_for_it_has_no_place(found: list[Record]) -> None:
    assert skipped(found)["213"] == disqus.BAD_DATE


def test_a_comment_that_may_be_spam_waits_for_a_moderator(found: list[Record]) -> None:
    assert comments(found)["215"].status is Status.HELD
    assert warned(found)["215"] == disqus.UNCLEAR


def test_e_mail_and_network_addresses_stay_behind(found: list[Record]) -> None:
    everything = repr(found).lower()
    assert "mail.example" not in everything
    assert "192.0.2" not in everything


@pytest.mark.parametrize(
    ("author", "other", "is_same"),
    [
        ("<username>ann</username><name>Ann</name>", "<username>ann</username><name>A.</name>", True),
        ("<username>ann</username><name>Ann</name>", "<username>bo</username><name>Ann</name>", False),
        ("<username>ann</username><email>a@b.example</email>", "<email>a@b.example</email>", False),
        ("<email>A@b.example</email><name>X</name>", "<email>a@B.example</email><name>Y</name>", True),
        ("<email>a@b.example</email><name>X</name>", "<email>c@b.example</email><name>X</name>", False),
        ("<email>a@b.example</email>", "<name>a@b.example</name>", False),
        ("<name>X</name>", "<email></email><name>X</name>", True),
        ("<name>X</name>", "<name>Y</name>", False),
    ],
)
def test_who_is_the_same_person(author: str, other: str, is_same: bool) -> None:
    found = comments(records(export(thread(), post(1, author=author), post(2, author=other))))
    assert (found["1"].author.key == found["2"].author.key) is is_same


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<name> Ann \n Marsh </name>", "Ann Marsh"),
        ("<name>Ann &amp;amp; Bo</name>", "Ann & Bo"),
        ("<name/><username>annm</username>", "annm"),
        ("<name/><username>disqus_aB3dE</username>", "Guest"),
        ("<name/>", "Guest"),
        ("<name>ann.marsh@mail.example</name>", "ann.marsh"),
        ("<name>@ann</name>", "@ann"),
        ("<name>Ann\u202emoderator</name>", "Annmoderator"),
        ("<name>\u200b</name>", "Guest"),
        (f"<name>{'x' * 500}</name>", "x" * 80),
    ],
)
def test_the_name_that_is_shown(author: str, name: str) -> None:
    assert comments(records(export(thread(), post(1, author=author))))["1"].author.name == name


@pytest.mark.parametrize(
    "date",
    ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2024-02-30T00:00:00Z"],
)
def test_a_date_that_cannot_be_is_no_date(date: str) -> None:
    assert skipped(records(export(thread(), post(1, createdAt=date))))["1"] == disqus.BAD_DATE


def test_a_date_in_another_zone_is_moved_to_utc() -> None:
    found = comments(records(export(thread(), post(1, createdAt="2024-03-01T01:00:00+02:00"))))
    assert found["1"].created_at == datetime(2024, 2, 29, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "link",
    ["", "/bridge", "ftp://paper.example/", "javascript:alert(1)", "http://[", "https://a@paper.example/"],
)
def test_only_web_addresses_are_articles(link: str) -> None:
    expected = {"t1": disqus.BAD_LINK, "1": staging.NO_ARTICLE}
    assert skipped(records(export(thread(link=link), post(1)))) == expected


def test_a_comment_whose_text_was_all_script_counts_as_removed() -> None:
    found = records(export(thread(), post(1, message="<![CDATA[<script>x()</script>]]>"), post(2, 1)))
    assert comments(found)["1"].status is Status.REMOVED
