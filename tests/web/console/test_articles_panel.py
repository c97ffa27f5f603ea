"""The page of articles: several at once, with a result for each, and all of it taken back."""

import re
from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.domain.people import Role
from commentbox.services.sites import Site
from commentbox.store.articles import ArticleRow
from tests import make
from tests.conftest import BOX, Clock, WorkFactory
from tests.web.console.desk import Desk, make_desk, text
from tests.web.console.factor_desk import colleague

ORIGIN = {"Origin": BOX}


@pytest.fixture
def desk(work: WorkFactory, client: FlaskClient) -> Desk:
    return make_desk(work, client)


def test_articles_that_were_chosen_are_set_up_together_and_taken_back(desk: Desk, work: WorkFactory) -> None:
    with work() as w:
        tram = make.comment(w, url=f"{make.PAPER}/tram").article_id
    both = {"article": [str(desk.article), str(tram)]}
    answer = send(desk, both | {"do": "slow", "number": "90"})
    assert text(answer.text).count("Done.") == 2
    changes = re.findall(r'name="change" value="(\d+:\d+)"', answer.text)
    assert _slow(work, desk.article, tram) == [90, 90]
    undone = desk.client.post(
        "/console/courier/articles/changes/undo", data={"change": changes}, headers=ORIGIN
    )
    assert text(undone.text).count("Taken back.") == 2
    assert _slow(work, desk.article, tram) == [0, 0]


def test_what_was_typed_and_chosen_stays_with_the_word_on_what_is_wrong(desk: Desk) -> None:
    sent = {"article": str(desk.article), "do": "slow", "number": "soon"}
    answer = send(desk, sent)
    assert answer.status_code == 422
    assert "Give a number of seconds" in answer.text
    assert re.search(r'value="soon" aria-describedby="refusal" aria-invalid="true"', answer.text)
    assert re.search(rf'value="{desk.article}"[^>]* checked', answer.text)
    wrongs: tuple[dict[str, str], ...] = ({"do": "slow"}, {"do": "shout", "article": "1"}, {})
    for wrong in wrongs:
        assert send(desk, wrong).status_code == 422
    assert desk.send("courier/articles/changes/undo", change="x").status_code == 422


def send(desk: Desk, sent: Mapping[str, object]) -> TestResponse:
    return desk.client.post("/console/courier/articles/changes", data=sent, headers=ORIGIN)


def _slow(work: WorkFactory, *articles: int) -> list[int]:
    with work() as w:
        return [w.session.get_one(ArticleRow, each).slow_mode_seconds for each in articles]


def test_a_merge_is_looked_at_before_it_is_made(
    app: Flask, work: WorkFactory, clock: Clock, sites: tuple[Site, Site]
) -> None:
    lea = colleague(work, app, clock, "Lea Dunn", (sites[0], Role.LEAD))
    lea.log_in()
    with work() as w:
        bridge, tram = make.comment(w), make.comment(w, url=f"{make.PAPER}/tram")
    there = f"courier/articles/{bridge.article_id}"
    shown = lea.send(f"{there}/merge", url=f"{make.PAPER}/tram/?utm_source=x")
    assert "1 published comment becomes part of this article" in text(shown.text)
    assert "This cannot be undone." in shown.text
    with work() as w:
        assert make.row(w, tram.id).article_id == tram.article_id
    lea.send(f"{there}/merge", url=f"{make.PAPER}/tram", sure="1")
    lea.send(f"{there}/addresses", url=f"{make.PAPER}/over-the-river")
    lea.send(f"{there}/move", url=f"{make.PAPER}/a-bridge")
    page = text(lea.client.get(f"/console/{there}").text)
    for said in (
        "2 comments",
        "paper.example/tram leads here",
        "let https://paper.example/over-the-river lead",
    ):
        assert said in page
    assert "moved it here from https://paper.example/bridge" in page
    wrong = lea.send(f"{there}/move", url="nowhere")
    assert (wrong.status_code, 'value="nowhere"' in wrong.text) == (422, True)
    lea.send(f"{there}/addresses/drop", url=f"{make.PAPER}/over-the-river")
    assert "over-the-river no longer lead here" in text(lea.client.get(f"/console/{there}").text)
