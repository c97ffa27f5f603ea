"""What happens is handed on to a real streaming server, and a listener hears it at once."""

import json
import threading
from http.client import HTTPConnection
from pathlib import Path
from queue import Queue
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Engine

from commentbox.publisher import Publisher
from commentbox.services.post_comment import post_comment
from commentbox.settings import Settings, SettingsError, load
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.nginx import streaming


def test_a_comment_reaches_those_who_listen(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory, tmp_path: Path
) -> None:
    with work() as w:
        make.site(w)
        article = make.comment(w).article_id
    with streaming(tmp_path) as (publish, listen):
        publisher = Publisher(engine, settings.model_copy(update={"stream_url": publish}), clock)
        assert publisher.publish() == 0
        heard: Queue[dict[str, object]] = Queue()
        reader = _Listener(f"{listen}/{article}", heard)
        with work() as w:
            first = post_comment(w, make.member(w), "courier", make.draft()).entry.id
        assert publisher.publish() == 1
        told = heard.get(timeout=10)
        assert [each["id"] for each in told["comments"]] == [first]  # type: ignore[attr-defined]
        assert told["after"] == 0
        with work() as w:
            second = post_comment(w, make.member(w), "courier", make.draft()).entry.id
        publisher.publish()
        more = heard.get(timeout=10)
        assert ([each["id"] for each in more["comments"]], more["after"]) == ([second], told["last"])  # type: ignore[attr-defined]
        assert publisher.publish() == 0
        reader.close()


def test_nothing_is_lost_but_the_haste_when_the_streaming_server_is_away(
    engine: Engine, settings: Settings, clock: Clock, work: WorkFactory
) -> None:
    publisher = Publisher(
        engine, settings.model_copy(update={"stream_url": "http://127.0.0.1:9/publish"}), clock
    )
    with work() as w:
        make.site(w)
    publisher.publish()
    with work() as w:
        post_comment(w, make.member(w), "courier", make.draft())
    with pytest.raises(OSError, match="refused"):
        publisher.publish()
    assert publisher.publish() == 0


def test_the_address_to_publish_at_is_one_of_this_machine() -> None:
    with pytest.raises(SettingsError, match="STREAM_URL: must be where to publish"):
        load(overrides={"environment": "development", "stream_url": "ftp://x/publish"})


class _Listener:
    """An EventSource in a few lines."""

    def __init__(self, url: str, heard: "Queue[dict[str, object]]") -> None:
        parts = urlsplit(url)
        self._connection = HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        self._connection.request(
            "GET", parts.path, headers={"Accept": "text/event-stream", "Origin": make.PAPER}
        )
        self._answer = self._connection.getresponse()
        assert self._answer.headers["Access-Control-Allow-Origin"] == "*"
        self._heard = heard
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        for line in self._answer:
            if line.startswith(b"data: "):
                self._heard.put(json.loads(line.removeprefix(b"data: ")))

    def close(self) -> None:
        self._connection.close()
