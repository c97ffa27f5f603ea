"""Every page in light and dark, tried with axe-core: WCAG 2.2 A and AA, as far as a program can tell."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.domain.comment import Status
from commentbox.domain.people import Actor, Role
from commentbox.domain.question import YES_NO
from commentbox.domain.reactions import VoteKind
from commentbox.services.accounts import add_staff
from commentbox.services.answer import answer
from commentbox.services.ask_question import ask_question
from commentbox.services.doors import add_door
from commentbox.services.flag_comment import flag_comment
from commentbox.services.people_pages import mute
from commentbox.services.sign_in import open_session
from commentbox.services.vote import vote
from commentbox.services.work import Work, begin
from commentbox.settings import Settings
from commentbox.store.marks import add_author, put_expert
from commentbox.store.people import person_by_email
from commentbox.store.questions import question_of
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene, sign_in_here
from tests.browser.test_scene import come_alive, log_in_from, the_keys_listen
from tests.npm import fetch
from tests.services.triage import put_model

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
Try = Callable[[Page], None]

BOB, CHIEF = "bob@mail.example", "chief@mail.example"
LIGHT = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DARK = ["color-contrast", "link-in-text-block"]  # all that colours can change
TRY = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.html.slice(0, 160)} ${node.failureSummary}`));
}"""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Letters go out here, so that the pages which promise one are there."""
    return settings.model_copy(update={"smtp_url": "smtp://localhost:2525"})


@pytest.fixture(scope="session")
def axe() -> str:
    home = fetch("axe", "axe-core: what keeps readers out")
    return (home / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def is_open_to_all(axe: str) -> Try:
    """Asserts that a page, as it stands, keeps nobody out."""

    def check(page: Page) -> None:
        page.evaluate(axe)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert page.evaluate(TRY, LIGHT) == [], page.url
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        assert page.evaluate(TRY, DARK) == [], f"{page.url}, dark"

    return check


@pytest.fixture
def talk(scene: Scene) -> int:
    """A conversation with everything in it; the number of a comment with answers."""
    with begin(scene.engine, scene.settings, utc_now()) as w:
        bob = person_by_email(w.session, BOB)
        assert bob is not None
        reader = Actor(id=bob.id, name=bob.name, role=Role.READER)
        loud = make.member(w, "Loud Larch")
        text = "A *bridge* is for [people](https://paper.example/).\n\n> Is it?\n\n- Yes, `it` is."
        root = make.comment(w, SITE, text=text, url=scene.article, minutes_ago=90)
        parent = root
        for number in range(6):
            parent = make.comment(w, SITE, text=f"Answer {number}.", url=scene.article, parent=parent)
        make.comment(w, SITE, loud, "Loud words.", url=scene.article)
        make.comment(w, SITE, reader, "Mine, and out.", url=scene.article)
        make.comment(w, SITE, reader, "Mine, and waiting.", url=scene.article, status=Status.HELD)
        for _ in range(21):
            make.comment(w, SITE, url=scene.article, minutes_ago=200)
        vote(w, loud, SITE, root.id, VoteKind.UP)
        root.picked_at, root.picked_revision = w.now, root.revision
        add_author(w.session, root.article_id, root.author_id, bob.id, w.now)
        put_expert(w.session, root.author_id, root.site_id, "Bridges", bob.id, w.now)
        flag_comment(w, loud, SITE, root.id, "abuse", "Look at this.")
        _ask(w, root.article_id, reader)
        mute(w, reader, loud.id)
        add_staff(w, name="Bo Chief", email=CHIEF, password=PASSWORD, site_key=SITE, role=Role.ADMIN)
        open_session(w, bob.id, "reader", device="Samsung Internet on Android")
        put_model(w, bob.id, at=SITE)
        add_door(
            w, SITE, key="north", name="North Star", issuer="http://localhost:9", client_id="us", secret="so"
        )
        return root.id


def _ask(work: Work, article_id: int, reader: Actor) -> None:
    """A question everybody sees, with an answer of the reader’s."""
    ada = person_by_email(work.session, "ada@mail.example")
    assert ada is not None
    desk = Actor(id=ada.id, name=ada.name, role=Role.MODERATOR, is_staff_session=True)
    ask_question(work, desk, SITE, article_id, "Should the bridge be closed to cars?", YES_NO)
    question = question_of(work.session, article_id)
    assert question is not None
    answer(work, reader, SITE, question.id, question.options[1].id)


def test_the_box_in_an_article(scene: Scene, visit: Visit, talk: int, is_open_to_all: Try) -> None:
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    expect(box).to_contain_text("To join the conversation")
    is_open_to_all(page)
    log_in_from(page, BOB)
    expect(box).to_contain_text("Mine, and waiting.")
    expect(box.get_by_role("button", name="Edit your comment").first).to_be_visible()
    page.get_by_role("textbox", name="Your comment").fill("Something to say.")
    comment = box.locator(f"#comment-{talk} > article")
    comment.get_by_role("button", name="Recommend").click()
    box.get_by_role("link", name="Search").click()
    comment.get_by_role("link", name="Reply").click()
    expect(page.get_by_label("Your reply to")).to_be_focused()
    page.keyboard.type("No.")
    page.keyboard.press("Control+Enter")
    expect(box.get_by_role("button", name="Send anyway")).to_be_visible()
    page.get_by_role("textbox", name="Your comment").press_sequentially(" @")
    expect(box.get_by_role("option").first).to_be_visible()
    is_open_to_all(page)
    page.keyboard.press("Escape")
    comment.get_by_role("link", name="Report").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    is_open_to_all(page)
    page.keyboard.press("Escape")
    box.get_by_role("button", name="Keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    is_open_to_all(page)
    page.keyboard.press("Escape")
    box.get_by_role("button", name="Edit your comment").first.click()
    expect(page.get_by_label("Change your comment")).to_be_focused()
    is_open_to_all(page)
    box.locator(".cb-editing").get_by_role("button", name="Cancel").click()
    expect(box.get_by_role("button", name="Edit your comment").first).to_be_focused()
    box.get_by_role("button", name="Delete your comment").first.click()
    expect(box.get_by_role("button", name="Undo")).to_be_focused()
    is_open_to_all(page)


def test_the_conversation_on_pages_of_its_own(
    scene: Scene, visit: Visit, talk: int, is_open_to_all: Try
) -> None:
    page = visit(scene.standalone)
    is_open_to_all(page)
    page.goto(f"{scene.box}/login?site={SITE}&url={scene.article}")
    sign_in_here(page, BOB)
    expect(page.get_by_role("textbox", name="Your comment")).to_be_visible()
    for path in (
        f"t/{SITE}?url={scene.article}&sort=newest",
        f"c/{talk}",
        f"c/{talk}/reply",
        f"c/{talk}/report",
        f"t/{SITE}/order?url={scene.article}",
        f"t/{SITE}/search?url={scene.article}&q=bridge",
        f"t/{SITE}/search?url={scene.article}&q=!",
        f"t/{SITE}/paper?url={scene.article}",
        f"c/{talk}/complaint",
    ):
        page.goto(f"{scene.box}/{path}")
        is_open_to_all(page)
    page.goto(f"{scene.box}/t/{SITE}?url={scene.article}")
    page.get_by_role("link", name="Edit or delete your comment").first.click()
    expect(page.get_by_label("Change it")).to_be_visible()
    is_open_to_all(page)


def test_the_ways_in(scene: Scene, visit: Visit, talk: int, is_open_to_all: Try) -> None:
    here = f"site={SITE}&url={scene.article}"
    page = visit(f"{scene.box}/login?{here}")
    is_open_to_all(page)
    page.get_by_label("E-mail").fill(BOB)
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    is_open_to_all(page)
    page.goto(f"{scene.box}/register?{here}")
    is_open_to_all(page)
    page.get_by_label("Name").fill("Bob Barge")
    page.get_by_label("E-mail").fill("new@mail.example")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    is_open_to_all(page)
    page.goto(f"{scene.box}/forgot?{here}")
    is_open_to_all(page)
    page.goto(f"{scene.box}/login/email?{here}")
    is_open_to_all(page)
    page.get_by_label("E-mail").fill(BOB)
    page.get_by_role("button").last.click()
    expect(page.get_by_label("Code")).to_be_visible()
    is_open_to_all(page)
    page.goto(f"{scene.box}/nothing")
    is_open_to_all(page)


def test_the_account(scene: Scene, visit: Visit, talk: int, is_open_to_all: Try) -> None:
    page = visit(f"{scene.box}/account")
    sign_in_here(page, BOB)
    expect(page.get_by_role("heading", name="Profile")).to_be_visible()
    links = page.locator(".own-nav a").evaluate_all("links => links.map((link) => link.href)")
    assert len(links) >= 9
    for address in [*links, f"{scene.box}/u/{SITE}/1"]:
        page.goto(address)
        is_open_to_all(page)


def test_the_console(scene: Scene, visit: Visit, talk: int, is_open_to_all: Try) -> None:
    page = visit(f"{scene.box}/console/login")
    is_open_to_all(page)
    sign_in_here(page, CHIEF)
    expect(page.get_by_role("heading", name="Waiting", exact=True)).to_be_visible()
    the_keys_listen(page)
    page.keyboard.press("r")
    expect(page.get_by_role("group", name="Why?")).to_be_visible()
    is_open_to_all(page)
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.keyboard.press("v")
    expect(page.get_by_label("Keep a view by the name of")).to_be_visible()
    is_open_to_all(page)
    paths = (
        f"{SITE}/comments/{talk}",
        f"{SITE}/log",
        f"{SITE}/numbers",
        f"{SITE}/load",
        "own/load",
        "own/keys",
        f"{SITE}/articles",
        f"{SITE}/articles/1",
        f"{SITE}/rules",
        f"{SITE}/triage",
        f"{SITE}/staff",
        f"{SITE}/sso",
        "own",
        "factor/setup",
    )
    for path in paths:
        page.goto(f"{scene.box}/console/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        is_open_to_all(page)
