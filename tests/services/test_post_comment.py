"""A reader says something: published, held or refused, and never twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.comment import Status
from commentbox.domain.errors import CommentboxError, Forbidden, Invalid, NotFound, NotSignedIn, TooFast
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Actor
from commentbox.services.post_comment import NewComment, Posted, post_comment
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.articles import ArticleRow, article_by_url
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from commentbox.store.status import change_status
from tests import make
from tests.conftest import Clock, WorkFactory


@pytest.fixture
def ann(work: WorkFactory) -> Actor:
    with work() as w:
        make.site(w)
        return make.member(w, "Ann")


def post(work: WorkFactory, actor: Actor | None, new: NewComment) -> Posted:
    with work() as w:
        return post_comment(w, actor, "courier", new)


def count(work: WorkFactory, table: type = CommentRow) -> int:
    with work() as w:
        return w.session.scalars(select(func.count()).select_from(table)).one()


def test_a_comment_is_published_and_counted(work: WorkFactory, ann: Actor) -> None:
    posted = post(work, ann, make.draft("A bridge is for *people*."))
    assert posted.entry.status is Status.PUBLISHED
    assert "<em>people</em>" in posted.entry.html
    assert posted.count == 1


def test_the_first_comment_makes_the_article_with_its_canonical_address(
    work: WorkFactory, ann: Actor
) -> None:
    post(work, ann, make.draft(url="http://www.paper.example/bridge/?utm_source=mail#top"))
    with work() as w:
        article = article_by_url(w.session, 1, make.ARTICLE) or w.session.scalars(select(ArticleRow)).one()
        assert article.url == make.ARTICLE


def test_a_retry_gets_the_first_answer_and_adds_nothing(work: WorkFactory, ann: Actor) -> None:
    new = make.draft(key="the-same-key")
    first, second = post(work, ann, new), post(work, ann, new)
    assert (second.entry.id, second.is_repeat) == (first.entry.id, True)
    assert count(work) == 1


def test_a_retry_is_answered_even_when_the_person_may_no_longer_write(
    work: WorkFactory, ann: Actor, clock: Clock
) -> None:
    new = make.draft(key="the-same-key")
    first = post(work, ann, new)
    with work() as w:
        w.session.scalars(select(ArticleRow)).one().closed_at = w.now
    assert post(work, ann, new).entry.id == first.entry.id


def test_a_retry_is_answered_even_when_its_parent_was_removed_meanwhile(
    work: WorkFactory, ann: Actor
) -> None:
    root = post(work, ann, make.draft("A root."))
    new = make.draft("A reply.", parent=root.entry.id, key="the-same-key")
    first = post(work, ann, new)
    with work() as w:
        change_status(w.session, w.session.get_one(CommentRow, root.entry.id), Status.REMOVED)
    assert post(work, ann, new).entry.id == first.entry.id


def test_a_key_is_good_for_one_comment_only(work: WorkFactory, ann: Actor) -> None:
    post(work, ann, make.draft("One thing.", key="the-same-key"))
    with pytest.raises(Invalid) as refused:
        post(work, ann, make.draft("Another thing.", key="the-same-key"))
    assert refused.value.code == "key_reused"


def test_two_people_may_use_the_same_key(work: WorkFactory, ann: Actor) -> None:
    with work() as w:
        bob = make.member(w, "Bob")
    post(work, ann, make.draft("One thing.", key="the-same-key"))
    post(work, bob, make.draft("Another thing.", key="the-same-key"))
    assert count(work) == 2


def test_retries_that_arrive_together_have_one_effect(
    engine: Engine, settings: Settings, work: WorkFactory, ann: Actor, clock: Clock
) -> None:
    new = make.draft(key="the-same-key")

    def once(_: int) -> int:
        with begin(engine, settings, clock()) as w:
            return post_comment(w, ann, "courier", new).entry.id

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(once, range(16)))
    assert len(ids) == 1
    assert count(work) == 1


def test_first_comments_that_arrive_together_share_one_article(
    engine: Engine, settings: Settings, work: WorkFactory, ann: Actor, clock: Clock
) -> None:
    with work() as w:
        people = [make.member(w) for _ in range(8)]

    def say(actor: Actor) -> None:
        with begin(engine, settings, clock()) as w:
            post_comment(w, actor, "courier", make.draft(f"I am {actor.name} and I say this."))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, people))
    with work() as w:
        assert w.session.scalars(select(ArticleRow)).one().count_published == 8


def test_a_reply_stands_under_its_true_parent(work: WorkFactory, ann: Actor) -> None:
    root = post(work, ann, make.draft("A root."))
    reply = post(work, ann, make.draft("A reply.", parent=root.entry.id))
    deeper = post(work, ann, make.draft("A reply to the reply.", parent=reply.entry.id))
    assert (deeper.entry.parent_id, deeper.entry.root_id, deeper.entry.depth) == (
        reply.entry.id,
        root.entry.id,
        2,
    )
    with work() as w:
        assert w.session.get_one(CommentRow, root.entry.id).count_replies == 2


@pytest.mark.parametrize("status", [Status.HELD, Status.REMOVED, Status.WITHDRAWN])
def test_only_a_published_comment_can_be_answered(work: WorkFactory, ann: Actor, status: Status) -> None:
    with work() as w:
        hidden = make.comment(w, author=ann, status=status).id
    with pytest.raises(NotFound):
        post(work, ann, make.draft(parent=hidden))


def test_a_parent_on_another_site_is_not_there(work: WorkFactory, ann: Actor) -> None:
    with work() as w:
        make.site(w, "gazette", origins=("https://gazette.example",))
        other = make.comment(w, "gazette", url="https://gazette.example/a").id
    with pytest.raises(NotFound):
        post(work, ann, make.draft(parent=other))


def test_a_banned_word_holds_the_comment_and_the_reason_is_on_record(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=Policy(banned_words=("muppet",), pace_seconds=0))
        ann = make.member(w)
    posted = post(work, ann, make.draft("The mayor is a muppet."))
    assert (posted.entry.status, posted.count) == (Status.HELD, 0)
    with work() as w:
        decision = w.session.scalars(select(DecisionRow)).one()
        assert decision.person_id is None
        assert "muppet" in decision.note


def test_a_newcomers_link_is_held_until_two_comments_have_stood_for_a_day(work: WorkFactory) -> None:
    with work() as w:
        make.site(w, policy=Policy(pace_seconds=0, new_person_approved=2))
        ann = make.member(w)
        for _ in range(2):
            make.comment(w, author=ann, minutes_ago=24 * 60)
        newcomer = make.member(w)
        make.comment(w, author=newcomer, minutes_ago=24 * 60)
        make.comment(w, author=newcomer, minutes_ago=23 * 60)
    link = "Read https://other.example/this before you vote."
    assert post(work, ann, make.draft(link)).entry.status is Status.PUBLISHED
    assert post(work, newcomer, make.draft(link + " Please.")).entry.status is Status.HELD


def test_who_writes_too_fast_is_told_when_to_come_back(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        make.site(w, policy=Policy(pace_seconds=30))
        ann = make.member(w)
    post(work, ann, make.draft("One."))
    clock.advance(seconds=10)
    with pytest.raises(TooFast) as refused:
        post(work, ann, make.draft("Two."))
    assert refused.value.retry_after == 20
    clock.advance(seconds=20)
    assert post(work, ann, make.draft("Two.")).entry.status is Status.PUBLISHED


BAD = {
    "no text": (make.draft(text=None), "text"),
    "a number": (make.draft(text=7), "text"),
    "nothing": (make.draft(text=" \n "), "text"),
    "too long": (make.draft(text="a" * 5001), "text"),
    "NUL": (make.draft(text="a\0b"), "text"),
    "a lone surrogate": (make.draft(text="a\ud800b"), "text"),
    "no key": (NewComment(url=make.ARTICLE, title="", parent_id=None, text="Hello.", key=None), "key"),
    "a short key": (make.draft(key="abc"), "key"),
    "another site's article": (make.draft(url="https://elsewhere.example/a"), "url"),
    "no address": (make.draft(url=None), "url"),
    "a script for an address": (make.draft(url="javascript:alert(1)"), "url"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_names_the_field_and_stores_nothing(work: WorkFactory, ann: Actor, name: str) -> None:
    new, field = BAD[name]
    with pytest.raises(Invalid) as refused:
        post(work, ann, new)
    assert refused.value.field == field
    assert (count(work), count(work, ArticleRow)) == (0, 0)


def test_who_is_not_signed_in_is_asked_to_log_in(work: WorkFactory, ann: Actor) -> None:
    with pytest.raises(NotSignedIn):
        post(work, None, make.draft())


def test_a_closed_article_takes_no_more(work: WorkFactory, ann: Actor) -> None:
    post(work, ann, make.draft("Before."))
    with work() as w:
        w.session.scalars(select(ArticleRow)).one().closed_at = w.now
    with pytest.raises(Forbidden, match="closed"):
        post(work, ann, make.draft("After."))


def test_a_failed_comment_leaves_no_trace(work: WorkFactory, ann: Actor) -> None:
    with pytest.raises(CommentboxError):
        post(work, None, make.draft())
    assert (count(work), count(work, ArticleRow), count(work, DecisionRow)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("\n    The bridge\n    | Courier\n  ", "The bridge | Courier"),
        ("The bridge", "The bridge"),
        (None, ""),
        ("", ""),
        (5, ""),
        ("a\0b", ""),
        ("cut in the middle of an emoji \ud83d", ""),
        ("b" * 301, ""),
    ],
)
def test_no_comment_is_refused_for_the_title_of_its_page(
    work: WorkFactory, ann: Actor, sent: object, kept: str
) -> None:
    post(work, ann, make.draft(title=sent))
    with work() as w:
        assert w.session.scalars(select(ArticleRow)).one().title == kept


def test_a_clock_that_was_set_back_shuts_nobody_out(work: WorkFactory, clock: Clock) -> None:
    with work() as w:
        make.site(w, policy=Policy(pace_seconds=15, new_person_approved=0))
        bob = make.member(w, "Bob")
    post(work, bob, make.draft("At noon, I say this."))
    clock.advance(hours=-1)
    assert post(work, bob, make.draft("At eleven, I say that.")).entry.status is Status.PUBLISHED
