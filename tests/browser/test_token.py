"""The embed with the publisher's token: signed in at once, refreshed in silence, a guest with a bad one."""

import json
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete

from commentbox.clock import utc_now
from commentbox.services.sso_keys import add_key
from commentbox.services.work import begin
from commentbox.store.sessions import SessionRow
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive
from tests.services.tokens import SECRET, hs256

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
_numbers = count(1)


@pytest.fixture(params=["same site", "other site"])
def place(request: pytest.FixtureRequest) -> Scene:
    found: Scene = request.getfixturevalue("scene" if request.param == "same site" else "foreign_scene")
    with begin(found.engine, found.settings, utc_now()) as work:
        add_key(work, SITE, "HS256", kid="main", given=SECRET)
    return found


def token(place: Scene, **changed: Any) -> str:
    now = int(time.time())
    said = {"aud": f"{place.box}/{SITE}", "sub": "42", "name": "Cleo Marsh", "iat": now, "exp": now + 300}
    return hs256({**said, "jti": f"page-{next(_numbers):05}", **changed})


def open_article(place: Scene, visit: Visit, given: str, script: str = "") -> tuple[Page, list[str]]:
    """The article with this token, and what the console is told."""
    page = visit("about:blank")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    # By script and not by changing the answer: an answer made here may load nothing from this machine.
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => {"
        f" document.querySelector('comment-box').setAttribute('token', {json.dumps(given)}); }});{script}"
    )
    page.goto(place.article)
    come_alive(page)
    return page, said


def answer_with(tokens: list[str]) -> str:
    """The publisher's own listener."""
    return (
        f"const fresh = {json.dumps(tokens)}; let asked = 0;"
        "addEventListener('commentbox:token', (event) => {"
        " document.documentElement.dataset.asked = ++asked;"
        " event.detail.answer(Promise.resolve(fresh.shift()));"
        "});"
    )


def test_a_token_signs_in_and_what_is_written_stays(place: Scene, visit: Visit) -> None:
    page, said = open_article(place, visit, token(place, roles=["subscriber"]))
    box = page.locator("comment-box")
    expect(box).to_contain_text("you are commenting as Cleo Marsh")
    page.get_by_label("Your comment").fill("Said with the paper’s own account.")
    page.get_by_role("button", name="Post comment").click()
    mine = box.locator("article").filter(has_text="own account")
    expect(mine.get_by_text("Subscriber")).to_be_visible()
    assert said == []


def test_the_same_page_loaded_again_keeps_its_reader(place: Scene, visit: Visit) -> None:
    page, _ = open_article(place, visit, token(place))
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Cleo Marsh")
    page.reload()
    come_alive(page)
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Cleo Marsh")


def test_a_bad_token_leaves_a_guest_and_the_reason_in_the_console(place: Scene, visit: Visit) -> None:
    page, said = open_article(place, visit, token(place, aud="https://elsewhere.example"), answer_with([]))
    box = page.locator("comment-box")
    expect(box).to_contain_text("To join the conversation, please log in.")
    expect(page.locator("html")).to_have_attribute("data-asked", "1")
    expect(box.get_by_role("heading", name="Have your say")).to_be_visible()
    assert [line for line in said if line.startswith("commentbox: the token was refused. “aud” is")]


def test_a_token_that_is_too_old_is_renewed_in_silence(place: Scene, visit: Visit) -> None:
    now = int(time.time())
    old = token(place, iat=now - 900, exp=now - 600)
    page, _ = open_article(place, visit, old, answer_with([token(place)]))
    expect(page.locator("comment-box")).to_contain_text("you are commenting as Cleo Marsh")
    expect(page.locator("html")).to_have_attribute("data-asked", "1")


def test_a_session_that_ends_meanwhile_is_renewed_in_silence(place: Scene, visit: Visit) -> None:
    page, _ = open_article(place, visit, token(place), answer_with([token(place)]))
    box = page.locator("comment-box")
    expect(box).to_contain_text("you are commenting as Cleo Marsh")
    with begin(place.engine, place.settings, utc_now()) as work:
        work.session.execute(delete(SessionRow))
    page.get_by_label("Your comment").fill("Not lost.")
    page.get_by_role("button", name="Post comment").click()
    page.get_by_role("button", name="Log in again").click()
    expect(page.locator("html")).to_have_attribute("data-asked", "1")
    expect(page.get_by_role("button", name="Log in again")).to_be_hidden()
    page.get_by_role("button", name="Post comment").click()
    expect(box.locator("article").filter(has_text="Not lost.")).to_be_visible()
    assert len(page.context.pages) == 1


def test_the_page_hands_over_another_reader_and_then_nobody(place: Scene, visit: Visit) -> None:
    page, said = open_article(place, visit, token(place))
    box = page.locator("comment-box")
    expect(box).to_contain_text("you are commenting as Cleo Marsh")
    page.evaluate(
        "token => document.querySelector('comment-box').setAttribute('token', token)",
        token(place, sub="43", name="Dan Fenn"),
    )
    expect(box).to_contain_text("you are commenting as Dan Fenn")
    page.evaluate("document.querySelector('comment-box').setAttribute('token', '')")
    expect(box).to_contain_text("To join the conversation, please log in.")
    assert not [line for line in said if line.startswith("commentbox")]


def test_who_logs_out_in_the_box_is_not_brought_back(place: Scene, visit: Visit) -> None:
    page, _ = open_article(place, visit, token(place), answer_with([token(place)]))
    box = page.locator("comment-box")
    box.get_by_role("button", name="Logout").click()
    expect(box).to_contain_text("To join the conversation, please log in.")
    assert page.locator("html").get_attribute("data-asked") is None


def test_the_publisher_may_show_its_own_log_in(place: Scene, visit: Visit) -> None:
    script = (
        "addEventListener('commentbox:login', (event) => {"
        " event.preventDefault(); document.title = `log in: ${event.detail.door}`; });"
    )
    page, _ = open_article(place, visit, "", script)
    page.locator("comment-box").get_by_role("link", name="Register").click()
    expect(page).to_have_title("log in: register")
    assert len(page.context.pages) == 1
