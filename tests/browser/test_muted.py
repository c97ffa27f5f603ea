"""Whom a reader has muted: folded away in the box, at once and later, and nothing moves while it is read."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from commentbox.clock import utc_now
from commentbox.domain.people import Actor, Role
from commentbox.services.people_pages import mute
from commentbox.services.work import begin
from commentbox.store.people import person_by_email
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"


def fill(scene: Scene) -> tuple[int, int]:
    """Loud words first, as answers and far down; the numbers of the first and of the last."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        loud = make.member(w, "Loud Larch")
        first = make.comment(w, SITE, loud, "Loud words.\n\n" * 8, url=scene.article)
        parent = make.comment(w, SITE, text="Quiet words.", url=scene.article, minutes_ago=1)
        for number in range(12):
            parent = make.comment(w, SITE, loud, f"Loud answer {number}.", url=scene.article, parent=parent)
        for _ in range(25):
            make.comment(w, SITE, url=scene.article, minutes_ago=2)
        last = make.comment(w, SITE, loud, "The last loud words.", url=scene.article, minutes_ago=3)
        bob = person_by_email(w.session, BOB)
        assert bob is not None
        mute(w, Actor(id=bob.id, name=bob.name, role=Role.READER), loud.id)
        return first.id, last.id


def test_they_are_folded_away_also_what_comes_later(scene: Scene, visit: Visit) -> None:
    first, last = fill(scene)
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    box.get_by_role("link", name="Newest").click()
    loud = box.locator(f"#comment-{first}")
    expect(loud.get_by_text("Loud words.").first).to_be_visible()
    log_in_from(page, BOB)
    expect(loud).to_contain_text("You have muted Loud Larch. Show")
    expect(loud.get_by_text("Loud words.").first).to_be_hidden()
    expect(box.get_by_text("Quiet words.")).to_be_visible()
    box.get_by_role("link", name="more replies").click()
    answer = box.locator("article").filter(has_text="Loud answer 11.")
    expect(answer).to_contain_text("You have muted Loud Larch. Show")
    expect(answer.get_by_text("Loud answer 11.")).to_be_hidden()
    box.get_by_role("link", name="more comments").click()
    expect(box.locator(f"#comment-{last}")).to_contain_text("You have muted")
    loud.get_by_text("You have muted").click()
    expect(loud.get_by_text("Loud words.").first).to_be_visible()
    page.get_by_role("button", name="Logout").click()
    expect(box).to_contain_text("To join the conversation")
    expect(box.get_by_text("You have muted")).to_have_count(0)
    expect(box.get_by_text("The last loud words.")).to_be_visible()


def test_nothing_moves_under_the_readers_eyes(scene: Scene, visit: Visit) -> None:
    first, _ = fill(scene)
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    expect(box).to_contain_text("you are commenting as")
    held: list[Route] = []
    page.route("**/api/v1/*/me?*", lambda route: held.append(route))
    page.goto(f"{scene.article}#comment-{first}")
    with page.expect_request("**/api/v1/*/me?*"):
        page.reload()
    article = box.locator(f"#comment-{first} > article")
    expect(article.get_by_text("Loud words.").first).to_be_in_viewport()
    height = "article => article.getBoundingClientRect().height"
    before = article.evaluate(height)
    for route in held:
        route.continue_()
    expect(article).to_contain_text("You have muted")
    assert article.evaluate(height) == pytest.approx(before, abs=1)


def test_from_the_name_to_muting_its_bearer(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        make.comment(w, SITE, make.member(w, "Loud Larch"), "Loud words.", url=scene.article)
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, BOB)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Loud Larch", exact=True).click()
    opened.value.get_by_role("button", name="Mute Loud Larch").click()
    expect(opened.value.get_by_role("heading", name="Muted people")).to_be_visible()
    page.reload()
    come_alive(page)
    expect(page.locator("comment-box")).to_contain_text("You have muted Loud Larch. Show")
    expect(page.get_by_text("Loud words.")).to_be_hidden()
