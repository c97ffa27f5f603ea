"""What a reader clicks before the scripts have arrived is not lost and leads nowhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Scene
from tests.browser.test_comfort import fill
from tests.browser.test_scene import come_alive

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
MODULE = "**/embed/box*.js"


@contextmanager
def scripts_on_their_way(page: Page, scene: Scene) -> Iterator[list[Route]]:
    """The article with its comments in view, and the script that serves them held up."""
    held: list[Route] = []
    page.route(MODULE, lambda route: held.append(route))
    with page.expect_request(MODULE):
        page.goto(scene.article)
        page.locator("comment-box").scroll_into_view_if_needed()
    yield held


def test_a_click_waits_for_the_scripts(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit("about:blank")
    more = page.locator("comment-box").get_by_role("link", name="Load more comments")
    with scripts_on_their_way(page, scene) as held:
        more.click()
        expect(more).to_have_attribute("aria-busy", "true")
        held[0].continue_()
    expect(page.locator("comment-box").get_by_text("Root number 24.")).to_be_visible()
    assert page.url.startswith(scene.article)


def test_where_no_script_comes_a_link_leads_to_the_page_that_needs_none(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit("about:blank")
    with scripts_on_their_way(page, scene) as held:
        page.locator("comment-box").get_by_role("link", name="Load more comments").click()
        held[0].abort()
    page.wait_for_url(f"{scene.box}/t/**cursor=**")
    expect(page.get_by_role("article")).to_have_count(25 - 20)


def test_a_page_of_the_old_order_does_not_mix_into_the_new_one(scene: Scene, visit: Visit) -> None:
    fill(scene, 45)
    page = visit(scene.article)
    come_alive(page)
    held: list[Route] = []
    page.route("**/thread?*cursor=*", lambda route: held.append(route))
    box = page.locator("comment-box")
    roots = box.locator(".cb-list > .cb-item > article .cb-body")
    with page.expect_request("**/thread?*cursor=*"):
        box.get_by_role("link", name="Load more comments").click()
    box.get_by_role("link", name="Newest").click()
    expect(roots.first).to_have_text("Root number 0.")
    with page.expect_response("**/thread?*cursor=*"):
        held[0].continue_()
    page.unroute("**/thread?*cursor=*")
    box.get_by_role("link", name="Load more comments").click()
    expect(roots).to_have_text([f"Root number {number}." for number in range(40)])
