"""What is discussed most: by window, of one site alone, and of now."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select, text

from commentbox.domain.comment import Status
from commentbox.domain.ranking import Window
from commentbox.services import most_discussed
from commentbox.store import recent
from commentbox.store.comments import CommentRow
from commentbox.store.status import change_status
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.store.plans import analysed, plan_of

ADDRESS = "/embed/courier/most-discussed"


@pytest.fixture(autouse=True)
def talk(work: WorkFactory) -> None:
    with work() as w:
        make.site(w)
        make.site(w, "gazette", origins=("https://gazette.example",))
        for number, age in (("a", 10), ("a", 20), ("b", 30), ("c", 60 * 25), ("c", 60 * 26), ("c", 60 * 27)):
            make.comment(w, url=f"{make.PAPER}/{number}", minutes_ago=age)
        make.comment(w, url=f"{make.PAPER}/b", status=Status.HELD)
        make.comment(w, url=f"{make.PAPER}/d", minutes_ago=60 * 24 * 8)
        make.comment(w, "gazette", url="https://gazette.example/a")


def asked(client: FlaskClient, window: str = "24h") -> list[tuple[str, int, int]]:
    answer = client.get(ADDRESS, query_string={"window": window})
    assert answer.status_code == 200
    articles = answer.get_json()["articles"]
    return [(each["url"].rpartition("/")[2], each["recent"], each["count"]) for each in articles]


def test_the_articles_with_the_most_comments_in_the_window_come_first(client: FlaskClient) -> None:
    assert asked(client) == [("a", 2, 2), ("b", 1, 1)]
    assert asked(client, "7d") == [("c", 3, 3), ("a", 2, 2), ("b", 1, 1)]
    assert client.get(ADDRESS).get_json()["articles"][0]["title"] == "The bridge"
    assert client.get(f"{ADDRESS}?window=1y", headers={"Accept": "application/json"}).status_code == 422


def test_within_a_minute_the_ranking_is_not_made_again_and_nothing_old_is_shown(
    client: FlaskClient, work: WorkFactory, clock: Clock
) -> None:
    assert [name for name, _, _ in asked(client)] == ["a", "b"]
    with work() as w:
        article = make.article_of(w, f"{make.PAPER}/b")
        query = select(CommentRow).where(CommentRow.article_id == article.id)
        only = w.session.scalars(query.where(CommentRow.status == Status.PUBLISHED)).one()
        change_status(w.session, only, Status.REMOVED)
        for _ in range(3):
            make.comment(w, url=f"{make.PAPER}/new")
    assert [name for name, _, _ in asked(client)] == ["a"]
    clock.advance(minutes=1)
    assert [name for name, _, _ in asked(client)] == ["new", "a"]


def test_a_kept_ranking_costs_the_site_and_its_articles(app: Flask, client: FlaskClient) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    asked(client)
    event.listen(app.extensions["commentbox"].engine, "before_cursor_execute", note)
    asked(client)
    assert len([each for each in sent if each.startswith("SELECT")]) == 2
    assert not [each for each in sent if "FROM comments" in each]


@pytest.mark.parametrize("is_analysed", [False, True])
@pytest.mark.parametrize("window", Window)
def test_it_is_read_from_one_index(
    engine: Engine, work: WorkFactory, clock: Clock, window: Window, is_analysed: bool
) -> None:
    since = clock.now - window.span
    if engine.dialect.name == "sqlite":
        with analysed(engine, as_large=is_analysed):
            plan = plan_of(engine, work, lambda session: recent.most_discussed(session, 1, since, 10))
        assert "COVERING INDEX ix_comments_recent (site_id=? AND created_at>?)" in plan[0]
        return
    with work() as w:
        for way in ("seqscan", "bitmapscan"):  # the table is so small that it would be read
            w.session.execute(text(f"SET LOCAL enable_{way} = off"))
        query = recent.ranking(1, since, 10).compile(engine, compile_kwargs={"literal_binds": True})
        plan = [str(line) for line in w.session.scalars(text(f"EXPLAIN {query}"))]
    assert any("Index Only Scan using ix_comments_recent" in line for line in plan), plan


def test_a_ranking_knows_its_size(work: WorkFactory) -> None:
    with work() as w:
        ranking = most_discussed.rank(w, "courier", Window.WEEK)
    assert (len(ranking.places), ranking.size) == (3, 400)
    assert Window.WEEK.span == timedelta(days=7)
