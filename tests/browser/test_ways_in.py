"""Codes by e-mail and passkeys in a real browser, also in the window opened by an article of another site."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from commentbox.settings import Settings
from tests.browser.conftest import Scene, serve, sign_in_here
from tests.browser.test_comfort import is_too_wide, tab_to
from tests.browser.test_scene import come_alive
from tests.browser.ways_in import NO_OFFER, Key, Letters

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Letters leave here: without them nobody is offered a code."""
    return settings.model_copy(update={"smtp_url": "smtp://localhost:2525"})


@pytest.fixture
def far_scene(settings: Settings, engine: Engine) -> Iterator[Scene]:
    """The box under a name that passkeys can belong to, the paper on another site."""
    yield from serve(settings, engine, box_host="localhost", paper_host="127.0.0.1")


def with_passkey(scene: Scene, page: Page) -> Key:
    """Bob logs in with his password and adds one."""
    key = Key(page)
    page.goto(f"{scene.box}/login")
    sign_in_here(page, BOB)
    page.goto(f"{scene.box}/account/passkeys")
    page.get_by_label("Name").fill("My telephone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey is ready.")
    expect(page.get_by_text("My telephone").first).to_be_visible()
    return key


def log_in_with_passkey(scene: Scene, page: Page) -> None:
    """By the button, in a browser that offers nothing by itself."""
    page.context.clear_cookies()
    page.add_init_script(NO_OFFER)
    page.goto(f"{scene.box}/login")
    page.get_by_role("button", name="Use a passkey").click()


def test_a_code_signs_in_and_its_link_only_fills_it_in(scene: Scene, visit: Visit) -> None:
    letters = Letters(scene)
    page = visit(f"{scene.box}/login")
    page.get_by_label("E-mail").fill(BOB)
    page.get_by_role("button", name="E-mail me a code").click()
    expect(page.get_by_role("status")).to_contain_text(f"If there is an account for {BOB}")
    link = letters.link(BOB)
    elsewhere = visit(link)
    expect(elsewhere.get_by_role("heading", name="Your code")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("button", name="Log in")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{scene.box}/")
    page.goto(f"{scene.box}/login")
    expect(page.get_by_text("You are signed in as Bob Barge")).to_be_visible()


def test_a_code_works_without_scripts(scene: Scene, visit: Visit) -> None:
    letters = Letters(scene)
    page = visit(f"{scene.box}/login", java_script_enabled=False)
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    page.get_by_label("E-mail").fill(BOB)
    page.get_by_role("button", name="E-mail me a code").click()
    page.get_by_label("Code").fill("00000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not the code in the newest message.")
    page.get_by_label("Code").fill(letters.code(BOB))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{scene.box}/")


def test_a_code_is_handed_over_to_an_article_on_another_site(far_scene: Scene, visit: Visit) -> None:
    letters = Letters(far_scene)
    page = visit(far_scene.article)
    come_alive(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="log in").click()
    window = opened.value
    window.get_by_label("E-mail").fill(BOB)
    window.get_by_role("button", name="E-mail me a code").click()
    window.get_by_label("Code").fill(letters.code(BOB))
    with window.expect_event("close"):
        window.get_by_role("button", name="Log in").click()
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Bob Barge")


def test_a_passkey_is_added_renamed_used_and_removed(scene: Scene, visit: Visit) -> None:
    page = visit(scene.box)
    key = with_passkey(scene, page)
    (credential,) = key.credentials()
    assert credential["isResidentCredential"]
    page.get_by_text("Rename or remove").click()
    page.get_by_label("New name").fill("Old telephone")
    page.get_by_role("button", name="Rename “My telephone”").click()
    expect(page.get_by_text("Old telephone").first).to_be_visible()
    log_in_with_passkey(scene, page)
    page.wait_for_url(f"{scene.box}/")
    page.goto(f"{scene.box}/account/passkeys")
    expect(page.get_by_text("Last used")).to_be_visible()
    page.get_by_text("Rename or remove").click()
    page.get_by_role("button", name="Remove “Old telephone”").click()
    expect(page.get_by_text("You have none yet.")).to_be_visible()
    log_in_with_passkey(scene, page)
    expect(page.get_by_role("alert").filter(has_text="This passkey did not work here.")).to_be_visible()


def test_a_device_that_does_not_know_its_owner_signs_nothing(scene: Scene, visit: Visit) -> None:
    page = visit(scene.box)
    key = with_passkey(scene, page)
    key.verify_owner(False)
    log_in_with_passkey(scene, page)
    expect(page.get_by_role("alert")).to_have_text("Nothing was signed. Try again whenever you like.")
    key.verify_owner(True)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{scene.box}/")


def test_the_suggestion_in_the_name_field_signs_in(scene: Scene, visit: Visit) -> None:
    page = visit(scene.box)
    with_passkey(scene, page)
    page.context.clear_cookies()
    page.goto(f"{scene.box}/login")
    page.wait_for_url(f"{scene.box}/")
    page.goto(f"{scene.box}/account/passkeys")
    expect(page.get_by_text("Last used")).to_be_visible()


def test_a_passkey_is_handed_over_to_an_article_on_another_site(far_scene: Scene, visit: Visit) -> None:
    page = visit(far_scene.box)
    key = with_passkey(far_scene, page)
    page.context.clear_cookies()
    page.context.add_init_script(NO_OFFER)
    page.goto(far_scene.article)
    come_alive(page)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="log in").click()
    window = opened.value
    expect(window.get_by_role("button", name="Use a passkey")).to_be_visible()
    Key(window, like=key)
    with window.expect_event("close"):
        window.get_by_role("button", name="Use a passkey").click()
    box = page.locator("comment-box")
    expect(box).to_contain_text("you are commenting as Bob Barge")
    page.get_by_label("Your comment").fill("Signed with a finger.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator("article").filter(has_text="Signed with a finger.")).to_be_visible()


def test_under_a_bare_address_there_is_no_passkey(foreign_scene: Scene, visit: Visit) -> None:
    page = visit(f"{foreign_scene.box}/login")
    expect(page.get_by_role("button", name="E-mail me a code")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_fits_and_is_reached_by_keyboard(scene: Scene, visit: Visit, width: int) -> None:
    page = visit(scene.box, viewport={"width": width, "height": 800})
    with_passkey(scene, page).touch(False)
    page.get_by_text("Rename or remove").click()
    assert not is_too_wide(page)
    for path in ("/login", "/login/email", "/login/code?code=12345678"):
        page.goto(f"{scene.box}{path}")
        assert not is_too_wide(page), path
    page.goto(f"{scene.box}/login")
    tab_to(page, "button", "E-mail me a code")
    tab_to(page, "button", "Use a passkey")
