"""Comments in the page's first byte: drawn before any script, and taken over as they stand."""

import base64
import hashlib
import re
from collections.abc import Callable
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, Route, expect

from commentbox.demo.articles import ARTICLES
from tests.browser.conftest import SITE, Scene
from tests.browser.host_page import host_page
from tests.browser.test_comfort import fill
from tests.browser.test_scene import come_alive

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

PATH = f"/{ARTICLES[0].slug}"
ROOT = "document.querySelector('comment-box').shadowRoot"


def included(scene: Scene, **query: str) -> str:
    words = "".join(f"&{name}={value}" for name, value in query.items())
    address = f"{scene.box}/embed/{SITE}/include?url={quote(scene.article, safe='')}{words}"
    with urlopen(address) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def hash_of(html: str) -> str:
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    return "'sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() + "'"


@pytest.mark.parametrize("style", ["inline", "link"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_box_takes_over_what_the_page_brought_and_nothing_moves(
    scene: Scene, visit: Visit, style: str, width: int
) -> None:
    fill(scene)
    html = included(scene, style=style)
    page = visit("about:blank", viewport={"width": width, "height": 900})
    styles = scene.box if style == "link" else hash_of(html)
    policy = (
        f"default-src 'none'; script-src {scene.box}; style-src {styles}; connect-src {scene.box};"
        " require-trusted-types-for 'script'; trusted-types commentbox"
    )
    held: list[Route] = []
    page.route("**/embed.js", lambda route: held.append(route))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host_page(page, scene, inside=html, policy=policy, path=PATH), wait_until="commit")
    box = page.locator("comment-box")
    expect(box.get_by_text("Root number 19.")).to_be_visible()
    assert box.locator(".cb-sort ul").evaluate("list => getComputedStyle(list).listStyleType") == "none"
    page.evaluate(f"for (const node of {ROOT}.querySelectorAll('*')) node.wasHere = true")
    held[0].continue_()
    come_alive(page)
    expect(box.locator("time").first).to_contain_text("ago")
    drawn = f"[...{ROOT}.querySelectorAll('.cb-thread, .cb-thread *')]"
    assert page.evaluate(f"[{drawn}.length > 300, {drawn}.every((node) => node.wasHere)]") == [True, True]
    assert not [url for url in asked if "/embed/" in url and "/thread?" in url]
    assert page.evaluate("[jumps, forbidden]") == [[], []]
    box.get_by_role("link", name="Newest").click()
    expect(box.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")


def test_without_any_script_the_comments_are_there(scene: Scene, visit: Visit) -> None:
    fill(scene, 3)
    page = visit("about:blank", java_script_enabled=False)
    page.goto(host_page(page, scene, inside=included(scene), path=PATH))
    expect(page.get_by_text("Root number 2.")).to_be_visible()
    reply = page.get_by_role("link", name="Reply").first
    expect(reply).to_have_attribute("href", re.compile(r"/c/\d+/reply"))


def test_a_box_that_is_put_back_into_the_page_fetches_anew(scene: Scene, visit: Visit) -> None:
    fill(scene, 3)
    page = visit("about:blank")
    page.goto(host_page(page, scene, inside=included(scene), path=PATH))
    come_alive(page)
    page.evaluate("window.kept = document.querySelector('comment-box'); kept.remove()")
    page.evaluate("new Promise((done) => setTimeout(done))")
    with page.expect_response("**/thread?*"):
        page.evaluate("document.querySelector('main').append(kept); kept.scrollIntoView()")
    expect(page.locator("comment-box [role=status]")).to_have_count(1)
