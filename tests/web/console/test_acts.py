"""Deciding about many from the queue, with and without scripts; and one's own keys."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from commentbox.domain.comment import Status
from commentbox.domain.console_keys import COMMANDS
from tests.conftest import BOX, WorkFactory
from tests.web.console.desk import Desk, make_desk, text


@pytest.fixture
def desk(work: WorkFactory, client: FlaskClient) -> Desk:
    return make_desk(work, client)


def _act(desk: Desk, *, json: bool = False, **fields: object) -> TestResponse:
    headers = {"Origin": BOX} | ({"Accept": "application/json"} if json else {})
    return desk.client.post("/console/courier/acts", data=fields, headers=headers)


def test_without_scripts_the_results_are_a_page_with_an_undo(desk: Desk) -> None:
    page = desk.page("courier/queue")
    items = re.findall(r'name="item" value="([\d:]+)"', page)
    (key,) = re.findall(r'name="key" value="([\w-]+)"', page)
    answer = _act(desk, key=key, item=items, do="remove:spam")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/console/courier/acts/1")
    assert "2 comments decided." in text(desk.page("courier/acts/1"))
    assert (desk.status(desk.held), desk.status(desk.flagged)) == (Status.REMOVED, Status.REMOVED)
    desk.send("courier/acts/1/undo")
    assert "2 comments taken back." in text(desk.page("courier/acts/1"))
    assert (desk.status(desk.held), desk.status(desk.flagged)) == (Status.HELD, Status.PUBLISHED)


def test_a_script_gets_every_result(desk: Desk) -> None:
    items = [f"{desk.held}:1:0", f"{desk.flagged}:1:7"]
    told = _act(desk, json=True, key="key-00001", item=items, do="approve").get_json()
    assert told["message"] == "1 of 2 decided."
    assert [each["is_done"] for each in told["items"]] == [True, False]
    assert told["counts"]["waiting"] == 1


@pytest.mark.parametrize("fields", [{"do": "dance"}, {"item": "7"}, {"item": "a:b:c"}, {"key": "x"}])
def test_what_makes_no_sense_is_refused(desk: Desk, fields: dict[str, str]) -> None:
    sent = {"key": "key-00001", "item": f"{desk.held}:1:0", "do": "approve", **fields}
    assert _act(desk, json=True, **sent).status_code == 422
    assert desk.status(desk.held) is Status.HELD


def test_the_queue_shows_what_is_like_a_comment(desk: Desk) -> None:
    page = desk.page(f"courier/queue?like={desk.held}&by=author")
    assert "By Cy Lind" in text(page)
    assert "Cheap umbrellas!" in page
    assert "You people!" not in page
    assert desk.client.get(f"/console/courier/queue?like={desk.held}&by=host").status_code == 422


def test_own_keys_are_kept_and_shown_wherever_a_key_is_named(desk: Desk) -> None:
    keys = {command.name: command.key for command in COMMANDS} | {"approve": "g", "blur": "1"}
    assert _choose(desk, keys).status_code == 303
    assert 'aria-keyshortcuts="g"' in desk.page("courier/queue")
    assert "<kbd>g</kbd></dt><dd>Approve" in desk.page("courier/queue")
    refused = _choose(desk, keys | {"hold": "g"})
    assert refused.status_code == 422
    assert "“g” is there twice." in text(refused.get_data(as_text=True))
    assert _choose(desk, keys | {"hold": "7"}).status_code == 422
    _choose(desk, {"again": "1"})
    assert 'aria-keyshortcuts="a"' in desk.page("courier/queue")


def _choose(desk: Desk, sent: dict[str, str]) -> TestResponse:
    return desk.client.post("/console/own/keys", data=sent, headers={"Origin": BOX})
