"""Writing in the box: by the keyboard alone, with what helps and what slows down."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from commentbox.clock import utc_now
from commentbox.domain.notices import NoticeKind
from commentbox.services.work import begin
from commentbox.store.articles import ArticleRow
from commentbox.store.comments import CommentRow
from commentbox.store.notices import NoticeRow
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } })"


def test_slow_mode_counts_down_says_why_and_keeps_the_text(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, url=scene.article)
        w.session.execute(update(ArticleRow).values(slow_mode_seconds=300))
    page = visit(scene.article)
    page.clock.install()
    come_alive(page)
    log_in_from(page, BOB)
    box, field = page.locator("comment-box"), page.get_by_label("Your comment")
    expect(field).to_have_accessible_description(re.compile("Slow mode: at least 5 minutes between two"))
    field.fill("The first word.")
    field.press("Control+Enter")
    expect(box.locator("article").filter(has_text="The first word.")).to_be_focused()
    expect(box.get_by_text("You can send yours in 5:00.")).to_be_visible()
    field.fill("The second word.")
    field.press("Control+Enter")
    expect(box.get_by_role("alert")).to_contain_text("Please wait until the time is over; your text is kept.")
    with begin(scene.engine, scene.settings, utc_now()) as w:
        w.session.execute(update(CommentRow).values(created_at=utc_now() - timedelta(minutes=6)))
    page.clock.fast_forward("05:00")
    expect(box.get_by_role("alert")).to_have_count(0)
    expect(box.locator("[role=status]").first).to_have_text("You can send your comment now.")
    expect(field).to_have_value("The second word.")
    field.press("Control+Enter")
    expect(box.locator("article").filter(has_text="The second word.")).to_be_focused()


def test_words_are_formatted_by_keys_and_by_the_toolbar_and_it_can_be_undone(
    scene: Scene, visit: Visit
) -> None:
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box, field = page.locator("comment-box"), page.get_by_label("Your comment")
    field.fill("A river is wide")
    field.press("Control+Shift+ArrowLeft")
    field.press("Control+b")
    expect(field).to_have_value("A river is **wide**")
    field.press("Control+z")
    expect(field).to_have_value("A river is wide")
    field.press("Home")
    field.press("Shift+Tab")
    tools = box.get_by_role("toolbar", name="Formatting")
    expect(tools.get_by_role("button", name="Bold (Ctrl+B)")).to_be_focused()
    for key, name in (
        ("ArrowLeft", "Program code"),
        ("Home", "Bold"),
        ("ArrowRight", "Italics"),
        ("ArrowRight", "Quotation"),
    ):
        page.keyboard.press(key)
        expect(tools.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("> A river is wide")
    page.keyboard.press("Shift+Tab")
    expect(tools.get_by_role("button", name="Quotation")).to_be_focused()
    page.keyboard.press("Tab")
    field.press("Control+Enter")
    expect(box.locator("article blockquote")).to_have_text("A river is wide")
    page.goto(scene.standalone)
    field = page.get_by_label("Your comment")
    field.fill("wide")
    field.select_text()
    page.get_by_role("button", name="Italics").click()
    expect(field).to_have_value("*wide*")
    expect(field).to_be_focused()


def test_selected_words_are_quoted_by_the_button_by_a_key_and_by_reply(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, url=scene.article, text="A river is **wide**.\n\nAnd *deep*.")
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    body = box.locator(".cb-body")
    offer = box.get_by_role("button", name="Quote")
    body.locator("p").first.click(click_count=3)
    offer.press("Enter")
    field = page.get_by_label(re.compile("Your reply to"))
    expect(field).to_be_focused()
    expect(field).to_have_value("> A river is wide.\n\n")
    expect(box.locator("[role=status]").first).to_have_text("Quoted in your reply.")
    body.locator("em").dblclick()
    page.keyboard.press("q")
    expect(field).to_have_value("> A river is wide.\n\n> deep\n\n")
    page.keyboard.press("Control+z")
    body.locator("strong").dblclick()
    box.get_by_role("link", name="Reply").click()
    expect(field).to_have_value("> A river is wide.\n\n> wide\n\n")
    expect(offer).to_have_count(0)
    field.press("Control+Enter")
    expect(box.locator(".cb-replies blockquote").last).to_have_text("wide")


def test_people_of_the_conversation_are_offered_after_an_at_sign(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        for name in ("Wren Weir", "Willa Moor", "Otto Quay"):
            make.comment(w, SITE, make.member(w, name), url=scene.article)
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box, field = page.locator("comment-box"), page.get_by_label("Your comment")
    field.press_sequentially("Is that so, @w")
    options = box.get_by_role("listbox", name="People in this conversation").get_by_role("option")
    expect(options).to_have_text(["Willa Moor", "Wren Weir"])
    expect(box.locator("[role=status]").first).to_have_text(
        "2 people. The arrows choose, Enter takes the name."
    )
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("people"))
    field.press("Enter")
    expect(field).to_have_value("Is that so, @Wren Weir ")
    expect(options).to_have_count(0)
    field.press_sequentially("and @ot")
    expect(options).to_have_text(["Otto Quay"])
    field.press("Escape")
    expect(options).to_have_count(0)
    field.press_sequentially("to Quay?")
    field.press("Control+Enter")
    expect(box.locator("article").filter(has_text="Is that so, @Wren Weir and @Otto Quay?")).to_be_focused()
    with begin(scene.engine, scene.settings, utc_now(), writing=False) as w:
        told = w.session.scalars(select(NoticeRow.kind)).all()
    assert told == [NoticeKind.MENTION] * 2


def test_a_question_before_sending_stops_nobody_and_nothing_typed_is_lost(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, url=scene.article)
    page = visit("about:blank")
    page.add_init_script(NO_STORAGE)
    page.goto(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box, field = page.locator("comment-box"), page.get_by_label("Your comment")
    field.fill("THE FERRY IS LATE AND LATER")
    field.press("Control+Enter")
    question = box.get_by_role("alert")
    expect(question).to_contain_text("Most of it is in capitals, which many read as shouting.")
    question.get_by_role("button", name="Change it").press("Enter")
    expect(question).to_have_count(0)
    expect(field).to_be_focused()
    page.context.set_offline(True)
    field.press("Control+Enter")
    expect(box.get_by_role("alert")).to_contain_text("Your comment was not sent; your text is kept.")
    page.context.set_offline(False)
    page.context.clear_cookies()
    box.get_by_role("button", name="Try again").press("Enter")
    expect(box.get_by_role("alert")).to_contain_text("Your session has ended; your text is kept.")
    box.get_by_role("button", name="Recommend").press("Enter")  # which draws the box anew for a guest
    expect(field).to_have_count(0)
    log_in_from(page, BOB)
    expect(field).to_have_value("THE FERRY IS LATE AND LATER")
    field.press("Control+Enter")
    question.get_by_role("button", name="Send anyway").press("Enter")
    expect(box.locator("article").filter(has_text="THE FERRY IS LATE")).to_be_focused()
