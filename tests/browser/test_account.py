"""The account's pages with a keyboard and no JavaScript, on small screens and large."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.people import Actor, Role
from commentbox.services.sign_in import open_session
from commentbox.services.work import begin
from commentbox.store.people import person_by_email
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here
from tests.browser.test_comfort import is_too_wide
from tests.make import comment

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
PAGES = ("", "/comments", "/email", "/password", "/sessions", "/muted", "/letters", "/data", "/delete")
EMAIL = "bob@mail.example"


def signed_in(scene: Scene, visit: Visit, width: int = 1280) -> Page:
    page = visit(f"{scene.box}/account", java_script_enabled=False, viewport={"width": width, "height": 800})
    sign_in_here(page, EMAIL)
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_changes_what_is_theirs(scene: Scene, visit: Visit, width: int) -> None:
    page = signed_in(scene, visit, width)
    page.get_by_label("Name").fill("Bob Bridge")
    page.get_by_role("button", name="Change name").click()
    expect(page.get_by_role("status")).to_contain_text("Your name is changed")
    page.get_by_label("A line about you").fill("Rows.")
    page.locator("form").filter(has_text="A line about you").get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Password", exact=True).click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("New password").fill("another good password")
    page.get_by_role("button", name="Set password").click()
    expect(page.get_by_role("status")).to_contain_text("Your new password is set")
    page.get_by_role("link", name="Delete account").click()
    page.get_by_label("Remove my words").check()
    page.get_by_label("Your password").fill("another good password")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="Your account will be deleted")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill("another good password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Name")).to_have_value("Bob Bridge")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_is_wider_than_the_screen(scene: Scene, visit: Visit, width: int) -> None:
    fill(scene)
    page = signed_in(scene, visit, width)
    for path in PAGES:
        page.goto(f"{scene.box}/account{path}")
        expect(page.locator("[aria-current=page]")).to_have_count(1)
        assert not is_too_wide(page), path


def test_a_comment_is_withdrawn_and_put_back(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = signed_in(scene, visit)
    page.get_by_role("link", name="Your comments").click()
    mine = page.get_by_role("listitem").filter(has_text="A long remark")
    mine.get_by_role("button", name="Withdraw").click()
    expect(mine).to_contain_text("Withdrawn by you")
    mine.get_by_role("button", name="Put it back").click()
    expect(mine).to_contain_text("Published")


def test_from_the_box_to_the_account(scene: Scene, visit: Visit) -> None:
    page = signed_in(scene, visit)
    page.goto(scene.standalone)
    page.get_by_text("you are commenting as").get_by_role("link", name="Bob Barge").click()
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()


def fill(scene: Scene) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        bob = person_by_email(work.session, EMAIL)
        assert bob is not None
        author = Actor(id=bob.id, name=bob.name, role=Role.READER)
        open_session(work, bob.id, "reader", device="Samsung Internet on Android")
        comment(work, SITE, author, "A long remark about bridges " + "and ferries " * 30, url=scene.article)
