"""One's own comment on its page, without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Scene, sign_in_here

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"


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
