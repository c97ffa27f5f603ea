"""Where the box cannot do what was asked, the reader gets on all the same."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def open_no_windows(page: Page) -> None:
    page.evaluate("window.open = () => null")


def say_something(scene: Scene) -> int:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        return make.comment(work, SITE, url=scene.article, text="A comment by somebody else.").id


def test_a_guest_whose_browser_opens_no_window_recommends_on_the_comments_own_page(
    scene: Scene, visit: Visit
) -> None:
    number = say_something(scene)
    page = visit(scene.article)
    come_alive(page)
    open_no_windows(page)
    page.get_by_role("button", name="Recommend").click()
    page.wait_for_url(f"{scene.box}/c/{number}")
    expect(page.get_by_role("button", name="Recommend")).to_be_visible()


def test_who_was_signed_out_while_writing_gets_to_the_login_without_a_window(
    scene: Scene, visit: Visit
) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("Too long a thought for one session.")
    page.context.clear_cookies()
    open_no_windows(page)
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("button", name="Log in again").click()
    page.wait_for_url(re.compile(f"^{re.escape(scene.box)}/login"))
    page.go_back()
    assert page.evaluate("Object.values(localStorage).join()").count("Too long a thought") == 1


def test_a_preview_that_did_not_come_offers_nothing_that_would_post(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("Not to be seen by anybody yet.")
    page.route("**/api/v1/*/preview", lambda route: route.abort())
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_role("alert")).not_to_contain_text("not sent")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


def test_a_sign_in_that_took_too_long_is_said_beside_the_link(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="log in").click()
    opened.value.wait_for_load_state()
    message = {"type": "commentbox:signed-in", "code": "of-yesterday"}
    opened.value.evaluate("([message, to]) => opener.postMessage(message, to)", [message, scene.paper])
    expect(page.locator("comment-box").get_by_role("alert")).to_contain_text("Please log in again")
