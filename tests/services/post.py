"""A worker that carries letters to a list instead of a mail server, and what is found in them."""

import re

from sqlalchemy import Engine

from commentbox.settings import Settings
from commentbox.worker import Worker
from tests.conftest import BOX, Clock


class Post:
    """Carries what is due, letters and everything else."""

    def __init__(self, engine: Engine, settings: Settings, clock: Clock) -> None:
        self.letters: list[dict[str, str]] = []
        handlers = {"mail": lambda _, letter: self.letters.append(dict(letter))}
        self.worker = Worker(engine, settings, clock, handlers)

    def come(self) -> list[dict[str, str]]:
        """What has come since the last look, after every job that is due was done."""
        before = len(self.letters)
        self.worker.run_due()
        return self.letters[before:]

    def token(self, path: str, to: str | None = None) -> str:
        """In the newest link below that path; empty if none came."""
        self.worker.run_due()
        texts = [letter["text"] for letter in self.letters if to in (None, letter["to"])]
        links = re.findall(rf"^{BOX}/{path}/(\S+)$", "\n".join(texts), re.MULTILINE)
        return str(links[-1]) if links else ""
