"""One's own comment in the box, by the keyboard alone, and without JavaScript."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.comment import Status
from commentbox.services.work import begin
from commentbox.store.comments import CommentRow
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_comfort import tab_to
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"


def status_of(scene: Scene, text: str) -> Status:
    with begin(scene.engine, scene.settings, utc_now(), writing=False) as w:
        return w.session.query(CommentRow).filter(CommentRow.source == text).one().status


def test_changed_deleted_and_both_undone_by_the_keyboard(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    page.get_by_label("Your comment").fill("The first words.")
    page.keyboard.press("Control+Enter")
    mine = box.locator("article").filter(has_text="words")
    expect(mine).to_be_focused()
    expect(mine.get_by_role("button", name="Edit your comment")).to_be_visible()
    expect(mine.get_by_role("link", name="Report")).to_have_count(0)
    tab_to(page, "button", "Edit")
    page.keyboard.press("Enter")
    field = page.get_by_label("Change your comment")
    expect(field).to_be_focused()
    expect(field).to_have_value("The first words.")
    expect(field).to_have_accessible_description(re.compile("You can change it until .*italics"))
    expect(box.get_by_text(re.compile(r"^\d+:\d\d left$"))).to_be_visible()
    change_elsewhere(page, scene)
    page.keyboard.press("End")
    page.keyboard.type(" And *more* words.")
    page.keyboard.press("Control+Enter")
    expect(box.get_by_role("alert")).to_contain_text("You have changed this comment in another place.")
    expect(box.locator(".cb-now")).to_contain_text("Words from another place.")
    sign_in_again_and_save(page)
    expect(mine).to_be_focused()
    expect(mine.locator("em")).to_have_text("more")
    expect(box.locator("[role=status]").first).to_have_text("Your change is saved.")
    box.get_by_role("button", name="Undo").press("Enter")
    expect(mine).to_contain_text("Words from another place.")
    expect(mine).to_be_focused()
    delete_and_put_back(page, scene)


def change_elsewhere(page: Page, scene: Scene) -> None:
    """In another tab, by the page of the comment itself."""
    other = page.context.new_page()
    other.goto(scene.standalone)
    other.get_by_role("link", name="Edit or delete your comment").click()
    other.get_by_label("Change it").fill("Words from another place.")
    other.get_by_role("button", name="Save the change").click()
    expect(other.get_by_role("status")).to_have_text("Your change is saved.")
    other.close()


def sign_in_again_and_save(page: Page) -> None:
    """The session ends while somebody types: they sign in in place, and the text is still there."""
    box, field = page.locator("comment-box"), page.get_by_label("Change your comment")
    page.context.clear_cookies()
    field.press("Control+Enter")
    expect(box.get_by_role("alert")).to_contain_text("Your session has ended; your text is kept.")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Log in again").click()
    with opened.value.expect_event("close"):
        sign_in_here(opened.value, BOB)
    expect(box.get_by_role("alert")).to_have_count(0)
    expect(field).to_have_value("The first words. And *more* words.")
    page.get_by_role("button", name="Save the change").press("Enter")


def delete_and_put_back(page: Page, scene: Scene) -> None:
    """The news of the deletion do not take the way back away."""
    box = page.locator("comment-box")
    mine = box.locator("article").filter(has_text="Words from another place.")
    mine.get_by_role("button", name="Delete your comment").press("Enter")
    expect(box).to_contain_text("You have deleted this comment.")
    undo = box.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(box).to_contain_text("No comments yet")
    assert status_of(scene, "Words from another place.") is Status.WITHDRAWN
    with page.expect_response(lambda answer: f"/embed/{SITE}/news" in answer.url):
        pass
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(mine).to_be_focused()
    expect(box).to_contain_text("1 comment")
    a_change_is_taken_back_after_a_reload(page)
    box.get_by_role("button", name="Logout").click()
    expect(mine.get_by_role("link", name="Report")).to_be_visible()
    expect(mine.get_by_role("button", name="Edit your comment")).to_have_count(0)


def a_change_is_taken_back_after_a_reload(page: Page) -> None:
    box = page.locator("comment-box")
    box.get_by_role("button", name="Edit your comment").click()
    page.get_by_label("Change your comment").fill("Other words from another place.")
    page.get_by_role("button", name="Save the change").click()
    mine = box.locator("article").filter(has_text="ords from another place.")
    expect(mine).to_contain_text("Other words")
    expect(mine.get_by_role("button", name="Take the last change back")).to_have_count(0)
    page.reload()
    come_alive(page)
    mine.get_by_role("button", name="Take the last change back").press("Enter")
    expect(mine).to_contain_text("Words from another place.")
    expect(mine).to_be_focused()
    expect(mine.get_by_role("button", name="Edit your comment")).to_be_visible()


def test_a_change_that_waits_says_so_and_goes_back(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    page.get_by_label("Your comment").fill("The mayor is a fool.")
    page.get_by_role("button", name="Post comment").click()
    box.get_by_role("button", name="Edit your comment").click()
    page.get_by_label("Change your comment").fill("The mayor is a muppet.")
    page.get_by_role("button", name="Cancel").click()
    expect(box.get_by_role("button", name="Edit your comment")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Change your comment")).to_have_value("The mayor is a fool.")
    page.get_by_label("Change your comment").fill("The mayor is a muppet.")
    page.get_by_role("button", name="Save the change").click()
    expect(box.locator(".cb-done")).to_contain_text("the comment is off the page")
    mine = box.locator("article").filter(has_text="The mayor")
    expect(mine.get_by_role("button", name="Edit your comment")).to_be_visible()
    box.get_by_role("button", name="Undo").click()
    expect(mine).to_contain_text("The mayor is a fool.")
    expect(mine.get_by_role("button", name="Recommend")).to_be_visible()


def test_without_javascript(scene: Scene, visit: Visit) -> None:
    page = visit(scene.standalone, java_script_enabled=False)
    page.get_by_role("link", name="log in").last.click()
    sign_in_here(page, BOB)
    page.get_by_label("Your comment").fill("Plain words.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("link", name="Edit or delete your comment").click()
    page.get_by_label("Change it").fill("Plain words, mended.")
    page.get_by_role("button", name="Save the change").click()
    expect(page.get_by_role("status")).to_have_text("Your change is saved.")
    page.get_by_role("button", name="Take the last change back").click()
    expect(page.get_by_label("Change it")).to_have_value("Plain words.")
    page.get_by_role("button", name="Delete this comment").click()
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_role("status")).to_have_text("Your comment is back where it was.")
