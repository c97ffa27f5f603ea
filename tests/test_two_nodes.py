"""Two servers as in production: behind them a PostgreSQL with a replica and a Redis, between them nothing."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import Engine

from commentbox.clock import utc_now
from commentbox.domain.budgets import BUDGETS, Act
from commentbox.domain.comment import Status
from commentbox.domain.moderation.verdict import Policy
from commentbox.services.sign_in import open_session
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.status import change_status
from tests import make
from tests.postgres import Replica, following
from tests.redis_server import redis_server

COMMAND = [sys.executable, "-c", "from commentbox.cli import main; main()", "serve"]
HOST = "localhost:8080"
THREAD = f"/embed/courier/thread?url={make.ARTICLE}"
POSTS = next(budget.count for budget in BUDGETS if budget.act is Act.POST)


@dataclass(frozen=True, kw_only=True)
class Node:
    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, {"Host": HOST, **headers})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def has(self, words: str) -> bool:
        status, page = self.ask("GET", THREAD)
        assert status == 200, page
        return words in page

    def is_ready(self) -> bool:
        assert self.process.poll() is None, "the server has stopped"
        try:
            return self.ask("GET", "/readyz")[0] == 200
        except OSError:
            return False


@pytest.fixture
def replica(migrated: str) -> Iterator[Replica]:
    with following(migrated) as found:
        yield found


@pytest.fixture
def nodes(replica: Replica, settings: Settings, engine: Engine, tmp_path: Path) -> Iterator[list[Node]]:
    with ExitStack() as stack:
        redis = stack.enter_context(redis_server(tmp_path))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTBOX_")}
        environment = kept | {
            "COMMENTBOX_ENVIRONMENT": "development",
            "COMMENTBOX_DATABASE_URL": settings.database_url,
            "COMMENTBOX_REPLICA_URL": replica.url,
            "COMMENTBOX_REDIS_URL": redis,
            "COMMENTBOX_BASE_URL": f"http://{HOST}",
        }
        found = []
        for _ in range(2):
            with socket.create_server(("127.0.0.1", 0)) as probe:
                port = int(probe.getsockname()[1])
            process = subprocess.Popen(
                COMMAND, cwd=tmp_path, env=environment | {"COMMENTBOX_PORT": str(port)}
            )
            stack.callback(process.wait, 60)
            stack.callback(process.terminate)  # a killed one would leave its worker behind
            found.append(Node(port=port, process=process))
        for node in found:
            wait_for(node.is_ready)
        yield found


def wait_for(is_true: Callable[[], bool]) -> None:
    """The time limit is the test runner's."""
    while not is_true():
        time.sleep(0.05)


def a_reader(work: Work) -> dict[str, str]:
    """Whoever sends these headers is signed in."""
    site = make.site(work, policy=Policy(pace_seconds=0, new_person_approved=0, verified_only=False))
    token = open_session(work, make.member(work).id, "embed", site.id)
    return {
        "Cookie": f"commentbox_embed={token}",
        "Origin": str(site.origins[0]),
        "X-Commentbox": "1",
        "Content-Type": "application/json",
    }


def test_what_one_does_shows_at_the_other_and_budgets_are_one(
    nodes: list[Node], replica: Replica, settings: Settings, engine: Engine
) -> None:
    with begin(engine, settings, utc_now()) as w:
        headers = a_reader(w)
    one, other = nodes

    def post(node: Node, number: int) -> tuple[int, str]:
        sent = {"url": make.ARTICLE, "title": "", "parent": None, "show_answer": False}
        text = f"Bridge number {number} is the one with {'so ' * number}many birds on it."
        return node.ask(
            "POST", "/api/v1/courier/comments", sent | {"key": f"key-{number:06}", "text": text}, **headers
        )

    status, answer = post(one, 1)
    assert status == 201, answer
    number = json.loads(answer)["id"]
    for node in nodes:
        wait_for(lambda node=node: node.has("Bridge number 1 "))  # type: ignore[misc]
    status, again = post(other, 1)
    assert (status, json.loads(again)["id"]) == (201, number)  # a retry that reached the other one

    replica.stop_following()
    with begin(engine, settings, utc_now()) as w:
        change_status(w.session, make.row(w, number), Status.REMOVED)
    for node in nodes:
        wait_for(lambda node=node: not node.has("Bridge number 1 "))  # type: ignore[misc]
    replica.go_on()

    answers = [post(nodes[turn % 2], turn)[0] for turn in range(2, POSTS + 1)]
    assert set(answers[:-1]) <= {201, 202}  # published, or held because it is so like the last
    assert answers[-1] == 429
