"""Carries what is due to the letter box."""

import re

from sqlalchemy import Engine

from commentbox.services.work import Clock
from commentbox.settings import Settings
from commentbox.worker import Worker
from tests.conftest import BOX


class Post:
    def __init__(self, engine: Engine, settings: Settings, clock: Clock) -> None:
        self._letters: list[dict[str, str]] = []
        handlers = {"mail": lambda _, letter: self._letters.append(dict(letter))}
        self._worker = Worker(engine, settings, clock, handlers)

    def come(self) -> list[dict[str, str]]:
        """Every letter so far."""
        self._worker.run_due()
        return self._letters

    def subjects(self) -> list[str]:
        return [letter["subject"] for letter in self.come()]

    def path(self) -> str:
        """Of the newest link to us."""
        text = "\n".join(letter["text"] for letter in self.come())
        return str(re.findall(rf"^{BOX}(/\S+)$", text, re.MULTILINE)[-1])

    def code(self) -> str:
        text = "\n".join(letter["text"] for letter in self.come())
        return "".join(re.findall(r"^ {4}(\d{4}) (\d{4})$", text, re.MULTILINE)[-1])
