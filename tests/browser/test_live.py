"""Two readers and a moderator at once: what is new is announced, what is removed goes, and nothing moves."""

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import Engine

from commentbox.clock import utc_now
from commentbox.domain.comment import Action, Reason
from commentbox.domain.people import Actor, Role
from commentbox.publisher import Publisher
from commentbox.services.post_comment import post_comment
from commentbox.services.review import NewDecision, decide
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.people import person_by_email
from commentbox.store.sites import site_by_key
from tests import make
from tests.browser.conftest import SITE, Scene, serve
from tests.browser.test_scene import come_alive, log_in_from
from tests.nginx import streaming

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"
TOP = "element => element.getBoundingClientRect().top"


class Town:
    """A conversation, and what others do to it meanwhile."""

    def __init__(self, scene: Scene):
        self.scene = scene
        with begin(scene.engine, scene.settings, utc_now()) as w:
            self.reader = make.member(w, "Dee Marsh")
            ids = [make.comment(w, SITE, text=f"Words {n}.\n\n" * 4, url=scene.article).id for n in range(12)]
            self.oldest, *_, self.second, self.newest = ids
            parent = make.row(w, self.newest)
            self.article = parent.article_id
            self.answer = make.comment(w, SITE, text="An answer.", url=scene.article, parent=parent).id

    def say(self, text: str, parent: int | None = None) -> int:
        with begin(self.scene.engine, self.scene.settings, utc_now()) as w:
            new = make.draft(text, parent=parent, url=self.scene.article)
            return post_comment(w, self.reader, SITE, new).entry.id

    def decide(self, comment: int, action: Action) -> None:
        with begin(self.scene.engine, self.scene.settings, utc_now()) as w:
            ada = person_by_email(w.session, "ada@mail.example")
            row = make.row(w, comment)
            assert ada is not None
            reason = Reason.ABUSE if action is Action.REMOVE else None
            new = NewDecision(action=action, reason=reason, revision=row.revision, seen=row.count_decisions)
            desk = Actor(id=ada.id, name=ada.name, role=Role.MODERATOR, is_staff_session=True)
            decide(w, desk, SITE, comment, new)


def set_pace(scene: Scene, seconds: int) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        site = site_by_key(w.session, SITE)
        assert site is not None
        site.policy = site.policy | {"live_seconds": seconds}


def open_box(visit: Visit, scene: Scene) -> Page:
    """Newest first, and the box already listens for news; no browser helps it to keep its place."""
    page = visit(scene.article)
    page.evaluate(
        "document.body.style.overflowAnchor = document.documentElement.style.overflowAnchor = 'none'"
    )
    with page.expect_response("**/embed/*/news?*"):
        come_alive(page)
        page.locator("comment-box").get_by_role("link", name="Newest").click()
    return page


def test_news_are_announced_and_nothing_moves_while_somebody_writes(scene: Scene, visit: Visit) -> None:
    town = Town(scene)
    page, other = open_box(visit, scene), open_box(visit, scene)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    fourth = box.locator(".cb-list:not(.cb-own) > .cb-item").nth(3)
    fourth.locator("> article").get_by_role("link", name="Reply").click()
    text = box.get_by_label("Your reply to")
    text.fill("Half a sent")
    text.evaluate("element => scrollTo(0, scrollY + element.getBoundingClientRect().top - 500)")
    before = text.evaluate(TOP)

    root = town.say("A new root.")
    reply = town.say("A new answer.", parent=town.newest)
    expect(box.get_by_role("button", name="2 new comments")).to_be_visible()
    expect(box.locator("[role=status]")).to_contain_text("new comment")
    assert abs(text.evaluate(TOP) - before) < 2
    expect(box.get_by_text("A new root.")).to_have_count(0)

    began = monotonic()
    town.decide(town.second, Action.REMOVE)
    expect(box.locator(f"#comment-{town.second}")).to_have_count(0, timeout=5_000)
    expect(other.locator(f"comment-box #comment-{town.second}")).to_have_count(0, timeout=5_000)
    assert monotonic() - began < 6  # two browsers on a busy machine
    assert abs(text.evaluate(TOP) - before) < 2
    expect(text).to_have_value("Half a sent")
    expect(text).to_be_focused()
    what_is_answered_keeps_its_place(town, box)
    assert abs(text.evaluate(TOP) - before) < 2

    box.get_by_role("button", name="2 new comments").click()
    expect(box.locator(f"#comment-{root} > article")).to_be_focused()
    expect(box.locator(f"#comment-{town.newest} #comment-{reply}")).to_contain_text("A new answer.")
    expect(box.get_by_role("button", name="new comment")).to_have_count(0)
    expect(text).to_have_value("Half a sent")
    what_is_picked_is_marked(town, box, root)
    expect(box.locator(".cb-count")).to_have_text("13 comments")


def what_is_answered_keeps_its_place(town: Town, box: Locator) -> None:
    town.decide(town.newest, Action.REMOVE)
    expect(box.locator(f"#comment-{town.newest} > article")).to_contain_text("removed by a moderator")
    expect(box.locator(f"#comment-{town.answer}")).to_contain_text("An answer.")


def what_is_picked_is_marked(town: Town, box: Locator, root: int) -> None:
    town.decide(root, Action.PICK)
    expect(box.locator(f"#comment-{root}")).to_contain_text("Editors’ pick")
    expect(box.locator(f"#comment-{root} > article")).to_be_focused()


def test_it_is_quiet_before_the_box_is_seen_after_errors_and_in_a_hidden_tab(
    scene: Scene, visit: Visit
) -> None:
    Town(scene)
    page = visit("about:blank")
    page.clock.install()
    asked: list[Route] = []

    def refuse(route: Route) -> None:
        asked.append(route)
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
        route.fulfill(status=503, headers=headers | {"Retry-After": "60"}, body="")

    page.route("**/embed/*/news?*", refuse)
    page.goto(scene.article)
    page.clock.run_for(10_000)
    assert asked == []
    with page.expect_response("**/embed/later/live.js"):
        come_alive(page)
    expect(page.locator("comment-box .cb-news")).to_be_attached()
    ask_until(page, asked, 1, seconds=10)
    page.clock.run_for(40_000)
    assert len(asked) == 1
    ask_until(page, asked, 2, seconds=60)
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(600_000)
    assert len(asked) == 2
    page.evaluate("delete document.hidden")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    ask_until(page, asked, 3, seconds=10)


def test_a_visible_page_asks_at_the_same_pace_however_long_nobody_touches_it(
    scene: Scene, visit: Visit
) -> None:
    town = Town(scene)
    page = visit("about:blank")
    page.clock.install()
    page.goto(scene.article)
    with page.expect_response("**/embed/*/news?*"):
        come_alive(page)
        expect(page.locator("comment-box .cb-news")).to_be_attached()
        page.clock.run_for(5_000)
    page.clock.run_for(20 * 60_000)
    town.decide(town.newest, Action.REMOVE)
    with page.expect_response("**/embed/*/news?*"):
        page.clock.run_for(4_000)
    gone = page.locator(f"comment-box #comment-{town.newest} > article")
    expect(gone).to_contain_text("removed by a moderator")


@pytest.mark.parametrize("way", ["frame", "one conversation"])
def test_pages_of_our_own_hear_the_news_as_well(scene: Scene, visit: Visit, way: str) -> None:
    town = Town(scene)
    set_pace(scene, 1)
    page = visit(scene.article if way == "frame" else f"{scene.box}/c/{town.newest}")
    if way == "frame":
        page.evaluate("document.querySelector('comment-box').setAttribute('mode', 'frame')")
        page.locator("comment-box").scroll_into_view_if_needed()
    at = page.frame_locator("comment-box iframe") if way == "frame" else page
    expect(at.locator(".cb-news")).to_be_attached()
    first = at.locator(".cb-item .cb-item article").first
    expect(first).to_contain_text("An answer.")
    reply = town.say("A new answer.", parent=town.newest)
    at.get_by_role("button", name="1 new comment").click()
    expect(at.locator(f"#comment-{reply} > article")).to_be_focused()
    began = monotonic()
    town.decide(reply, Action.REMOVE)
    expect(at.locator(f"#comment-{reply}")).to_have_count(0, timeout=5_000)
    assert monotonic() - began < 5
    town.decide(town.answer, Action.PICK)
    expect(first).to_contain_text("Editors’ pick")
    expect(first.get_by_role("link", name="Reply")).to_be_visible()


def ask_until(page: Page, asked: list[Route], count: int, *, seconds: int) -> None:
    """Let the page's clock run until the box has asked so often, for so many of its seconds at most."""
    for _ in range(seconds):
        if len(asked) >= count:
            break
        page.clock.run_for(1_000)
        page.evaluate("0")  # lets what it has asked for come here
    assert len(asked) == count


def test_with_a_streaming_server_nobody_has_to_ask(
    settings: Settings, engine: Engine, visit: Visit, tmp_path: Path
) -> None:
    with streaming(tmp_path) as (publish, listen):
        wanted = settings.model_copy(update={"stream_url": publish})
        with contextmanager(serve)(wanted, engine, box_host="localhost", paper_host="localhost") as scene:
            town = Town(scene)
            set_pace(scene, 3600)
            publisher = Publisher(engine, scene.settings, utc_now)
            running = publisher.start()
            page = visit("about:blank")
            # Here the stream is not under the box's own address, as it is where the proxy has both.
            there = f"{listen}/{town.article}"
            page.route("**/stream/*", lambda route: route.continue_(url=there))
            with page.expect_request("**/stream/*"):
                page.goto(scene.article)
                come_alive(page)
            try:
                everything_comes_at_once(town, page)
            finally:
                publisher.stop()
                running.join()


def everything_comes_at_once(town: Town, page: Page) -> None:
    box = page.locator("comment-box")
    town.say("Told at once.", parent=town.second)
    box.get_by_role("button", name="1 new comment").click()
    expect(box.get_by_text("Told at once.")).to_be_visible()
    expect(box.locator(f"#comment-{town.second}").get_by_role("button", name="Hide replies")).to_be_visible()
    town.decide(town.newest, Action.PICK)
    expect(box.locator(f"#comment-{town.newest} > article")).to_contain_text("Editors’ pick")
    expect(box.locator(f"#comment-{town.newest}").get_by_role("button", name="Hide replies")).to_be_visible()
    town.decide(town.oldest, Action.REMOVE)
    expect(box.locator(f"#comment-{town.oldest}")).to_have_count(0)
