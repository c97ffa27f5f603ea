"""The desk asks, a reader answers and shows it: by the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_question_is_asked_answered_and_shown_beside_a_comment(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, url=scene.article)
    desk = visit(f"{scene.box}/console/login")
    sign_in_here(desk, "ada@mail.example")
    desk.get_by_role("link", name="Articles").press("Enter")
    desk.get_by_role("link", name="The bridge").press("Enter")
    desk.get_by_label("What do you ask?").fill("Should the bridge be closed to cars?")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("stands above the comments")
    desk.get_by_label("A notice above the comments").fill("Keep to the bridge, please.")
    desk.get_by_role("radio", name="Until nobody has written for").press("Space")
    desk.get_by_label("Days", exact=True).fill("7")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("status")).to_contain_text("Readers see it at once")
    expect(desk.get_by_role("button", name="Undo")).to_have_count(1)

    a_reader_answers_and_says_why(visit(scene.article))


def a_reader_answers_and_says_why(page: Page) -> None:
    come_alive(page)
    box = page.locator("comment-box")
    expect(box.get_by_role("heading", name="Should the bridge be closed to cars?")).to_be_visible()
    expect(box).to_contain_text("Keep to the bridge, please.")
    expect(box).to_contain_text("Comments close when nobody has written for 7 days.")
    log_in_from(page, "bob@mail.example")
    yes, no = (box.get_by_role("button", name=name, exact=True) for name in ("Yes", "No"))
    yes.press("Enter")
    expect(yes).to_have_attribute("aria-pressed", "true")
    expect(yes).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(no).to_have_attribute("aria-pressed", "true")
    expect(no).to_be_focused()
    expect(yes).to_have_attribute("aria-pressed", "false")
    show = page.get_by_label("Show my answer beside it: No")
    show.press("Space")
    page.get_by_label("Your comment").fill("Where would the buses go?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article").filter(has_text="Where would the buses go?")).to_contain_text(
        "Answered: No"
    )

    page.reload()
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(no).to_have_attribute("aria-pressed", "true")
    box.get_by_role("link", name="Both sides").press("Enter")
    expect(box.locator(".cb-list article")).to_have_count(1)
    box.get_by_role("button", name="Take my answer back").press("Enter")
    expect(no).to_have_attribute("aria-pressed", "false")
    expect(box.get_by_role("button", name="Take my answer back")).to_have_count(0)
    expect(show).to_be_hidden()
