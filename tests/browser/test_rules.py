"""Rules are filled in by keyboard and tried on what was said before; the page follows by itself."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.work import begin
from commentbox.worker import Worker
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here

Visit = Callable[..., Page]
CHIEF = "chief@mail.example"


def test_rules_are_tried_and_then_watched(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        add_staff(w, name="Bo Chief", email=CHIEF, password=PASSWORD, site_key=SITE, role=Role.ADMIN)
        make.comment(w, SITE, text="You oaf.", url=scene.article)
    page = visit(f"{scene.box}/console/login", viewport={"width": 360, "height": 800})
    sign_in_here(page, CHIEF)
    page.get_by_role("link", name="Rules", exact=True).click()
    box = page.get_by_role("group", name="Banned words", exact=True)
    box.get_by_role("textbox").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("oaf")
    page.keyboard.press("Shift+Tab")
    expect(box.get_by_role("radio", name="On", exact=True)).to_be_focused()
    page.get_by_role("textbox", name="Days", exact=True).press("Tab")
    expect(page.get_by_role("button", name="Try on past comments")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("0 comments so far")).to_be_visible()
    Worker(scene.engine, scene.settings, utc_now).run_due()
    expect(page.get_by_text("Moderators removed 0 of those 1")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Only watch them").click()
    expect(page.get_by_text("Only watched from now on")).to_be_visible()
    expect(page.get_by_text("added “oaf”")).to_be_visible()
