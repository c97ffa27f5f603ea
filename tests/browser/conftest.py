"""A real browser, and the box and a newspaper as two real servers on two origins."""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from sqlalchemy import Engine
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from commentbox.app import create_app
from commentbox.clock import utc_now
from commentbox.demo.articles import ARTICLES
from commentbox.demo.paper import create_paper
from commentbox.domain.moderation.verdict import Policy
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff, register
from commentbox.services.sites import add_site
from commentbox.services.work import begin
from commentbox.settings import Settings, load
from tests.conftest import NOT_AT_ALL, renew

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
    # A page that a test writes itself is from nowhere, and may then ask nobody on this machine.
    " --disable-features=LocalNetworkAccessChecks"
)
SITE = "lamplighter"
PASSWORD = "correct horse battery"
POLICY = Policy(
    pace_seconds=0, new_person_approved=0, banned_words=("muppet",), down_votes=True, votes_hidden_minutes=0
)


expect.set_options(timeout=15_000)  # a busy machine is slow, not wrong


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        return None


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where everything is."""

    box: str
    paper: str
    settings: Settings
    engine: Engine

    @property
    def article(self) -> str:
        return f"{self.paper}/{ARTICLES[0].slug}"

    @property
    def standalone(self) -> str:
        return f"{self.box}/t/{SITE}?url={self.article}"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("COMMENTBOX_TEST_CHROMIUM", shutil.which("chromium") or "")
    if not path:
        pytest.skip("there is no Chromium on this machine; script/test says how to get one")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
    yield browser
    browser.close()


@pytest.fixture
def scene(settings: Settings, engine: Engine) -> Iterator[Scene]:
    """The box and the paper under the same host name on two ports: two origins of one site."""
    with_servers = serve(settings, engine, box_host="localhost", paper_host="localhost")
    yield from with_servers


@pytest.fixture
def foreign_scene(settings: Settings, engine: Engine) -> Iterator[Scene]:
    """The box and the paper on two sites, as far as a browser can tell: its cookies are third-party ones."""
    yield from serve(settings, engine, box_host="127.0.0.1", paper_host="localhost")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser profile of its own; every error in its console fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(url: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def sign_in_here(page: Page, email: str) -> None:
    """Fill the form that is before us, once it is: the page before it may have the same fields."""
    button = page.get_by_role("button", name="Log in")
    expect(button).to_be_visible()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    button.click()


def serve(settings: Settings, engine: Engine, *, box_host: str, paper_host: str) -> Iterator[Scene]:
    # A listener each before the apps are made: they must know their own and each other's address.
    box_server, paper_server = _listen("box", box_host), _listen("paper", paper_host)
    box, paper = f"http://{box_host}:{box_server.port}", f"http://{paper_host}:{paper_server.port}"
    own = load(
        overrides=settings.model_dump()
        | {"base_url": box, "host": box_host, "port": box_server.port, "secret_key": settings.secret_key}
    )
    box_server.app = _box(own)
    paper_server.app = create_paper(box_url=box, site=SITE, paper_url=paper)
    with begin(engine, own, utc_now()) as work:
        add_site(work, key=SITE, name="The Lamplighter", origins=[paper], policy=POLICY)
        register(work, name="Bob Barge", email="bob@mail.example", password=PASSWORD)
        add_staff(
            work,
            name="Ada Desk",
            email="ada@mail.example",
            password=PASSWORD,
            site_key=SITE,
            role=Role.MODERATOR,
        )
    servers = (box_server, paper_server)
    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in servers
    ]
    for thread in threads:
        thread.start()
    try:
        yield Scene(box=box, paper=paper, settings=own, engine=engine)
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()


def _listen(who: str, host: str) -> BaseWSGIServer:
    """At the same port for all tests: a box that knows its address serves one after the other."""
    door = _doors.get((who, host))
    if door is None:
        door = _doors[who, host] = socket.create_server((host, 0), backlog=128)
    server = make_server(host, 0, Flask("empty"), threaded=True, request_handler=_Quiet, fd=door.fileno())
    # What is being answered when a test ends is waited for, so that it leaves no connection behind.
    server.daemon_threads = False  # type: ignore[attr-defined]  # of the threaded one
    return server


def _box(settings: Settings) -> Flask:
    """Put together once for all tests with these settings."""
    app = _boxes.get(settings)
    if app is None:
        app = _boxes[settings] = create_app(settings, hold=NOT_AT_ALL)
    else:
        renew(app, settings, utc_now)
    return app


_doors: dict[tuple[str, str], socket.socket] = {}
_boxes: dict[Settings, Flask] = {}


@pytest.fixture(scope="session", autouse=True)
def _closed_at_the_end() -> Iterator[None]:
    yield
    for door in _doors.values():
        door.close()
    for app in _boxes.values():
        app.extensions["commentbox"].engine.dispose()
