"""Addresses that lead to one article, and two articles that become one while people write there."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from sqlalchemy import Engine, func, select

from commentbox.domain.comment import Action, Status
from commentbox.domain.errors import CommentboxError, Conflict, Forbidden, Invalid, NotFound
from commentbox.domain.people import Actor, Role
from commentbox.domain.ranking import Sort
from commentbox.domain.reactions import VoteKind
from commentbox.services.addresses import (
    add_address,
    drop_address,
    merge_articles,
    move_article,
    read_source,
)
from commentbox.services.article_pages import read_article, read_articles
from commentbox.services.ask_question import ask_question
from commentbox.services.counts import count_comments
from commentbox.services.post_comment import NewComment, post_comment
from commentbox.services.read_thread import find_thread, read_thread, versions_of
from commentbox.services.review import NewDecision, decide
from commentbox.services.vote import vote
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.recount import recount
from tests import make
from tests.conftest import Clock, WorkFactory

OLD, NEW = f"{make.PAPER}/bridge-opens", f"{make.PAPER}/bridge-is-open"
FREE = f"{make.PAPER}/the-bridge"


class Desk:
    """Two articles about one thing, with a conversation each, and a lead."""

    def __init__(self, work: WorkFactory):
        self.work = work
        with work() as w:
            self.site = make.site(w)
            self.lea = make.member(w, "Lea Dunn", role=Role.LEAD, at=self.site)
            root = make.comment(w, url=OLD)
            make.comment(w, url=OLD, parent=root)
            make.comment(w, url=OLD, status=Status.HELD)
            self.root, self.old = root.id, root.article_id
            self.new = make.comment(w, url=NEW).article_id

    def do(self, act: Callable[..., None], article: int, url: str) -> None:
        with self.work() as w:
            act(w, self.lea, "courier", article, url)

    def counts(self, *urls: str) -> list[int]:
        with self.work() as w:
            return list(count_comments(w, "courier", urls).values())

    def versions(self, *urls: str) -> list[int]:
        with self.work() as w:
            return list(versions_of(w, "courier", urls).values())

    def article_at(self, url: str) -> tuple[str, int]:
        with self.work() as w:
            found = find_thread(w, "courier", url)
            return found.url, found.count

    def said(self, article: int) -> list[str]:
        with self.work() as w:
            return [f"{each.act} {each.detail}" for each in read_article(w, self.lea, "courier", article).log]

    def is_right(self) -> bool:
        with self.work() as w:
            return not any(recount(w.session, each) for each in (self.old, self.new))


@pytest.fixture
def desk(work: WorkFactory) -> Desk:
    return Desk(work)


def test_another_address_leads_to_the_same_conversation(desk: Desk) -> None:
    for _ in range(2):
        desk.do(add_address, desk.new, FREE)
    assert desk.article_at(FREE) == (NEW, 1)
    assert desk.counts(FREE, NEW) == [1, 1]
    assert desk.said(desk.new) == [f"leads {FREE}"]
    with desk.work() as w:
        done = post_comment(w, make.member(w), "courier", make.draft("From there.", url=FREE))
        assert make.row(w, done.entry.id).article_id == desk.new
        assert [each.url for each in read_articles(w, desk.lea, "courier", "").lines] == [NEW, OLD]
    known = desk.versions(FREE)
    for _ in range(2):
        desk.do(drop_address, desk.new, FREE)
    assert desk.versions(FREE) > known  # what was kept of this address is older
    assert desk.article_at(FREE) == (FREE, 0)


def test_an_article_moves_back_and_forth_and_no_link_dies(desk: Desk) -> None:
    for address in (FREE, FREE, NEW, FREE):
        desk.do(move_article, desk.new, address)
        assert [desk.article_at(url)[0] for url in (NEW, FREE)] == [address] * 2
    with desk.work() as w:
        assert read_article(w, desk.lea, "courier", desk.new).addresses == [NEW]
    assert desk.said(desk.new) == [f"moved {NEW}", f"moved {FREE}", f"moved {NEW}"]
    with desk.work() as w:
        assert read_thread(w, "courier", NEW, Sort.NEWEST).article.count == 1


def test_two_articles_become_one_with_all_that_was_said(desk: Desk) -> None:
    desk.do(add_address, desk.old, FREE)
    before = desk.versions(OLD, NEW)
    with desk.work() as w:
        ask_question(w, desk.lea, "courier", desk.old, "Shall we?", [])
        assert read_source(w, desk.lea, "courier", desk.new, OLD).count == 2
    for _ in range(2):
        desk.do(merge_articles, desk.new, OLD)
    assert desk.counts(OLD, NEW, FREE) == [3, 3, 3]
    assert min(desk.versions(OLD, NEW)) > max(before)
    assert desk.is_right()
    assert desk.said(desk.new) == [f"merged {OLD}"]
    with desk.work() as w:
        page = read_thread(w, "courier", OLD, Sort.NEWEST)
        assert (page.article.url, page.question is not None) == (NEW, True)
        page_of_old = read_article(w, desk.lea, "courier", desk.old)
        assert (page_of_old.article.id, sorted(page_of_old.addresses)) == (desk.new, sorted([OLD, FREE]))
        reply = post_comment(w, make.member(w), "courier", make.draft("Yes.", parent=desk.root, url=OLD))
        assert make.row(w, reply.entry.id).article_id == desk.new


def test_what_cannot_be_is_said_and_nothing_moves(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        ada = make.member(w, role=Role.MODERATOR, at=desk.site)
        make.site(w, "herald", origins=("https://herald.example",))
    for act, url, error in (
        (add_address, OLD, Conflict), (move_article, OLD, Conflict), (merge_articles, NEW, Conflict),
        (merge_articles, FREE, NotFound), (add_address, "https://herald.example/a", Invalid),
        (move_article, "no address", Invalid),
    ):  # fmt: skip
        with pytest.raises(error):
            desk.do(act, desk.new, url)
    with work() as w, pytest.raises(Forbidden):
        merge_articles(w, ada, "courier", desk.new, OLD)
    with work() as w:
        for article in (desk.old, desk.new):
            ask_question(w, desk.lea, "courier", article, "Shall we?", [])
    with pytest.raises(Conflict, match="Both articles have a question"):
        desk.do(merge_articles, desk.new, OLD)
    desk.do(add_address, desk.old, FREE)
    with pytest.raises(Conflict, match="another article already"):
        desk.do(merge_articles, desk.new, FREE)
    assert desk.counts(OLD, NEW) == [2, 1]


def test_who_writes_while_two_articles_are_merged_is_in_one_of_them(
    desk: Desk, engine: Engine, settings: Settings, clock: Clock
) -> None:
    with desk.work() as w:
        readers = [make.member(w) for _ in range(24)]
        ids = [make.comment(w, url=OLD).id for _ in range(12)]

    def one(act: Callable[[Work], object]) -> None:
        with suppress(CommentboxError), begin(engine, settings, clock()) as w:
            act(w)

    acts: list[Callable[[Work], object]] = []
    for number, reader in enumerate(readers):
        parent = ids[number % 12] if number % 2 else None
        said = make.draft(f"Remark {number} of somebody.", url=OLD, parent=parent)
        acts.append(partial(_post, reader=reader, said=said))
        acts.append(partial(_vote, reader=reader, comment=ids[number % 12]))
        if number % 8 == 4:
            acts.append(partial(_hold, lead=desk.lea, comment=ids[number % 12]))
        if number in (5, 11):
            acts.append(partial(_merge, lead=desk.lea, target=desk.new, url=OLD))
        if number == 15:
            acts.append(partial(_merge, lead=desk.lea, target=desk.old, url=NEW))
    _together(one, acts)
    with desk.work() as w:
        rows = {row.id: row for row in w.session.scalars(select(ArticleRow))}
        (target,) = [row for row in rows.values() if row.merged_into is None]
        here = w.session.scalars(select(func.count()).where(CommentRow.article_id == target.id)).one()
        assert here == w.session.scalars(select(func.count(CommentRow.id))).one() >= 16 + 12
    assert desk.is_right()


def _post(w: Work, *, reader: Actor, said: NewComment) -> object:
    return post_comment(w, reader, "courier", said)


def _vote(w: Work, *, reader: Actor, comment: int) -> object:
    return vote(w, reader, "courier", comment, VoteKind.UP)


def _hold(w: Work, *, lead: Actor, comment: int) -> object:
    return decide(w, lead, "courier", comment, NewDecision(action=Action.HOLD, revision=1, seen=0))


def _merge(w: Work, *, lead: Actor, target: int, url: str) -> None:
    merge_articles(w, lead, "courier", target, url)


def _together(
    one: Callable[[Callable[[Work], object]], None], acts: Sequence[Callable[[Work], object]]
) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, acts))
