"""What is new for a reader, in the box: by the keyboard, in two tabs, and into another article."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.demo.articles import ARTICLES
from commentbox.services.post_comment import post_comment
from commentbox.services.work import begin
from commentbox.store.people import person_by_email
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"


def answered(scene: Scene, url: str, text: str) -> None:
    """Bob has said something there, and somebody answers him."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        bob = person_by_email(w.session, BOB)
        assert bob is not None
        root = make.comment(w, SITE, url=url, text=f"Words before {text[:3]}.")
        root.author_id = bob.id
        w.session.flush()  # the answer looks for who is answered
        post_comment(w, make.member(w, f"Dee {text[:3]}"), SITE, make.draft(text, parent=root.id, url=url))


def test_the_bell_tells_what_is_new_and_leads_there(scene: Scene, visit: Visit) -> None:
    elsewhere = f"{scene.paper}/{ARTICLES[1].slug}"
    answered(scene, elsewhere, "Far from here.")
    answered(scene, scene.article, "Close by.")
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    other = page.context.new_page()
    other.goto(scene.article)
    come_alive(other)
    bell = page.locator("comment-box").get_by_role("button", name="New for you")
    second = other.locator("comment-box").get_by_role("button", name="New for you")
    for each in (bell, second):
        expect(each).to_have_accessible_name("New for you 2")
    bell.press("Enter")
    panel = page.locator("comment-box").get_by_role("region", name="New for you")
    expect(panel.get_by_role("heading")).to_be_focused()
    expect(bell).to_have_attribute("aria-expanded", "true")
    for each in (bell, second):
        expect(each).to_have_accessible_name("New for you")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(bell).to_be_focused()
    bell.press("Enter")
    expect(panel.get_by_role("heading")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("comment-box article").filter(has_text="Close by.")).to_be_focused()
    expect(panel).to_be_hidden()
    bell.click()
    expect(panel).to_be_visible()
    page.get_by_role("heading", level=1).first.click()
    expect(panel).to_be_hidden()
    bell.click()
    panel.get_by_role("link", name="Dee Far answered you").click()
    page.wait_for_url(f"{elsewhere}#comment-*")
    expect(page.locator("comment-box article").filter(has_text="Far from here.").last).to_be_focused()
    page.get_by_role("button", name="Logout").click()
    expect(bell).to_have_count(0)


def test_nothing_new_is_said_as_well(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article, viewport={"width": 360, "height": 800})
    come_alive(page)
    log_in_from(page, BOB)
    page.locator("comment-box").get_by_role("button", name="New for you").click()
    panel = page.locator("comment-box").get_by_role("region", name="New for you")
    expect(panel).to_contain_text("Nothing yet.")
    expect(panel.get_by_role("link", name="My conversations")).to_be_visible()
    expect(panel.get_by_role("link", name="Letters")).to_be_visible()
