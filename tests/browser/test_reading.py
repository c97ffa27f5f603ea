"""Finding one's way through a conversation: picks, folded branches, keys, search, what is new, paper."""

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


class Talk:
    """Three roots, the first picked and answered; the second has the only ferry."""

    def __init__(self, scene: Scene):
        with begin(scene.engine, scene.settings, utc_now()) as w:

            def say(text: str, **more: object) -> int:
                return make.comment(w, SITE, text=text, url=scene.article, **more).id  # type: ignore[arg-type]

            self.last = say("The oldest words.", minutes_ago=30)
            self.ferry = say("A ferry would do.", minutes_ago=20)
            self.root = say("A bridge, please.", minutes_ago=10)
            row = make.row(w, self.root)
            self.answer = say("An answer to the bridge.", parent=row, minutes_ago=9)
            row.picked_at, row.picked_revision = w.now, row.revision


@pytest.fixture
def talk(scene: Scene) -> Talk:
    return Talk(scene)


def test_picks_folds_search_and_paper(scene: Scene, visit: Visit, talk: Talk) -> None:
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    expect(box.locator(".cb-sort [aria-current]")).to_have_text("Newest")
    root, answer = box.locator(f"#comment-{talk.root}"), box.locator(f"#comment-{talk.answer}")

    root.get_by_role("button", name="Hide replies").press("Enter")
    expect(answer).to_be_hidden()
    box.get_by_role("link", name="Oldest").click()
    expect(box.locator(".cb-item").first).to_have_id(f"comment-{talk.last}")
    expect(answer).to_be_hidden()
    page.emulate_media(media="print")
    expect(answer).to_be_visible()
    expect(box.get_by_role("button", name="Recommend").first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(root.locator("time").first).to_have_text(re.compile(r"at \d\d:\d\d"))
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(root.locator("time").first).to_have_text(re.compile("minutes ago"))
    page.emulate_media(media="screen")
    root.get_by_role("button", name="Show replies").click()
    expect(answer).to_be_visible()
    everything_is_on_paper(page)
    picks_lead_to_their_conversation(page, talk)
    words_are_found(page, talk)


def everything_is_on_paper(page: Page) -> None:
    with page.expect_popup() as opened:
        page.locator("comment-box").get_by_role("link", name="Print").click()
    paper = opened.value
    expect(paper.get_by_text("An answer to the bridge.")).to_be_visible()
    expect(paper.get_by_role("button", name="Print")).to_be_visible()
    expect(paper.get_by_role("link", name="Reply")).to_have_count(0)
    paper.emulate_media(media="print")
    expect(paper.get_by_role("button", name="Print")).to_be_hidden()
    paper.close()


def picks_lead_to_their_conversation(page: Page, talk: Talk) -> None:
    box = page.locator("comment-box")
    root, answer = box.locator(f"#comment-{talk.root}"), box.locator(f"#comment-{talk.answer}")
    box.locator(".cb-picks a").click()
    expect(root.locator("> article")).to_be_focused()
    box.get_by_role("link", name="Editors’ picks").click()
    expect(box.locator(".cb-item")).to_have_count(1)
    expect(box.locator(".cb-picks")).to_have_count(0)
    box.get_by_role("link", name="Show its conversation").click()
    expect(answer).to_be_visible()
    box.get_by_role("link", name="Show all comments").click()
    box.get_by_role("link", name="Best").click()
    expect(box.locator(f"#comment-{talk.last}")).to_be_visible()


def words_are_found(page: Page, talk: Talk) -> None:
    box = page.locator("comment-box")
    box.get_by_role("link", name="Search").click()
    box.get_by_label("Look for words").fill("!")
    box.get_by_role("button", name="Search").click()
    expect(box.get_by_role("alert")).to_contain_text("two letters")
    box.get_by_label("Look for words").fill("FERR")
    page.keyboard.press("Enter")
    expect(box.locator(".cb-item")).to_have_count(1)
    expect(box.locator(f"#comment-{talk.ferry}")).to_be_visible()
    expect(box.locator("[role=status]")).to_contain_text("1 comment with “FERR”")
    box.get_by_role("link", name="Show all comments").click()
    expect(box.locator(f"#comment-{talk.last}")).to_be_visible()


def test_keys_go_from_comment_to_comment_and_can_be_switched_off(
    scene: Scene, visit: Visit, talk: Talk
) -> None:
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    expect(box.locator(".cb-sort [aria-current]")).to_have_text("Newest")
    first = box.locator(f"#comment-{talk.root} > article")

    def press(*steps: tuple[str, int]) -> None:
        for key, comment in steps:
            page.keyboard.press(key)
            expect(box.locator(f"#comment-{comment} > article")).to_be_focused()

    first.focus()
    press(
        ("j", talk.answer), ("j", talk.ferry), ("k", talk.answer), ("k", talk.root), ("Control+j", talk.root)
    )
    page.keyboard.press("c")
    expect(box.locator(f"#comment-{talk.answer}")).to_be_hidden()
    press(("j", talk.ferry))
    page.keyboard.press("?")
    box.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    expect(box.locator("dialog")).to_have_count(0)
    first.focus()
    press(("j", talk.root))
    assert page.evaluate("Object.keys(localStorage)") == []
    box.get_by_role("button", name="Keys").click()
    box.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    first.focus()
    press(("j", talk.ferry))


def test_members_see_what_is_new_since_their_last_visit(scene: Scene, visit: Visit, talk: Talk) -> None:
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    log_in_from(page, "bob@mail.example")
    expect(box).to_contain_text("you are commenting as")
    box.get_by_label("Your comment").press_sequentially("jk?n")
    expect(box.get_by_label("Your comment")).to_have_value("jk?n")
    page.wait_for_function("Object.keys(localStorage).some(name => name.includes('seen'))")
    with begin(scene.engine, scene.settings, utc_now()) as w:
        parent = make.row(w, talk.ferry)
        new = make.comment(w, SITE, text="The latest answer.", url=scene.article, parent=parent).id
    # Until then what the box asked for may be sent again as it was, by the server or by the browser.
    page.wait_for_function(
        """async () => {
             const all = performance.getEntriesByType("resource");
             const asked = all.find(({ name }) => name.includes("/thread?"));
             return (await (await fetch(asked.name)).text()).includes("The latest answer.");
           }"""
    )
    page.reload()
    come_alive(page)
    expect(box.locator(f"#comment-{new} .cb-fresh")).to_have_text("New")
    expect(box.locator(".cb-fresh")).to_have_count(1)
    box.locator(f"#comment-{talk.root} > article").focus()
    page.keyboard.press("n")
    expect(box.locator(f"#comment-{new} > article")).to_be_focused()
    page.get_by_role("button", name="Logout").click()
    expect(box.locator(".cb-fresh")).to_have_count(0)
    page.wait_for_function("!Object.keys(localStorage).some(name => name.includes('seen'))")


def test_every_page_of_comments_is_a_list_that_stays_as_it_was(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        for number in range(62):
            make.comment(w, SITE, text=f"Remark {number}.", url=scene.article, minutes_ago=number)
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    expect(box.locator(".cb-sort [aria-current]")).to_have_text("Newest")
    before = box.locator(".cb-list").bounding_box()
    for shown in (40, 60, 62):
        box.get_by_role("link", name="Load more comments").click()
        expect(box.locator(".cb-comment")).to_have_count(shown)
        expect(box.locator(".cb-list").last.locator("article").first).to_be_focused()
    assert box.locator(".cb-laid").count() == 3
    after = box.locator(".cb-laid").first.bounding_box()
    assert before and after and before["height"] == after["height"]
    assert box.locator(".cb-body").all_inner_texts() == [f"Remark {number}." for number in range(62)]
