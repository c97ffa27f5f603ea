"""A second application with other settings, on the same database."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from commentbox.app import create_app
from commentbox.settings import Settings
from tests.conftest import NOT_AT_ALL, Clock, WorkFactory
from tests.services.hostile import Provider
from tests.web.coming import a_provider

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


@pytest.fixture
def provider(clock: Clock, work: WorkFactory) -> Iterator[Provider]:
    """Behind the door `north` of the site `courier`."""
    with a_provider(clock, work) as found:
        yield found
