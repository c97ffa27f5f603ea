"""Small screens, the keyboard alone, and nothing stored or fetched that a reader did not ask for."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def fill(scene: Scene, count: int = 25) -> list[int]:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        rows = []
        for number in range(count):
            root = make.comment(
                work, SITE, url=scene.article, text=f"Root number {number}.", minutes_ago=number
            )
            rows.append(root.id)
        parent = root
        for number in range(12):
            parent = make.comment(
                work, SITE, url=scene.article, text=f"Reply number {number}.", parent=parent
            )
    return rows


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(scene: Scene, visit: Visit, width: int) -> None:
    fill(scene)
    viewport = {"viewport": {"width": width, "height": 800}}
    page = visit(scene.article, **viewport)
    come_alive(page)
    assert not is_too_wide(page)
    page = visit(f"{scene.standalone}&sort=oldest", **viewport)
    assert not is_too_wide(page)
    page = visit(f"{scene.box}/console/login", **viewport)
    assert not is_too_wide(page)
    sign_in_here(page, "ada@mail.example")
    expect(page.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()
    assert not is_too_wide(page)


def test_more_comments_and_replies_come_on_demand(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    expect(box.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    expect(box.get_by_text("Root number 19.")).to_be_visible()
    expect(box.get_by_text("Root number 20.")).to_have_count(0)
    box.get_by_role("link", name="more comments").click()
    expect(box.get_by_text("Root number 24.")).to_be_visible()
    box.get_by_role("link", name="more replies").click()
    expect(box.get_by_text("Reply number 11.")).to_be_visible()


def test_a_permalink_opens_with_the_conversation_around_it(scene: Scene, visit: Visit) -> None:
    far = fill(scene)[0]  # not on the first page
    page = visit(f"{scene.article}#comment-{far}")
    box = page.locator("comment-box")
    expect(box.get_by_text("Root number 0.")).to_be_visible()
    expect(box.get_by_text("Root number 24.")).to_have_count(0)
    box.get_by_role("link", name="all comments").first.click()
    expect(box.get_by_text("Root number 24.")).to_be_visible()


def test_a_link_to_a_comment_that_is_gone_says_so_in_view(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    page = visit(f"{scene.article}#comment-999999")
    told = page.locator("comment-box").get_by_role("alert")
    expect(told).to_have_text("This comment is not here, or no longer.")
    expect(told).to_be_in_viewport()


def test_paper_shows_the_words_and_no_buttons(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    page = visit(scene.standalone)
    page.emulate_media(media="print")
    expect(page.get_by_text("Root number 0.")).to_be_visible()
    expect(page.get_by_role("button", name="Recommend")).to_be_hidden()
    expect(page.get_by_text("To join the conversation")).to_be_hidden()


def test_reading_stores_nothing_and_asks_nobody_else(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit("about:blank")
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.goto(scene.article)
    come_alive(page)
    assert hosts == {urlsplit(scene.paper).netloc, urlsplit(scene.box).netloc}
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_comment_is_written_with_the_keyboard_alone(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    field = page.get_by_label("Your comment")
    expect(field).to_be_visible()
    tab_to(page, "textarea")
    page.keyboard.type("Typed, not clicked.")
    tab_to(page, "button", "Post comment")
    page.keyboard.press("Enter")
    expect(page.locator("article").filter(has_text="Typed, not clicked.")).to_be_focused()


def test_a_closed_article_says_so_and_takes_no_comment(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    with begin(scene.engine, scene.settings, utc_now()) as work:
        make.article_of(work, scene.article).closed_at = work.now
    page = visit(scene.article)
    come_alive(page)
    expect(page.locator("comment-box")).to_contain_text("Comments on this article are closed.")
    expect(page.get_by_label("Your comment")).to_have_count(0)


def tab_to(page: Page, tag: str, text: str = "", most: int = 80) -> None:
    """Press Tab until that control has the focus; it must be reachable."""
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { let at = document.activeElement;"
            " while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;"
            " return [at?.tagName.toLowerCase(), at?.textContent.trim()]; }"
        )
        if found[0] == tag and text in found[1]:
            return
    raise AssertionError(f"{tag} {text!r} cannot be reached with Tab")


def test_every_paragraph_begins_on_its_own_side(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        make.comment(work, SITE, url=scene.article, text="Hello.\n\nשלום לכולם!\n\n```\nas typed\n```")
    page = visit(scene.standalone)
    body = page.locator(".cb-body")
    gaps = body.locator("p").evaluate_all(
        """all => all.map(p => {
            const words = document.createRange();
            words.selectNodeContents(p);
            const [inner, outer] = [words.getBoundingClientRect(), p.getBoundingClientRect()];
            return [inner.left - outer.left, outer.right - inner.right];
        })"""
    )
    assert gaps[0][0] < 1 < gaps[0][1]
    assert gaps[1][1] < 1 < gaps[1][0]
    sizes = body.locator("pre, pre code").evaluate_all("all => all.map(x => getComputedStyle(x).fontSize)")
    assert sizes[0] == sizes[1]
