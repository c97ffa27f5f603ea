"""Reading leaves nothing in the browser and asks nobody else; before a click, not even us."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SITE, Scene
from tests.browser.host_page import host_page
from tests.browser.test_comfort import fill
from tests.browser.test_scene import come_alive

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

# What fingerprints are made of, and where something could be left: each use is noted.
WATCH = """
window.used = [];
const watch = (owner, name) => {
  const before = owner[name];
  owner[name] = function (...given) { window.used.push(name); return before.apply(this, given); };
};
watch(HTMLCanvasElement.prototype, 'getContext');
watch(HTMLCanvasElement.prototype, 'toDataURL');
watch(Navigator.prototype, 'sendBeacon');
watch(Storage.prototype, 'setItem');
watch(IDBFactory.prototype, 'open');
const KINDS = ['AudioContext', 'OfflineAudioContext', 'RTCPeerConnection', 'Worker', 'WebSocket'];
for (const name of KINDS) {
  window[name] = new Proxy(window[name], { construct() { window.used.push(name); throw new Error(name); } });
}
"""
LEFT = """async () => ({
  used, cookie: document.cookie, local: localStorage.length, session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: 'caches' in window ? (await caches.keys()).length : 0,
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""
NOTHING = {"used": [], "cookie": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


def test_reading_on_and_on_leaves_nothing_behind(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit("about:blank")
    page.add_init_script(WATCH)
    requests: list[tuple[str, str, dict[str, str]]] = []
    page.on("request", lambda request: requests.append((request.method, request.url, request.headers)))
    page.goto(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    expect(box.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    box.get_by_role("link", name="Load more comments").click()
    expect(box.get_by_text("Root number 24.")).to_be_visible()
    box.get_by_role("link", name="more replies").click()
    expect(box.get_by_text("Reply number 11.")).to_be_visible()
    assert page.evaluate(LEFT) == NOTHING
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for _, url, _ in requests} == {
        urlsplit(scene.paper).netloc,
        urlsplit(scene.box).netloc,
    }
    to_us = [(method, url, headers) for method, url, headers in requests if url.startswith(scene.box)]
    assert {method for method, _, _ in to_us} == {"GET"}
    assert not [url for _, url, headers in to_us if "cookie" in headers]
    # The page's own policy: the box learns the paper's origin, and the article because it is asked for.
    assert {headers.get("referer", "").rstrip("/") for _, _, headers in to_us} <= {
        "",
        scene.paper,
        scene.box,
    } | {url for _, url, _ in to_us if "/static/" in url}


def test_on_a_click_only(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    text = (Path(__file__).parents[2] / "docs" / "embedding.md").read_text(encoding="utf-8")
    (sample,) = re.findall(r"## On a click only\n.*?```html\n(.*?)```", text, re.DOTALL)
    sample = sample.replace("https://comments.paper.example", scene.box).replace("courier", SITE)
    page = visit("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    there = host_page(page, scene, body=sample, path="/embankment-without-cars-at-weekends", script=False)
    page.goto(there)
    page.get_by_role("button", name="Show the comments").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if url.startswith(scene.box)] == []
    page.get_by_role("button", name="Show the comments").click()
    expect(page.get_by_text("Root number 0.")).to_be_visible()
