"""A second application with other settings, on the same database."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from commentbox.app import create_app
from commentbox.settings import Settings
from tests.conftest import NOT_AT_ALL, Clock

AppFactory = Callable[..., Flask]


@pytest.fixture
def another_app(settings: Settings, clock: Clock) -> Iterator[AppFactory]:
    """`another_app(base_url="https://…")`; its connections are closed at the end."""
    made: list[Flask] = []

    def make(**changed: str) -> Flask:
        made.append(create_app(settings.model_copy(update=changed), clock=clock, hold=NOT_AT_ALL))
        return made[-1]

    yield make
    for app in made:
        app.extensions["commentbox"].engine.dispose()
