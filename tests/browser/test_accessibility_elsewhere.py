"""More pages tried with axe-core: what a site makes public, its lists, letters’ links, the second step."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from commentbox.clock import utc_now
from commentbox.domain.people import Actor, Role
from commentbox.services.email_proof import make_proof
from commentbox.services.invitations import invite
from commentbox.services.policies import change_policy
from commentbox.services.reset_password import ask_for_reset
from commentbox.services.sites import get_site
from commentbox.services.work import begin
from commentbox.store.people import person_by_email
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_accessibility import BOB, CHIEF, Try, Visit, axe, is_open_to_all, settings, talk
from tests.browser.test_second_factor import enrol, strict
from tests.browser.ways_in import Letters

__all__ = ["axe", "is_open_to_all", "settings", "strict", "talk"]  # fixtures
pytestmark = pytest.mark.browser


def test_what_a_site_makes_public_and_its_lists(
    scene: Scene, visit: Visit, talk: int, is_open_to_all: Try
) -> None:
    """The report and the removals; the page of rules with senders and sections in it, and one line wrong."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        chief = person_by_email(w.session, CHIEF)
        assert chief is not None
        actor = Actor(id=chief.id, name=chief.name, role=Role.ADMIN, is_staff_session=True)
        site = get_site(w, SITE)
        wanted = replace(
            site.policy,
            transparency_report=True,
            public_log=True,
            read_senders=("@pills.example, until 2030-12-31, bought accounts",),
            refused_senders=("198.51.100.0/24",),
            section_defaults=("/sport/ open daily 7:00-23:00",),
        )
        change_policy(w, actor, SITE, wanted, seen=site.version, reason="Seen by all.", agreed=None)
    page = visit(f"{scene.box}/t/{SITE}/report")
    for path in (f"t/{SITE}/report", f"t/{SITE}/removals", f"t/{SITE}/order"):
        page.goto(f"{scene.box}/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        is_open_to_all(page)
    page.goto(f"{scene.box}/console/login")
    sign_in_here(page, CHIEF)
    page.goto(f"{scene.box}/console/{SITE}/rules")
    is_open_to_all(page)
    page.locator("#read_senders").fill("pills")
    page.get_by_label("Why do you change this?").fill("More of them.")
    page.get_by_role("button", name="Save the rules").click()
    expect(page.locator("#read_senders-problem")).to_be_visible()
    is_open_to_all(page)


def test_what_comes_by_letter(scene: Scene, visit: Visit, talk: int, is_open_to_all: Try) -> None:
    """The pages that links in letters lead to, good and dead."""
    letters = Letters(scene)
    with begin(scene.engine, scene.settings, utc_now()) as w:
        chief = person_by_email(w.session, CHIEF)
        bob = person_by_email(w.session, BOB)
        assert chief is not None
        assert bob is not None
        actor = Actor(id=chief.id, name=chief.name, role=Role.ADMIN, is_staff_session=True)
        invite(w, actor, SITE, email="new@mail.example", role=Role.MODERATOR, sites=[SITE])
        ask_for_reset(w, BOB)
        proof = make_proof(scene.settings, bob.id, BOB, w.now)
    page = visit(letters.link("new@mail.example"))
    is_open_to_all(page)
    page.goto(letters.link(BOB))
    page.locator("input[type=password]").fill("short")
    page.get_by_role("button").last.click()
    is_open_to_all(page)
    page.goto(f"{scene.box}/confirm/{proof}")
    is_open_to_all(page)
    page.get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    is_open_to_all(page)
    for path in ("invitation/dead", "reset/dead", "confirm/dead", f"c/{talk}/embed"):
        page.goto(f"{scene.box}/{path}")
        is_open_to_all(page)


def test_the_second_step_of_the_console(strict: Scene, visit: Visit, is_open_to_all: Try) -> None:
    page = visit(strict.box)
    enrol(strict, page)
    is_open_to_all(page)
    page.get_by_role("link", name="I have put them away").click()
    page.get_by_role("button", name="Log out").click()
    sign_in_here(page, CHIEF)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    is_open_to_all(page)
