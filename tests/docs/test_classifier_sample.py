"""The sample of a classifier understands what it is asked, and is understood."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from commentbox.domain.comment import Status
from commentbox.services.classifiers import NewClassifier, set_classifier, state_of
from commentbox.services.post_comment import post_comment
from commentbox.services.sites import get_site
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.services.post import Post

PAGE = Path(__file__).parents[2] / "docs" / "classifiers.md"
SECRET = "a secret that the sample and the box share"


@pytest.fixture
def address() -> Iterator[str]:
    page = PAGE.read_text(encoding="utf-8")
    (sample,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "CLASSIFIER_SECRET": SECRET, "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-I", "-c", sample], env=environment, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 20
    while not answers(port) and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    server.kill()
    server.wait()


def answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def test_the_sample_answers(
    work: WorkFactory, engine: Engine, settings: Settings, clock: Clock, address: str
) -> None:
    clock.now = clock.now.fromtimestamp(time.time(), clock.now.tzinfo)  # it looks at a clock of its own
    new = NewClassifier(name="The sample", url=address, secret=SECRET, note_at=0.5, hold_at=0.9)
    with work() as w:
        site = make.site(w)
        set_classifier(w, "courier", new)
    with work() as w:
        ann = make.member(w)
        rude = post_comment(w, ann, "courier", make.draft("You *oaf*.")).entry.id
        fair = post_comment(w, ann, "courier", make.draft("A fair point.")).entry.id
    Post(engine, settings, clock).come()
    with work() as w:
        found = state_of(w, get_site(w, site.key).id)
        assert found is not None and found.error == ""
        assert make.row(w, rude).status is Status.HELD
        assert make.row(w, fair).status is Status.PUBLISHED
