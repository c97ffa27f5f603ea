"""The triage by keyboard: made anew, switched on, and its words stand on the next card."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.post_comment import post_comment
from commentbox.services.sites import get_site
from commentbox.services.work import begin
from commentbox.store.sites import SiteRow
from commentbox.worker import Worker
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here
from tests.services.triage import RUDE, decide_many

Visit = Callable[..., Page]
CHIEF = "chief@mail.example"


def test_triage_is_made_switched_on_and_read(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        add_staff(w, name="Bo Chief", email=CHIEF, password=PASSWORD, site_key=SITE, role=Role.ADMIN)
        site = get_site(w, SITE)
        row = w.session.get_one(SiteRow, site.id)
        row.policy = replace(site.policy, premoderate=True, pace_seconds=0).to_dict()
    page = visit(f"{scene.box}/console/login", viewport={"width": 360, "height": 800})
    sign_in_here(page, CHIEF)
    page.get_by_role("link", name="Triage", exact=True).press("Enter")
    expect(page.get_by_text("it takes 60 of each")).to_be_visible()
    with begin(scene.engine, scene.settings, utc_now()) as w:
        decide_many(w, make.member(w), 320, at=SITE, url=scene.article)
    page.reload()
    page.get_by_role("button", name="Make it anew now").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("is being made")
    Worker(scene.engine, scene.settings, utc_now).run_due()
    page.get_by_role("link", name="Look again").press("Enter")
    expect(page.get_by_text("has learnt from 256 decisions")).to_be_visible()
    expect(page.get_by_role("img", name="Reliability")).to_be_visible()
    expect(page.get_by_role("region", name="Reliability, in figures").get_by_role("row")).not_to_have_count(1)
    page.get_by_role("radio", name="Nothing").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("why")
    expect(page.get_by_label("Why do you change this?")).to_be_focused()
    page.keyboard.type("To see it on the cards.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Saved")
    expect(page.get_by_role("radio", name="Show the score on cards")).to_be_checked()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with begin(scene.engine, scene.settings, utc_now()) as w:
        post_comment(w, make.member(w), SITE, make.draft(RUDE, url=scene.article))
    page.get_by_role("link", name="Queue").press("Enter")
    expect(page.get_by_text("of 100 like it were removed")).to_contain_text("For removal")
