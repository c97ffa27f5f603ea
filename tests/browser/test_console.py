"""A moderator's morning in a real browser: keyboard alone, two at one queue, no scripts, a small screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from commentbox.clock import utc_now
from commentbox.domain.comment import Status
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.flag_comment import flag_comment
from commentbox.services.work import Work, begin
from commentbox.store.comments import CommentRow
from commentbox.store.decisions import DecisionRow
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here
from tests.browser.test_scene import the_keys_listen

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
TEXTS = ("Cheap umbrellas!", "The mayor is a muppet.", "Trams for everybody.")


def _fill(scene: Scene, *, held: int = 3, flagged: int = 0) -> None:
    """Comments that wait, the oldest first."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        for number in range(held):
            text = TEXTS[number % 3]
            make.comment(w, SITE, text=text, url=scene.article, status=Status.HELD, minutes_ago=60 - number)
        for _ in range(flagged):
            _flagged(w, scene)


def _flagged(work: Work, scene: Scene) -> None:
    row = make.comment(work, SITE, text="You people!", url=scene.article)
    flag_comment(work, make.member(work), SITE, row.id, "abuse", "")


def _desk(scene: Scene, visit: Visit, email: str = "ada@mail.example", **options: object) -> Page:
    page = visit(f"{scene.box}/console/", **options)
    sign_in_here(page, email)
    expect(page.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()
    if options.get("java_script_enabled", True):
        the_keys_listen(page)
    return page


def _statuses(scene: Scene) -> list[str]:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        return [
            status.value for status in w.session.scalars(select(CommentRow.status).order_by(CommentRow.id))
        ]


def test_a_queue_is_emptied_from_the_keyboard_alone(scene: Scene, visit: Visit) -> None:
    _fill(scene)
    page = _desk(scene, visit)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(3)

    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_contain_text("Approved: it is on the page.")
    expect(cards.filter(has_text=TEXTS[1])).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("Approved: it is on the page. 2 are waiting.")
    page.keyboard.press("r")
    page.keyboard.press("1")
    expect(cards.filter(has_text=TEXTS[2])).to_be_focused()
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Nothing is waiting.")).to_be_visible()
    assert _statuses(scene) == ["published", "removed", "published"]

    page.keyboard.press("u")
    expect(cards.filter(has_text=TEXTS[2])).to_be_focused()
    assert _statuses(scene) == ["published", "removed", "held"]
    assert loads == []


def test_the_next_card_comes_to_stand_where_the_last_one_stood(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=6)
    page = _desk(scene, visit)
    page.keyboard.press("j")
    page.keyboard.press("j")
    place = "document.querySelector('[data-current] [data-card]').getBoundingClientRect().top"
    before = page.evaluate(place)
    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_have_count(1)
    assert page.evaluate(place) == pytest.approx(before, abs=1)


def test_keys_rest_while_somebody_writes_and_when_switched_off(scene: Scene, visit: Visit) -> None:
    _fill(scene)
    page = _desk(scene, visit)
    page.keyboard.press("r")
    page.locator("textarea").first.press_sequentially("a 1 j u r")
    page.keyboard.press("Escape")
    expect(page.locator("textarea").first).to_be_hidden()
    page.get_by_role("checkbox", name="Keys").uncheck()
    page.keyboard.press("a")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-keys", "off")
    page.keyboard.press("a")
    expect(page.locator("[data-card]")).to_have_count(3)
    assert _statuses(scene) == ["held"] * 3


def test_the_second_of_two_moderators_reads_what_the_first_did(scene: Scene, visit: Visit) -> None:
    _fill(scene)
    with begin(scene.engine, scene.settings, utc_now()) as w:
        add_staff(
            w,
            name="Ben Desk",
            email="ben@mail.example",
            password=PASSWORD,
            site_key=SITE,
            role=Role.MODERATOR,
        )
    first = _desk(scene, visit)
    expect(first.locator("[data-claimed]").first).to_be_hidden()
    second = _desk(scene, visit, "ben@mail.example")
    expect(second.get_by_role("heading", name="A colleague has it in hand.")).to_be_visible()
    second.get_by_role("link", name="Held").click()
    the_keys_listen(second)
    expect(second.locator("[data-claimed]").first).to_have_text("Ada Desk has it in hand")
    first.keyboard.press("r")
    first.keyboard.press("2")
    expect(first.locator("[data-done]")).to_have_count(1)
    second.keyboard.press("a")
    alert = second.locator("[data-card]").first.get_by_role("alert")
    expect(alert).to_contain_text("Ada Desk removed this comment: advertising or spam.")
    expect(alert).to_contain_text("Your decision to approve it was not carried out.")
    second.keyboard.press("j")
    second.keyboard.press("e")
    second.keyboard.press("3")
    expect(second.locator("[data-done]")).to_contain_text("A colleague is asked.")
    alert.get_by_role("button", name="Show it as it is now").click()
    card = second.locator("[data-card]").first
    expect(card).to_contain_text("It does not wait for a decision")
    expect(card.get_by_role("button", name="Put it back")).to_be_visible()
    assert _statuses(scene)[0] == "removed"
    with first.expect_response(lambda answer: answer.url.endswith("/desk")):
        first.keyboard.press("j")
    first.goto(f"{scene.box}/console/own/load")
    expect(first.get_by_role("row", name="only read").get_by_role("cell").first).not_to_have_text("0")


def test_what_did_not_reach_the_server_is_kept_and_sent_once(scene: Scene, visit: Visit) -> None:
    _fill(scene)
    page = _desk(scene, visit)
    cards, lines = page.locator("[data-card]"), page.locator("[data-done]")

    arrived: list[Route] = []

    def lose_the_answer(route: Route) -> None:
        if not arrived:
            route.fetch()
        arrived.append(route)
        route.abort()

    page.route("**/decisions", lose_the_answer)
    page.keyboard.press("a")
    expect(lines.first).to_contain_text("Kept here until there is a network again.")
    expect(cards.filter(has_text=TEXTS[1])).to_be_focused()
    page.context.set_offline(True)
    page.unroute("**/decisions")
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(lines).to_have_count(2)
    page.keyboard.press("s")
    page.keyboard.press("u")
    expect(cards.filter(has_text=TEXTS[2])).to_have_count(
        0
    )  # undone without the server only what it knows not
    page.context.set_offline(False)
    expect(lines.nth(0)).to_contain_text("Approved: it is on the page.")
    expect(lines.nth(1)).to_contain_text("Removed: advertising or spam.")
    with begin(scene.engine, scene.settings, utc_now()) as w:
        assert len(w.session.scalars(select(DecisionRow)).all()) == 2


def test_undo_does_not_wait_for_the_next_page(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=1)
    page = _desk(scene, visit)
    waiting: list[Route] = []

    def keep_waiting(route: Route) -> None:
        waiting.append(route)

    page.route("**/queue", keep_waiting)
    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_contain_text("Approved")
    page.keyboard.press("u")
    expect(page.locator("[data-card]")).to_be_focused()
    for route in waiting:
        route.continue_()
    expect(page.locator("[data-said]")).to_have_text("Taken back: the comment waits again.")
    expect(page.locator("[data-card]")).to_be_focused()
    assert _statuses(scene) == ["held"]


def test_a_note_outlives_a_decision_that_came_too_late(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=1)
    page = _desk(scene, visit)
    page.keyboard.press("r")
    page.get_by_label("Note for the log").fill("The third this week.")
    with begin(scene.engine, scene.settings, utc_now()) as w:
        w.session.scalars(select(CommentRow)).one().revision += 1
    page.get_by_role("button", name="Advertising or spam").click()
    page.get_by_role("button", name="Show it as it is now").click()
    page.get_by_text("Remove …").click()
    expect(page.get_by_label("Note for the log")).to_have_value("The third this week.")


def test_who_was_signed_out_logs_in_beside_and_decides_again(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=1)
    page = _desk(scene, visit)
    page.context.clear_cookies()
    page.keyboard.press("a")
    alert = page.locator("[data-card]").get_by_role("alert")
    expect(alert).to_contain_text("Please log in")
    with page.expect_popup() as opened:
        alert.get_by_role("link", name="Log in in another tab").click()
    sign_in_here(opened.value, "ada@mail.example")
    expect(opened.value.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator("[data-done]")).to_contain_text("Approved")
    assert _statuses(scene) == ["published"]


def test_the_next_page_is_there_before_this_one_is_done(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=22)
    page = _desk(scene, visit)
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(20)
    for left in range(19, 5, -1):
        page.keyboard.press("a")
        expect(page.locator("[data-done]")).to_have_count(20 - left)
    page.keyboard.press("a")
    expect(cards).to_have_count(7)


def test_everything_works_without_scripts(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=1)
    page = _desk(scene, visit, java_script_enabled=False)
    page.get_by_text("Remove …").click()
    page.get_by_role("button", name="Advertising or spam").click()
    expect(page.get_by_role("status").first).to_contain_text("Removed: advertising or spam.")
    expect(page.get_by_role("heading", name="Nothing is waiting.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-card]")).to_have_count(1)
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Approved")
    page.get_by_role("link", name="Log", exact=True).click()
    expect(page.get_by_text("Ada Desk approved this comment.")).to_be_visible()
    assert _statuses(scene) == ["published"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_off_a_small_screen(scene: Scene, visit: Visit, scheme: str) -> None:
    _fill(scene, flagged=1)
    size = {"width": 320, "height": 640}
    page = _desk(scene, visit, viewport=size, color_scheme=scheme)
    page.get_by_text("Remove …").first.click()
    for path in ("queue", "log", "rules", "comments/1"):
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        page.goto(f"{scene.box}/console/{SITE}/{path}")
