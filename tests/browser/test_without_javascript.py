"""Everything a reader can do, by plain links and forms, with JavaScript switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scene, sign_in_here

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_scene_without_javascript(scene: Scene, visit: Visit, width: int) -> None:
    plain = {"java_script_enabled": False, "viewport": {"width": width, "height": 800}}
    page = visit(scene.article, **plain)
    page.get_by_role("link", name="Read and join the comments").click()
    expect(page.get_by_text("Add your comment to this story.")).to_be_visible()
    register_and_log_in(page)
    expect(page.locator(".cb-say")).to_contain_text("you are commenting as Wren Weir. Logout.")
    page.get_by_label("Your comment").fill("A river is for *walking* beside.")
    page.get_by_role("button", name="Post comment").click()
    mine = page.locator("article").filter(has_text="A river is for walking beside.").first
    expect(mine).to_be_visible()
    mine.get_by_role("link", name="Reply").click()
    page.get_by_label("Your reply").fill("And for sitting, I should add.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.get_by_text("And for sitting")).to_be_visible()

    other = visit(scene.standalone, **plain)
    other.get_by_role("link", name="log in").last.click()
    sign_in_here(other, "bob@mail.example")
    root = other.locator("article").filter(has_text="A river is for walking").first
    root.get_by_role("button", name="Recommend").click()
    expect(root.locator(".cb-votes")).to_have_text("1")
    root.get_by_role("link", name="Report").click()
    other.get_by_label("It is advertising or spam").check()
    other.get_by_role("button", name="Report").click()
    expect(other.get_by_text("Thank you")).to_be_visible()


def test_a_mistake_keeps_what_was_typed(scene: Scene, visit: Visit) -> None:
    page = visit(scene.standalone, java_script_enabled=False)
    page.get_by_role("link", name="log in").last.click()
    sign_in_here(page, "bob@mail.example")
    too_long = "word " * 1001
    page.get_by_label("Your comment").fill(too_long)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_contain_text("5,000")
    expect(page.get_by_label("Your comment")).to_have_value(too_long)


def test_a_comment_sent_twice_by_the_back_button_is_there_once(scene: Scene, visit: Visit) -> None:
    page = visit(scene.standalone, java_script_enabled=False)
    page.get_by_role("link", name="log in").last.click()
    sign_in_here(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("Only once, please.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article").filter(has_text="Only once")).to_have_count(1)
    page.go_back()
    page.get_by_label("Your comment").fill("Only once, please.")
    before = page.url
    page.get_by_role("button", name="Post comment").click()
    expect(page).not_to_have_url(before)
    page.goto(scene.standalone)
    expect(page.locator("article").filter(has_text="Only once")).to_have_count(1)


def register_and_log_in(page: Page) -> None:
    page.get_by_role("link", name="Register").last.click()
    page.get_by_label("Name").fill("Wren Weir")
    page.get_by_label("E-mail").fill("wren@new.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Register").click()
    sign_in_here(page, "wren@new.example")
