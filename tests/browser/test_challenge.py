"""The check against machines, done by a real browser beside the typing; and registering without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect
from sqlalchemy import select, update

from commentbox.clock import utc_now
from commentbox.domain.moderation.verdict import Policy
from commentbox.services.work import begin
from commentbox.store.people import PersonRow
from commentbox.store.sites import SiteRow
from tests.browser.conftest import PASSWORD, SITE, Scene
from tests.browser.test_comfort import is_too_wide

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


def ask(scene: Scene, most: int = 3000) -> str:
    """The site asks from now on; the address of its form."""
    policy = Policy(registration_challenge=most).to_dict()
    with begin(scene.engine, scene.settings, utc_now()) as w:
        w.session.execute(update(SiteRow).where(SiteRow.key == SITE).values(policy=policy))
    return f"{scene.box}/register?site={SITE}"


def fill(page: Page) -> None:
    page.get_by_label("Name").fill("Wren Weir")
    page.get_by_label("E-mail").fill("wren@mail.example")
    page.get_by_label("Password").fill(PASSWORD)


def without_challenge(scene: Scene) -> bool:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        query = select(PersonRow.without_challenge).where(PersonRow.email == "wren@mail.example")
        return w.session.scalars(query).one()


@pytest.mark.parametrize("width", [360, 1280])
def test_it_begins_with_the_typing_and_is_done_before_the_button(
    scene: Scene, visit: Visit, width: int
) -> None:
    page = visit(ask(scene), viewport={"width": width, "height": 900})
    status = page.get_by_role("status")
    page.wait_for_load_state("networkidle")
    expect(status).to_have_text("", use_inner_text=True)
    fill(page)
    expect(status).to_have_text("Done.")
    assert not is_too_wide(page)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    assert not without_challenge(scene)


def test_a_button_pressed_early_waits_and_sends_once(scene: Scene, visit: Visit) -> None:
    page = visit(ask(scene, 100_000))
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/register") else None)
    page.wait_for_load_state("networkidle")
    fill(page)
    for _ in range(2):
        page.get_by_label("Password").press("Enter")
    expect(page.get_by_text("Your account is ready.")).to_be_visible()
    assert len(sent) == 1
    assert not without_challenge(scene)


def test_a_browser_without_workers_says_so_and_registers(scene: Scene, visit: Visit) -> None:
    page = visit("about:blank")
    page.add_init_script("delete globalThis.Worker")
    page.goto(ask(scene))
    page.wait_for_load_state("networkidle")
    fill(page)
    expect(page.get_by_role("status")).to_contain_text("a moderator reads your first comments")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Your account is ready.")).to_be_visible()
    assert without_challenge(scene)


def test_without_javascript_the_account_is_opened(scene: Scene, visit: Visit) -> None:
    page = visit(ask(scene), java_script_enabled=False)
    expect(page.locator("noscript")).to_be_visible()
    fill(page)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Your account is ready.")).to_be_visible()
    assert without_challenge(scene)
