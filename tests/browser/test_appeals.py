"""An appeal, there and back: a reader writes it, another moderator answers by keyboard, both are told."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.comment import Action, Reason
from commentbox.domain.people import Actor, Role
from commentbox.domain.sanctions import SanctionKind
from commentbox.services.review import NewDecision, decide
from commentbox.services.sites import get_site
from commentbox.services.work import begin
from commentbox.store.people import person_by_email
from tests import make
from tests.browser.conftest import SITE, Scene
from tests.browser.test_console import _desk
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
BOB = "bob@mail.example"
WHY = "Was this a mistake? Appeal, and say why"


def sentence(scene: Scene) -> int:
    """Mo Quick has removed what Bob wrote, and somebody has muted him; the number of the comment."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        person = person_by_email(w.session, BOB)
        assert person is not None
        bob = Actor(id=person.id, name=person.name, role=Role.READER)
        comment = make.comment(w, SITE, bob, "The minister is a weathercock.", url=scene.article)
        make.sanctioned(w, bob.id, SanctionKind.MUTE, at=SITE, reason="Insults in three articles.")
        mo = make.member(w, "Mo Quick", role=Role.MODERATOR, at=get_site(w, SITE))
        new = NewDecision(action=Action.REMOVE, reason=Reason.ABUSE, note="Third time.", revision=1, seen=0)
        decide(w, mo, SITE, comment.id, new)
        return comment.id


def test_a_removal_and_a_mute_are_appealed_and_overturned_by_the_keyboard(scene: Scene, visit: Visit) -> None:
    comment = sentence(scene)
    reader = visit(scene.article)
    appeal_both(reader, scene, comment)
    answer_both(_desk(scene, visit))
    reader.goto(scene.article)
    come_alive(reader)
    box = reader.locator("comment-box")
    expect(box.locator(f"#comment-{comment}")).to_contain_text("weathercock")
    expect(box.get_by_label("Your comment")).to_be_visible()
    box.get_by_role("button", name="New for you").click()
    box.get_by_role("link", name="Your appeal is answered: your comment is back").click()
    expect(reader.get_by_role("region", name="Your appeal")).to_contain_text("It was a quotation.")
    reader.goto(f"{scene.box}/account/standing")
    expect(reader.get_by_text("We were too quick.")).to_be_visible()


def appeal_both(page: Page, scene: Scene, comment: int) -> None:
    come_alive(page)
    log_in_from(page, BOB)
    box = page.locator("comment-box")
    expect(box.get_by_role("link", name="What you can do about it")).to_be_visible()
    box.get_by_role("button", name="New for you").click()
    box.get_by_role("link", name="A moderator removed your comment").click()
    expect(page).to_have_url(f"{scene.box}/c/{comment}/own")
    expect(page.get_by_text("It insults or demeans people.")).to_be_visible()
    page.get_by_label(WHY).fill("I quoted the opposition.")
    page.get_by_role("button", name="Appeal").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Your appeal is sent.")
    expect(page.get_by_role("region", name="Your appeal")).to_contain_text("waits for an answer")
    page.goto(f"{scene.box}/account/standing")
    page.get_by_text(WHY).click()
    page.get_by_label("Your words").fill("It was one article.")
    page.get_by_role("button", name="Appeal").press("Enter")
    expect(page.get_by_text("Your appeal waits for an answer.")).to_be_visible()


def answer_both(page: Page) -> None:
    """Upheld by mistake and taken back, then overturned without a network; and the mute."""
    cards = page.locator("[data-card]")
    expect(cards).to_have_count(2)
    first = cards.filter(has_text="weathercock")
    expect(first).to_contain_text("Mo Quick removed this comment: abusive or hateful. Third time.")
    expect(first).to_contain_text("I quoted the opposition.")
    first.focus()
    page.keyboard.press("r")
    page.keyboard.type("It stands.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-done]")).to_contain_text("Answered: the removal stands.")
    page.keyboard.press("u")
    expect(cards).to_have_count(2)
    page.context.set_offline(True)
    first.focus()
    page.keyboard.press("a")
    page.keyboard.type("It was a quotation.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-done]")).to_contain_text("Kept here until there is a network again.")
    page.context.set_offline(False)
    expect(page.locator("[data-done]")).to_contain_text("the removal was wrong, and is taken back")
    cards.focus()
    page.keyboard.press("a")
    page.keyboard.type("We were too quick.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_have_count(2)
    page.keyboard.press("u")
    expect(cards).to_contain_text("It was one article.")
    page.keyboard.press("a")
    page.keyboard.type("We were too quick.")
    page.keyboard.press("Control+Enter")
    expect(cards).to_have_count(0)
