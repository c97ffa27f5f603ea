"""A thread that burns is cooled down and articles are set up together by keyboard alone, without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.flag_comment import flag_comment
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here

Visit = Callable[..., Page]
LEAD = "lead@mail.example"


def test_articles_are_looked_after_by_keyboard(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        add_staff(w, name="Lea Dunn", email=LEAD, password=PASSWORD, site_key=SITE, role=Role.LEAD)
        hot = make.comment(w, SITE, url=scene.article)
        make.comment(w, SITE, url=f"{scene.paper}/tram")
        for _ in range(4):
            flag_comment(w, make.member(w), SITE, hot.id, "spam", "")
    page = visit(
        f"{scene.box}/console/login", viewport={"width": 360, "height": 800}, java_script_enabled=False
    )
    sign_in_here(page, LEAD)
    page.get_by_role("link", name="Articles", exact=True).click()
    burning = page.get_by_role("region", name="Threads that burn")
    expect(burning.get_by_text("4 reports, 0 before (+8.0)")).to_be_visible()
    burning.get_by_role("combobox").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Done.")
    expect(page.get_by_text("cooling down until").first).to_be_visible()
    page.get_by_role("button", name="Undo all of it").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Taken back.")
    boxes = page.get_by_role("checkbox")
    for number in range(2):
        boxes.nth(number).press("Space")
    page.get_by_role("combobox", name="What").focus()
    page.keyboard.type("Slow")
    page.keyboard.press("Tab")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text("Done.")).to_have_count(2)
    expect(page.get_by_text("slow mode", exact=True).first).to_be_visible()
    page.get_by_role("link", name="The bridge").first.press("Enter")
    page.get_by_label("An address of this site").fill(f"{scene.paper}/over-the-river")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("leads here as well")
