"""The whole way in a real browser: register, post, reply, vote, report, decide."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scene, sign_in_here

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.fixture(params=["same site", "other site"])
def place(request: pytest.FixtureRequest) -> Scene:
    found: Scene = request.getfixturevalue("scene" if request.param == "same site" else "foreign_scene")
    return found


def register_from(page: Page, name: str) -> None:
    """From the box through the window of the other origin, and back."""
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Register").click()
    window = opened.value
    email = f"{name.split()[0].lower()}@new.example"
    window.get_by_label("Name").fill(name)
    window.get_by_label("E-mail").fill(email)
    window.get_by_label("Password").fill("correct horse battery")
    window.get_by_role("button", name="Register").click()
    expect(window.get_by_label("E-mail")).to_have_value(email)
    with window.expect_event("close"):
        sign_in_here(window, email)


def come_alive(page: Page) -> None:
    """Scroll to the box and wait until it listens: before that its links are plain ones."""
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(page.locator("comment-box [role=status]")).to_be_attached()


def the_keys_listen(page: Page) -> None:
    """Wait for the console's scripts: before that, a key means nothing."""
    expect(page.locator("html")).to_have_attribute("data-keys", re.compile("on|off"))


def log_in_from(page: Page, email: str) -> None:
    with page.expect_popup() as opened:
        page.get_by_role("link", name="log in").click()
    with opened.value.expect_event("close"):
        sign_in_here(opened.value, email)


def test_the_whole_scene(place: Scene, visit: Visit) -> None:
    page = visit(place.article)
    a_reader_joins_and_writes(page)
    another_reader_votes_and_reports(visit(place.article))
    a_moderator_removes_what_was_reported(visit(f"{place.box}/console/"))
    page.reload()
    come_alive(page)
    box = page.locator("comment-box")
    expect(box).to_contain_text("This comment was removed by a moderator.")
    expect(box).not_to_contain_text("A river is for walking beside.")
    expect(box).to_contain_text("And for sitting, I should add.")
    page.get_by_role("button", name="Logout").click()
    expect(box).to_contain_text("To join the conversation, please log in.")
    expect(box.get_by_role("link", name="log in")).to_be_focused()
    page.reload()
    come_alive(page)
    expect(box).to_contain_text("To join the conversation, please log in.")


def a_reader_joins_and_writes(page: Page) -> None:
    come_alive(page)
    box = page.locator("comment-box")
    expect(box).to_contain_text("Add your comment to this story.")
    expect(box).to_contain_text("To join the conversation, please log in. Don’t have an account? Register.")
    assert page.context.cookies() == []
    register_from(page, "Wren Weir")
    expect(box).to_contain_text("Join the conversation, you are commenting as Wren Weir. Logout.")
    page.get_by_label("Your comment").fill("A river is for *walking* beside.")
    page.get_by_role("button", name="Post comment").click()
    mine = page.locator("article").filter(has_text="A river is for walking beside.")
    expect(mine.locator("em")).to_have_text("walking")
    mine.get_by_role("link", name="Reply").click()
    page.get_by_label("Your reply to Wren Weir").fill("And for sitting, I should add.")
    page.get_by_role("button", name="Post reply").click()
    expect(page.locator("article").filter(has_text="And for sitting")).to_be_visible()


def another_reader_votes_and_reports(page: Page) -> None:
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Bob Barge")
    reply = page.locator("article").filter(has_text="And for sitting")
    reply.get_by_role("button", name="Recommend").click()
    expect(reply.get_by_role("button", name="Recommended")).to_contain_text("1")
    root = page.locator("article").filter(has_text="A river is for walking beside.")
    root.get_by_role("link", name="Report").click()
    page.get_by_label("It is abusive or hateful").check()
    page.get_by_role("button", name=re.compile("report", re.IGNORECASE)).last.click()
    expect(page.locator("comment-box")).to_contain_text(re.compile("thank", re.IGNORECASE))


def a_moderator_removes_what_was_reported(page: Page) -> None:
    sign_in_here(page, "ada@mail.example")
    card = page.locator("article").filter(has_text="A river is for walking beside.").first
    expect(card).to_contain_text("It is abusive or hateful")
    the_keys_listen(page)
    page.keyboard.press("r")
    expect(page.get_by_role("group", name="Why?")).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def test_what_was_typed_survives_a_reload_and_a_failed_request(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("A long thought that must not be lost.")
    page.reload()
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(page.get_by_label("Your comment")).to_have_value("A long thought that must not be lost.")

    keys: list[object] = []

    def fail(route: object, request: object) -> None:
        keys.append(request.post_data_json["key"])  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/api/v1/*/comments", fail, times=1)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("alert")).to_contain_text("your text is kept")
    expect(page.get_by_label("Your comment")).to_have_value("A long thought that must not be lost.")
    with page.expect_request("**/api/v1/*/comments") as sent:
        page.get_by_role("button", name="Try again").click()
    keys.append(json.loads(sent.value.post_data or "{}")["key"])
    expect(page.locator("article").filter(has_text="A long thought")).to_have_count(1)
    expect(page.get_by_label("Your comment")).to_have_value("")
    assert keys[0] == keys[1]


def test_a_held_comment_is_seen_by_its_author_and_nobody_else(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("The mayor is a muppet.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article").filter(has_text="muppet")).to_be_visible()
    page.reload()
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(page.locator("article").filter(has_text="muppet")).to_contain_text("moderator")
    other = visit(scene.article)
    other.locator("comment-box").scroll_into_view_if_needed()
    expect(other.locator("comment-box")).to_contain_text("please log in")
    expect(other.locator("comment-box")).not_to_contain_text("muppet")
