"""Every hostile text we know, in a real browser, wherever comments are shown: nothing runs or phones home."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from commentbox.clock import utc_now
from commentbox.domain.comment import Status
from commentbox.domain.errors import Invalid
from commentbox.domain.text import clean_body
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene, sign_in_here

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

ATTACKS = Path(__file__).parents[1] / "domain" / "attacks.jsonl"
ALLOWED = {"P", "BR", "STRONG", "EM", "BLOCKQUOTE", "UL", "OL", "LI", "A", "CODE", "PRE"}
SEEN = """() => [...document.querySelectorAll('comment-box')].map((box) => box.shadowRoot).concat([document])
    .flatMap((root) => [...root.querySelectorAll('.cb-body *, [data-words] *')])
    .map((node) => [node.tagName, node.getAttributeNames().join(), node.href ?? ''])"""


def texts() -> list[str]:
    """The attacks that pass the door; what is refused there never reaches a page."""
    found = []
    for line in ATTACKS.read_text(encoding="utf-8").splitlines():
        try:
            found.append(clean_body(json.loads(line), max_length=5000))
        except Invalid:
            continue
    return found


def fill(scene: Scene, status: Status) -> int:
    attacks = texts()
    with begin(scene.engine, scene.settings, utc_now()) as work:
        author = make.member(work, "Mallory")
        for text in attacks:
            make.comment(work, SITE, author, text, url=scene.article, status=status)
    return len(attacks)


class Watch:
    """Notes every dialog and every request to a stranger."""

    def __init__(self, page: Page, scene: Scene) -> None:
        self.wrong: list[str] = []
        page.on("dialog", self._dismiss)
        page.on("request", lambda request: self._note(request.url, (scene.box, scene.paper)))

    def _dismiss(self, dialog: Dialog) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def _note(self, url: str, known: tuple[str, ...]) -> None:
        if not url.startswith(known):
            self.wrong.append(url)


def check(page: Page, watch: Watch, least: int) -> None:
    nodes = page.evaluate(SEEN)
    assert len(nodes) >= least
    assert {tag for tag, _, _ in nodes} <= ALLOWED
    for tag, attributes, href in nodes:
        assert attributes in (("href,rel", "rel,href") if tag == "A" else ("",)), (tag, attributes)
        assert tag != "A" or href.startswith(("http://", "https://")), href
    assert watch.wrong == []


def test_the_box_and_the_standalone_page_show_hostile_texts_as_texts(scene: Scene, visit: Visit) -> None:
    count = fill(scene, Status.PUBLISHED)
    page = visit("about:blank")
    watch = Watch(page, scene)
    page.goto(scene.article)
    box = page.locator("comment-box")
    box.scroll_into_view_if_needed()
    for shown in range(20, count + 20, 20):
        expect(box.locator("article")).to_have_count(min(shown, count))
        if shown < count:
            box.get_by_role("link", name="more comments").click()
    check(page, watch, least=count)
    page.goto(scene.standalone + "&sort=newest")
    check(page, watch, least=20)


def test_the_console_shows_hostile_texts_as_texts(scene: Scene, visit: Visit) -> None:
    fill(scene, Status.HELD)
    page = visit(f"{scene.box}/console/")
    watch = Watch(page, scene)
    sign_in_here(page, "ada@mail.example")
    expect(page.locator("[data-card]")).to_have_count(20)
    check(page, watch, least=20)
