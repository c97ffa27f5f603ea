"""A newsroom: an administrator whose console asks for a second factor, and two colleagues whose does not."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from commentbox.domain.people import Role
from commentbox.services.sites import Site
from commentbox.settings import Settings
from tests import make
from tests.conftest import Clock, WorkFactory
from tests.web.conftest import AppFactory
from tests.web.console.factor_desk import Colleague, colleague
from tests.web.post import Post


@pytest.fixture
def strict(another_app: AppFactory) -> Flask:
    return another_app(staff_second_factor=True)


@pytest.fixture
def site(work: WorkFactory) -> Site:
    with work() as w:
        return make.site(w)


@pytest.fixture
def ada(work: WorkFactory, strict: Flask, clock: Clock, site: Site) -> Colleague:
    return colleague(work, strict, clock, "Ada Desk", (site, Role.ADMIN))


@pytest.fixture
def post(engine: Engine, settings: Settings, clock: Clock) -> Post:
    return Post(engine, settings, clock)


@pytest.fixture
def sites(work: WorkFactory) -> tuple[Site, Site]:
    with work() as w:
        return make.site(w), make.site(w, "herald")


@pytest.fixture
def chief(work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]) -> Colleague:
    """Administrator of both sites; here the second factor is switched off."""
    both = [(site, Role.ADMIN) for site in sites]
    found = colleague(work, app, clock, "Ada Desk", *both)
    found.log_in()
    return found


@pytest.fixture
def mo(work: WorkFactory, app: Flask, clock: Clock, sites: tuple[Site, Site]) -> Colleague:
    found = colleague(work, app, clock, "Mo Ash", (sites[0], Role.MODERATOR))
    found.log_in()
    return found
