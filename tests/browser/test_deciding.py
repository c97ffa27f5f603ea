"""Deciding about many in a real browser: one after the other with a key or two, or all at once."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from commentbox.clock import utc_now
from commentbox.services.work import begin
from commentbox.store.comments import CommentRow
from tests.browser.conftest import Scene
from tests.browser.test_console import Visit, _desk, _fill, _statuses

pytestmark = pytest.mark.browser


def test_twenty_comments_are_decided_with_two_keys_each_at_most(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=20)
    page = _desk(scene, visit)
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    lines, count_keys = page.locator("[data-done]"), 0
    for number in range(20):
        for key in ("r2", "a", "a", "e3", "p")[number % 5]:
            page.keyboard.press(key)
            count_keys += 1
        expect(lines).to_have_count(number + 1)
    assert (loads, count_keys) == ([], 28)
    statuses = _statuses(scene)
    assert [statuses.count(kind) for kind in ("published", "removed", "held")] == [12, 4, 4]


def test_a_selection_is_decided_at_once_and_taken_back_at_once(scene: Scene, visit: Visit) -> None:
    _fill(scene, held=5)
    with begin(scene.engine, scene.settings, utc_now()) as w:
        edited = w.session.scalars(select(CommentRow).order_by(CommentRow.id.desc()).limit(1)).one()
    page = _desk(scene, visit)
    page.keyboard.press("x")
    page.keyboard.press("y")
    page.keyboard.press("1")  # the same words: the fourth says what the first did
    bar = page.locator("[data-bulk]")
    expect(bar).to_contain_text("2 selected")
    page.locator("[data-select]").nth(1).check()
    page.locator("[data-select]").nth(4).click(modifiers=["Shift"])
    expect(bar).to_contain_text("5 selected")
    with begin(scene.engine, scene.settings, utc_now()) as w:
        w.session.get_one(CommentRow, edited.id).revision += 1
    page.context.set_offline(True)
    page.locator("[data-context]").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Check your connection and try again.")
    page.context.set_offline(False)
    page.keyboard.press("r")
    page.keyboard.press("2")
    expect(page.locator("[data-act]")).to_contain_text("4 of 5 decided.")
    expect(page.locator("[data-card]").get_by_role("alert")).to_contain_text("has changed this comment")
    assert _statuses(scene) == ["removed"] * 4 + ["held"]
    page.keyboard.press("u")
    expect(page.locator("[data-act]")).to_have_count(0)
    expect(page.locator("[data-card]")).to_have_count(5)
    assert _statuses(scene) == ["held"] * 5
