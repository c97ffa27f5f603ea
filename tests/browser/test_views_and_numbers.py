"""A moderator keeps a view of the queue, opens it with two keys, and reads the numbers: all by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.comment import Status
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_scene import the_keys_listen

Visit = Callable[..., Page]


def test_a_view_and_the_numbers_by_keyboard(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, text="Well played.", url=f"{scene.paper}/sport/game", status=Status.HELD)
        make.comment(w, SITE, text="A fine bridge.", url=scene.article, status=Status.HELD)
    page = visit(f"{scene.box}/console/login", viewport={"width": 360, "height": 800})
    sign_in_here(page, "ada@mail.example")
    expect(page.locator("[data-card]")).to_have_count(2)
    the_keys_listen(page)
    page.keyboard.press("v")
    name = page.get_by_role("textbox", name="Keep a view by the name of")
    expect(name).to_be_focused()
    page.keyboard.type("Sport")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Section, such as /sport/")).to_be_focused()
    page.keyboard.type("/sport/")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sport", level=1)).to_be_visible()
    expect(page.locator("[data-card]")).to_have_count(1)
    page.get_by_role("link", name="All 2").press("Enter")
    expect(page.locator("[data-card]")).to_have_count(2)
    the_keys_listen(page)
    page.keyboard.press("v")
    expect(page.get_by_role("link", name=re.compile("^1?Sport"), exact=False).last).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_text("Well played.")).to_be_visible()
    page.keyboard.press("a")
    expect(page.get_by_text("Approved: it is on the page.")).to_be_visible()
    expect(page.locator("[data-count^=view-]")).to_have_text("0")
    page.get_by_role("link", name="Numbers", exact=True).press("Enter")
    chart = page.get_by_role("img", name=re.compile("^Comments sent, and removed"))
    expect(chart).to_be_visible()
    page.get_by_text("As a table").press("Enter")
    row = page.get_by_role("region", name="Comments by day").get_by_role("row").nth(1)
    expect(row.get_by_role("cell").first).to_have_text("2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
