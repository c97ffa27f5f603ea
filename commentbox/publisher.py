"""Hands what happens to a streaming server beside ours, for boxes that want it at once."""

import http.client
import json
import threading
from collections.abc import Sequence
from urllib.parse import urlsplit

import structlog
from sqlalchemy import Engine

from commentbox.services.read_news import Told, events_of_all, newest_event
from commentbox.services.work import Clock, begin
from commentbox.settings import Settings
from commentbox.web.news import plain

log = structlog.get_logger()

PAUSE = 0.5  # seconds between two looks
PATIENCE = 2.0  # for the server beside ours: it is on this machine


class Publisher:
    """Posts each article's news to its channel, in order, as soon as they are committed.

    Nothing depends on it: a box that hears nothing asks. So what cannot be handed on is not kept, and two of
    these do no harm: a box takes the same news once.
    """

    def __init__(self, engine: Engine, settings: Settings, clock: Clock) -> None:
        self._engine, self._settings, self._clock = engine, settings, clock
        self._stopping = threading.Event()
        self._last: int | None = None

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self.run, name="commentbox-publisher", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.wait(PAUSE):
            try:
                self.publish()
            except Exception as error:  # the door: whichever side is away comes back
                log.warning("publisher_waits", error=type(error).__name__)

    def publish(self) -> int:
        """Hand on what has happened since the last time; how many messages that were."""
        with begin(self._engine, self._settings, self._clock(), writing=False) as work:
            if self._last is None:
                self._last = newest_event(work)  # what was before is on the page already
                return 0
            found, self._last = events_of_all(work, self._last)
        if found:
            self._post(found)
        return len(found)

    def _post(self, messages: Sequence[Told]) -> None:
        parts = urlsplit(self._settings.stream_url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
        try:
            for message in messages:
                body = json.dumps(plain(message.news) | {"after": message.after}).encode()
                path = f"{parts.path.rstrip('/')}/{message.news.article.id}"
                connection.request("POST", path, body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                if answer.status not in (200, 201, 202):
                    log.warning("publisher_refused", status=answer.status)
        finally:
            connection.close()
