"""The second factor in a real browser: the square, the codes to put away, a passkey, the question again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine, update

from commentbox.clock import utc_now
from commentbox.domain.people import Role
from commentbox.services.accounts import add_staff
from commentbox.services.work import begin
from commentbox.settings import Settings
from commentbox.store.factors import AuthenticatorRow
from commentbox.store.sessions import SessionRow
from tests.browser.conftest import PASSWORD, SITE, Scene, serve, sign_in_here
from tests.browser.test_comfort import is_too_wide
from tests.browser.ways_in import Key, Letters

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
CHIEF = "chief@mail.example"


@pytest.fixture
def strict(settings: Settings, engine: Engine) -> Iterator[Scene]:
    """The console asks for a second factor; there is an administrator who has none yet."""
    changed = settings.model_copy(update={"staff_second_factor": True})
    for scene in serve(changed, engine, box_host="localhost", paper_host="localhost"):
        with begin(engine, scene.settings, utc_now()) as w:
            add_staff(w, name="Bo Chief", email=CHIEF, password=PASSWORD, site_key=SITE, role=Role.ADMIN)
        yield scene


def enrol(scene: Scene, page: Page) -> str:
    """With an app, from the log-in to the recovery codes; the app's secret."""
    page.goto(f"{scene.box}/console/login")
    sign_in_here(page, CHIEF)
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    page.get_by_label("Type the six digits it shows now").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="That is my app").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    return secret


def make_stale(scene: Scene) -> None:
    """A quarter of an hour goes by: for the session, and for the app's codes."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        w.session.execute(update(SessionRow).values(factor_at=w.now - timedelta(minutes=15)))
        w.session.execute(update(AuthenticatorRow).values(last_step=0))


@pytest.mark.parametrize("scripts", [True, False])
def test_setting_up_and_putting_the_codes_away(
    strict: Scene, visit: Visit, tmp_path: Path, scripts: bool
) -> None:
    page = visit(strict.box, java_script_enabled=scripts)
    enrol(strict, page)
    codes = page.locator(".recovery code").all_inner_texts()
    assert len(codes) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    download.value.save_as(tmp_path / "codes.txt")
    assert (tmp_path / "codes.txt").read_text(encoding="utf-8").split() == codes
    print_button = page.get_by_role("button", name="Print them")
    expect(print_button).to_be_visible() if scripts else expect(print_button).to_be_hidden()
    page.get_by_role("link", name="I have put them away").click()
    expect(page.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()


def test_the_console_opens_with_a_passkey_alone(strict: Scene, visit: Visit) -> None:
    page = visit(strict.box)
    key = Key(page)
    page.goto(f"{strict.box}/console/login")
    sign_in_here(page, CHIEF)
    page.get_by_label("Name of the passkey").fill("Drawer")
    page.get_by_role("button", name="Set up a passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have put them away").click()
    key.touch(False)
    page.get_by_role("button", name="Log out").click()
    sign_in_here(page, CHIEF)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    key.touch(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(
        page.get_by_role("heading", name="Waiting", exact=True)
    ).to_be_visible()  # by the browser's suggestion


def test_an_invitation_survives_the_question_and_leads_a_newcomer_in(strict: Scene, visit: Visit) -> None:
    page, letters = visit(strict.box), Letters(strict)
    secret = enrol(strict, page)
    page.goto(f"{strict.box}/console/{SITE}/staff")
    make_stale(strict)
    page.get_by_role("textbox", name="E-mail").fill("nell@mail.example")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_label("Code of your app").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("status")).to_have_text("The invitation is on its way.")
    expect(page.get_by_text("Bo Chief invited nell@mail.example as moderator.")).to_be_visible()
    guest = visit(letters.link("nell@mail.example"))
    guest.get_by_label("Name").fill("Nell Oak")
    guest.get_by_label("Password").fill(PASSWORD)
    guest.get_by_role("button", name="Register and accept").click()
    guest.get_by_role("link", name="Log in to the console").click()
    sign_in_here(guest, "nell@mail.example")
    expect(guest.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.reload()
    expect(page.get_by_text(re.compile("Nell Oak joined as moderator"))).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_fit(strict: Scene, visit: Visit, width: int) -> None:
    page = visit(f"{strict.box}/console/login", viewport={"width": width, "height": 800})
    sign_in_here(page, CHIEF)
    page.wait_for_url("**/console/factor/setup")
    page.wait_for_load_state()
    assert not is_too_wide(page)
    enrol(strict, page)
    assert not is_too_wide(page)
    for path in ("own", f"{SITE}/staff", "factor/setup", "factor"):
        page.goto(f"{strict.box}/console/{path}")
        assert not is_too_wide(page), path
