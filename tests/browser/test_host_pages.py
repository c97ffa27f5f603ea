"""The box in strict pages, and in pages that go on without a reload and want to know what happens."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SITE, Scene
from tests.browser.host_page import NONCE, STORY, host_page
from tests.browser.test_comfort import fill
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

STRICT = (
    "default-src 'none'; base-uri 'none'; object-src 'none'; style-src 'self';"
    " script-src 'nonce-{nonce}' 'strict-dynamic'; connect-src {box};"
    " require-trusted-types-for 'script'; trusted-types {policies}"
)


LATE = '<a href="/late"><i data-commentbox-count>…</i></a>'


def strict(scene: Scene, policies: str = "commentbox") -> str:
    return STRICT.format(nonce=NONCE, box=scene.box, policies=policies)


def test_everything_works_under_the_strictest_policy(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(scene.box)))
    body = f'{STORY * 20}<comment-box site="{SITE}"></comment-box>'  # as far down as it is in a newspaper
    path = "/embankment-without-cars-at-weekends"
    page.goto(host_page(page, scene, policy=strict(scene), body=body, path=path))
    page.locator("comment-box").scroll_into_view_if_needed()
    expect(page.get_by_text("Root number 19.")).to_be_visible()
    first = [url for url in asked if url == "/embed.js" or url.startswith(("/embed/", "/static"))][:2]
    assert [url.partition("?")[0] for url in first] == ["/embed.js", f"/embed/{SITE}/thread"]
    assert not [url for url in asked if url.endswith("box.css")]
    come_alive(page)
    assert page.evaluate("jumps") == []
    everything_is_told(page)
    assert page.evaluate("forbidden") == []


def everything_is_told(page: Page) -> None:
    """A reader signs in, reads on, answers, recommends, and leaves; the page hears of each."""
    box = page.locator("comment-box")
    log_in_from(page, "bob@mail.example")
    expect(box).to_contain_text("you are commenting as Bob Barge")
    box.get_by_role("link", name="Load more comments").click()
    expect(box.get_by_text("Root number 0.")).to_be_visible()
    first = box.locator(".cb-list > .cb-item").first
    number = int(first.get_attribute("data-id") or 0)
    first.get_by_role("link", name="Reply").first.click()
    page.get_by_label("Your reply to").fill("And a reply.")
    page.get_by_role("button", name="Post reply").click()
    expect(box.get_by_text("And a reply.")).to_be_visible()
    first.get_by_role("button", name="Recommend").first.click()
    expect(box.locator("[role=status]")).to_have_text("Recommended.")
    page.route("**/vote", lambda route: route.abort(), times=1)
    first.get_by_role("button", name="Recommended").first.click()
    expect(box.get_by_role("alert")).to_be_visible()
    page.get_by_role("button", name="Logout").click()
    expect(box).to_contain_text("please log in")
    told = page.evaluate("told")
    assert [name for name, _ in told] == [
        "ready", "signed-in", "loaded-more", "opened", "posted", "voted", "error", "signed-out",
    ]  # fmt: skip
    details = dict(told)
    assert details["ready"] == {"count": 37}
    assert details["loaded-more"] == {"shown": 5}
    assert details["opened"] == {"parent": number}
    assert details["posted"] | {"id": 0} == {"id": 0, "status": "published", "parent": number}
    assert details["voted"] | {"votes": 0} == {"id": number, "vote": "up", "votes": 0}
    assert details["error"] == {"code": "offline"}
    assert "Bob" not in str(told)


def test_where_our_policy_is_not_allowed_a_link_is_left(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    page = visit("about:blank")
    page.goto(host_page(page, scene, policy=strict(scene, policies="'none'")))
    page.locator("comment-box").scroll_into_view_if_needed()
    there = f"{scene.box}/t/{SITE}?url={quote(scene.paper + '/bridge', safe='')}"
    link = page.get_by_role("link", name="Open them on their own page")
    expect(link).to_have_attribute("href", re.compile(re.escape(there)))
    assert page.evaluate("told") == [["error", {"code": "not_shown"}]]


def test_trying_again_keeps_the_focus_and_ends_with_the_comments(scene: Scene, visit: Visit) -> None:
    fill(scene, 1)
    page = visit("about:blank")
    page.route("**/embed/*/thread*", lambda route: route.abort(), times=2)
    page.goto(host_page(page, scene, path="/embankment-without-cars-at-weekends"))
    page.locator("comment-box").scroll_into_view_if_needed()
    button = page.get_by_role("button", name="Try again")
    expect(page.get_by_role("alert")).to_have_text("The comments cannot be shown right now.")
    height = button.evaluate("button => button.getBoundingClientRect().height")
    assert height >= 24
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("told.length === 2")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Root number 0.")).to_be_visible()
    expect(page.get_by_role("heading", name="Have your say")).to_be_focused()


def test_a_page_without_reloads_goes_on_to_the_next_article(scene: Scene, visit: Visit) -> None:
    fill(scene, 2)
    page = visit("about:blank")
    box = f'<comment-box site="{SITE}"'
    page.goto(
        host_page(
            page,
            scene,
            body=f'{box}></comment-box>{box} url="/other"></comment-box>',
            path="/embankment-without-cars-at-weekends",
        )
    )
    boxes = page.locator("comment-box")
    boxes.nth(0).scroll_into_view_if_needed()
    expect(boxes.nth(0)).to_contain_text("Root number 1.")
    boxes.nth(1).scroll_into_view_if_needed()
    expect(boxes.nth(1)).to_contain_text("Nobody has said anything yet.")
    page.evaluate("history.pushState(null, '', '/other')")
    page.evaluate("document.querySelector('comment-box').setAttribute('url', '/other')")
    expect(boxes.nth(0)).to_contain_text("Nobody has said anything yet.")
    expect(boxes.nth(0).locator("[role=status]")).to_be_attached()
    page.go_back()
    page.evaluate("document.querySelector('comment-box').removeAttribute('url')")
    expect(boxes.nth(0)).to_contain_text("Root number 1.")
    expect(boxes.nth(0).locator("[role=status]")).to_have_count(1)
    page.evaluate(
        "document.body.prepend(document.querySelector('comment-box'))"
    )  # moved: nothing is asked anew
    page.evaluate("window.first = document.querySelector('comment-box'); first.remove()")
    log_in_from(page, "bob@mail.example")
    expect(boxes).to_contain_text("you are commenting as Bob Barge")
    page.evaluate("document.body.prepend(first)")
    expect(boxes.nth(0)).to_contain_text("you are commenting as Bob Barge")
    page.evaluate("told.length = 0")
    boxes.nth(0).get_by_role("link", name="Reply").first.click()
    page.get_by_label("Your reply to").fill("One and no more.")
    page.get_by_role("button", name="Post reply").click()
    expect(boxes.nth(0).get_by_text("One and no more.")).to_be_visible()
    assert [name for name, _ in page.evaluate("told")] == ["opened", "posted"]


def test_counts_and_the_most_discussed_fail_quietly_and_come_late(scene: Scene, visit: Visit) -> None:
    fill(scene, 3)
    page = visit("about:blank")
    links = "".join(f'<a href="/{number}"><span data-commentbox-count>…</span></a>' for number in range(150))
    known = f'<a id="known" href="{scene.article}#comments"><span data-commentbox-count>…</span></a>'
    script = f'<script src="{scene.box}/counts.js" data-site="{SITE}"></script>'
    top = '<ol data-commentbox-top="7d"><li>None yet</li></ol><ol data-commentbox-top="1y"><li>Kept</li></ol>'
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host_page(page, scene, body=known + links + top + script))
    expect(page.locator("#known")).to_have_text("15 comments")
    expect(page.locator("a[href='/149']")).to_have_text("No comments yet")
    lists = page.locator("ol")
    expect(lists.nth(0).get_by_role("link")).to_have_attribute("href", scene.article)
    expect(lists.nth(0)).to_contain_text("The bridge 15 comments")
    assert len([url for url in asked if "counts?" in url]) == 3  # two for the links, one for the list
    expect(lists.nth(1)).to_have_text("Kept")
    page.evaluate("(late) => document.querySelector('main').insertAdjacentHTML('beforeend', late)", LATE)
    page.evaluate("dispatchEvent(new Event('commentbox:count'))")
    expect(page.locator("a[href='/late']")).to_have_text("No comments yet")
    assert len([url for url in asked if "counts?" in url]) == 4
    page.route("**/counts?*", lambda route: route.abort())
    page.route("**/most-discussed*", lambda route: route.fulfill(status=503, body="busy"))
    page.reload()
    expect(page.locator("#known")).to_have_text("…")
    expect(lists.nth(0)).to_have_text("None yet")


def test_a_single_comment_in_a_sandboxed_frame(scene: Scene, visit: Visit) -> None:
    number = fill(scene, 1)[0]
    page = visit("about:blank")
    frame = (
        f'<iframe src="{scene.box}/c/{number}/embed" title="A comment by a reader" width="100%" height="220"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )
    page.goto(host_page(page, scene, body=frame))
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Root number 0.")).to_be_visible()
    with page.expect_popup() as opened:
        inside.get_by_role("link", name="The bridge").click()
    assert opened.value.url == f"{scene.article}#comment-{number}"
    assert page.context.cookies() == []
