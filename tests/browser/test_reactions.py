"""One's own votes, by the keyboard alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def test_a_reader_votes_changes_their_mind_and_disagrees(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        number = make.comment(w, SITE, url=scene.article, text="Bridges are for people.").id
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    comment = page.locator(f"#comment-{number}")
    up, down = comment.locator(".cb-vote button").all()
    held: list[Route] = []
    # The first one takes its time on the way.
    page.route("**/vote", lambda route: route.continue_() if held else held.append(route))
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_contain_text("Recommended")
    expect(comment.locator(".cb-votes")).to_have_text("1")
    page.keyboard.press("Tab")
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(down).to_have_attribute("aria-pressed", "true")
    with page.expect_response(lambda answer: '"down"' in (answer.request.post_data or "")):
        held[0].continue_()
    expect(comment.locator(".cb-votes")).to_have_text("0")

    comment.get_by_role("link", name="Report").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="I disagree").focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="You disagree. Take it back")).to_be_focused()
    page.keyboard.press("Escape")
    expect(comment.get_by_role("link", name="Report")).to_be_focused()

    page.reload()
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(down).to_have_attribute("aria-pressed", "true")
    comment.get_by_role("link", name="Report").press("Enter")
    expect(dialog.get_by_role("button", name="You disagree. Take it back")).to_be_visible()
    report_and_take_it_back(page)
    down.press("Enter")
    expect(down).to_have_attribute("aria-pressed", "false")


def report_and_take_it_back(page: Page) -> None:
    """The dialog is open; what was reported is known after a reload as well."""
    comment, dialog = page.locator("comment-box article"), page.get_by_role("dialog")
    dialog.get_by_label("It is advertising or spam").press("Space")
    dialog.get_by_label("Anything the moderator should know").fill("It sells boats.")
    dialog.get_by_role("button", name="Report comment").press("Enter")
    reported = comment.get_by_role("link", name="Reported")
    expect(reported).to_be_focused()
    page.reload()
    page.locator("comment-box").scroll_into_view_if_needed()
    reported.press("Enter")
    expect(page.get_by_role("heading", name="You have reported this comment")).to_be_focused()
    expect(dialog).to_contain_text("It is advertising or spam")
    expect(dialog).to_contain_text("It sells boats.")
    dialog.get_by_role("button", name="Take the report back").press("Enter")
    expect(comment.get_by_role("link", name="Report the comment by")).to_be_focused()
