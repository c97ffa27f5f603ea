"""A real OpenID provider and a real browser: the whole way in, from the box and back to it."""

import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.doors import add_door
from commentbox.services.provider import forget
from commentbox.services.work import begin
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive
from tests.npm import fetch

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def installed() -> Path:
    """The provider's packages, fetched once."""
    return fetch("provider", "a real OpenID provider")


@pytest.fixture
def door(installed: Path, scene: Scene) -> Iterator[str]:
    """The address of the provider behind the site's door."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    callback = f"{scene.box}/sign-on/{SITE}/north/callback"
    script = str(ROOT / "tests" / "provider" / "provider.mjs")
    command = ["node", script, str(installed), callback, str(port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        while (line := process.stdout.readline()).strip() != "ready":
            assert line, "the provider did not start"
        issuer = f"http://localhost:{port}"
        forget()
        with begin(scene.engine, scene.settings, utc_now()) as work:
            add_door(
                work,
                SITE,
                key="north",
                name="North Star",
                issuer=issuer,
                client_id="the courier",
                secret="a secret with % and + in it",
            )
        yield issuer
        process.communicate()


def sign_in_there(window: Page, name: str = "cleo") -> None:
    """At the provider, whose own test pages these are."""
    window.get_by_placeholder("Enter any login").fill(name)
    window.get_by_placeholder("and password").fill("anything")
    window.get_by_role("button", name="Sign-in").click()
    window.get_by_role("button", name="Continue").click()


def test_from_the_box_through_the_door_and_back(door: str, scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="log in").click()
    window = opened.value
    window.get_by_role("button", name="Continue with North Star").click()
    sign_in_there(window)
    expect(window.get_by_role("textbox", name="Name")).to_have_value("Cleo Marsh")
    window.get_by_role("textbox", name="Name").fill("Bob Barge")
    window.get_by_role("button", name="Join").click()
    expect(window.get_by_role("alert")).to_contain_text("Somebody has this name")
    window.get_by_role("textbox", name="Name").fill("Cleo Marsh")
    with window.expect_event("close"):
        window.get_by_role("button", name="Join").click()
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Cleo Marsh")


def test_who_cancels_there_is_told_so_here(door: str, scene: Scene, visit: Visit) -> None:
    page = visit(f"{scene.box}/login?site={SITE}&url={scene.article}")
    page.get_by_role("button", name="Continue with North Star").click()
    page.get_by_role("link", name="Cancel").click()
    expect(page.get_by_role("alert")).to_contain_text("You did not continue with North Star")
    page.get_by_role("button", name="To the log-in").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_it_works_without_javascript_and_by_keyboard(door: str, scene: Scene, visit: Visit) -> None:
    page = visit(f"{scene.box}/login?site={SITE}&url={scene.article}", java_script_enabled=False)
    page.get_by_role("button", name="Continue with North Star").press("Enter")
    sign_in_there(page, "dan")
    page.get_by_role("textbox", name="Name").fill("Dan Fenn")
    page.get_by_role("textbox", name="Name").press("Enter")
    expect(page.get_by_text("commenting as Dan Fenn")).to_be_visible()
