"""What axe cannot see: the keys alone, what is read out, little room, wide spacing, other colours."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene, sign_in_here
from tests.browser.test_comfort import fill, is_too_wide, tab_to
from tests.browser.test_scene import come_alive, log_in_from

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

# WCAG 1.4.12, as the page's own reader would set it.
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
)
SPACING += " p { margin-block: 2em !important }"
SPACE_OUT = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  const boxes = [...document.querySelectorAll('comment-box')].map((box) => box.shadowRoot);
  for (const root of [document, ...boxes]) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }
}"""
ROOTS = "[document, ...[...document.querySelectorAll('comment-box')].map((box) => box.shadowRoot)]"
CUT = f"""() => {ROOTS}.flatMap((root) => [...root.querySelectorAll('main *, .cb *')])
  .filter((at) => /hidden|clip/.test(getComputedStyle(at).overflow))
  .filter((at) => !at.closest('.cb-unseen, .unseen, textarea, pre'))
  .filter((at) => at.scrollWidth > at.clientWidth + 1 || at.scrollHeight > at.clientHeight + 1)
  .map((at) => at.outerHTML.slice(0, 120))"""
MOVING = f"""() => {ROOTS}.flatMap((root) => [...root.querySelectorAll('*')])
  .filter((at) => {{
    const {{ transitionDuration, animationDuration }} = getComputedStyle(at);
    return /[1-9]/.test(transitionDuration + animationDuration);
  }})
  .map((at) => at.outerHTML.slice(0, 120))"""
SMALL = f"""() => {ROOTS}.flatMap((root) => [...root.querySelectorAll('a, button, input, textarea, summary')])
  .filter((at) => at.checkVisibility() && !at.closest('.cb-body, .cb-join, .skip, footer, .story'))
  .filter((at) => getComputedStyle(at).display !== 'inline' && at.type !== 'radio')
  .map((at) => [at.getBoundingClientRect(), at.outerHTML.slice(0, 120)])
  .filter(([{{ width, height }}]) => width && (width < 24 || height < 24))
  .map(([{{ width, height }}, html]) => `${{width}} x ${{height}}: ${{html}}`)"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_with_the_keys_alone_from_the_first_comment_to_the_last(scene: Scene, visit: Visit) -> None:
    fill(scene)
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    box = page.locator("comment-box")
    expect(page.get_by_label("Your comment")).to_be_visible()
    page.get_by_label("Your comment").focus()
    tab_to(page, "a", "Newest")
    press(page, "Enter")
    expect(box.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
    expect(box.get_by_role("link", name="Newest")).to_be_focused()
    tab_to(page, "button", "Recommend")
    press(page, "Enter")
    expect(box.locator("[role=status]")).to_have_text("Recommended.")
    expect(box.get_by_role("button", name="Recommended")).to_be_focused()
    tab_to(page, "a", "Reply")
    press(page, "Enter")
    field = page.get_by_label("Your reply to")
    expect(field).to_be_focused()
    press(page, "Escape")
    expect(box.get_by_role("link", name="Reply to").first).to_be_focused()
    press(page, "Enter")
    page.keyboard.type("Said with the keys.")
    press(page, "Control+Enter")
    own = box.locator("article").filter(has_text="Said with the keys.")
    expect(own).to_be_focused()
    expect(own.get_by_role("button", name="Delete")).to_be_visible()  # theirs, so without "Report"
    press(page, "Shift+Tab")
    tab_to(page, "a", "Report")
    press(page, "Enter")
    dialog = page.get_by_role("dialog", name="Report this comment")
    expect(dialog).to_be_visible()
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    expect(box.locator(".cb-report:focus")).to_have_count(1)
    tab_to(page, "a", "Load more comments", most=200)
    press(page, "Enter")
    expect(box.locator("article").filter(has_text="Root number 20.")).to_be_focused()


GUEST = """
- region "Have your say":
  - heading "Have your say" [level=2]
  - paragraph: 3 comments
  - paragraph:
    - text: Add your comment to this story. To join the conversation, please
    - link "log in"
    - text: . Don’t have an account?
    - link "Register"
  - navigation "Order of the comments":
    - list:
      - listitem:
        - link "Best"
      - listitem:
        - link "Newest"
      - listitem:
        - link "Oldest"
    - paragraph
  - list:
    - listitem:
      - article /Ana Ash .*/:
        - heading "Ana Ash" [level=3]
        - time
        - paragraph: The first word.
        - button "Recommend the comment by Ana Ash, 0"
        - link "Reply to Ana Ash"
        - link "Report the comment by Ana Ash"
        - link "Link to the comment by Ana Ash"
      - list:
        - listitem:
          - article /Ben Birch ?, in reply to Ana Ash .*/:
            - heading /Ben Birch ?, in reply to Ana Ash/ [level=4]
            - time
            - paragraph: The second.
          - list:
            - listitem:
              - article /Ana Ash ?, in reply to Ben Birch .*/:
                - heading /Ana Ash ?, in reply to Ben Birch/ [level=5]
  - status
"""
DIALOG = """
- dialog "Report this comment":
  - heading "Report this comment" [level=3]
  - group "What is wrong with it?":
    - radio "It is abusive or hateful"
    - radio "It is advertising or spam"
    - radio "It is not about the article"
    - radio "It is untrue or misleading"
    - radio "Something else is wrong"
  - text: Anything the moderator should know (optional)
  - textbox "Anything the moderator should know (optional)"
  - paragraph: The author does not learn who reported the comment.
  - button "Cancel"
  - button "Report comment"
"""
MEMBER = """
- region "Have your say":
  - paragraph:
    - text: Join the conversation, you are commenting as
    - link "Bob Barge"
    - button "Logout"
  - text: Your comment
  - textbox "Your comment"
  - button "Preview"
  - button "Post comment"
"""


def test_what_is_read_out(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as w:
        ana, ben = make.member(w, "Ana Ash"), make.member(w, "Ben Birch")
        root = make.comment(w, SITE, ana, "The first word.", url=scene.article)
        reply = make.comment(w, SITE, ben, "The second.", url=scene.article, parent=root)
        make.comment(w, SITE, ana, "The third.", url=scene.article, parent=reply)
    page = visit(scene.article)
    come_alive(page)
    box = page.locator("comment-box")
    expect(box).to_match_aria_snapshot(GUEST)
    log_in_from(page, "bob@mail.example")
    expect(page.get_by_label("Your comment")).to_be_visible()
    expect(box).to_match_aria_snapshot(MEMBER)
    box.get_by_role("link", name="Report").first.click()
    expect(page.get_by_role("dialog")).to_match_aria_snapshot(DIALOG)


def test_little_room_wide_spacing_other_colours_and_no_motion(scene: Scene, visit: Visit) -> None:
    """320 pixels are 1280 at 400 %; everything at once, in one browser, as one person may need it."""
    number = fill(scene)[0]
    page = visit(
        scene.article, viewport={"width": 320, "height": 640}, forced_colors="active", reduced_motion="reduce"
    )
    come_alive(page)
    box = page.locator("comment-box")
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("A long thought. " * 20)
    first = box.locator(".cb-list > .cb-item").first
    first.get_by_role("button", name="Recommend").first.click()
    expect(box.locator("[role=status]")).to_have_text("Recommended.")
    first.get_by_role("link", name="Reply").first.click()
    expect(page.get_by_label("Your reply to")).to_be_focused()
    as_everybody_needs_it(page)
    triangle = "button => getComputedStyle(button, '::before').clipPath"
    voted, other = box.locator(".cb-voted button").first, box.locator(".cb-vote:not(.cb-voted) button").first
    assert voted.evaluate(triangle) != other.evaluate(triangle)
    box.get_by_role("link", name="Report").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    as_everybody_needs_it(page)
    page.goto(f"{scene.box}/login?site={SITE}&url={scene.article}")
    sign_in_here(page, "bob@mail.example")
    expect(page.get_by_role("textbox", name="Your comment")).to_be_visible()
    as_everybody_needs_it(page)
    for path in (
        f"c/{number}",
        f"c/{number}/reply",
        f"c/{number}/report",
        f"c/{number}/embed",
        "account",
        "account/sessions",
        "account/letters",
        "forgot",
        "login/email",
        "nothing",
    ):
        page.goto(f"{scene.box}/{path}")
        as_everybody_needs_it(page)


def as_everybody_needs_it(page: Page) -> None:
    assert page.evaluate(SMALL) == [], page.url
    page.evaluate(SPACE_OUT, SPACING)
    assert not is_too_wide(page), page.url
    assert page.evaluate(CUT) == [], page.url
    assert page.evaluate(MOVING) == [], page.url


def test_a_failure_is_told_and_leaves_the_focus_where_it_was(scene: Scene, visit: Visit) -> None:
    fill(scene, 3)
    page = visit(scene.article)
    come_alive(page)
    log_in_from(page, "bob@mail.example")
    page.get_by_label("Your comment").fill("A thought.")
    page.route("**/api/v1/*/comments", lambda route: route.abort())
    page.get_by_role("button", name="Post comment").focus()
    press(page, "Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_have_text(re.compile("your text is kept"))
    field = page.get_by_label("Your comment")
    expect(field).to_have_attribute("aria-invalid", "true")
    told = field.evaluate(
        "field => field.getAttribute('aria-describedby').split(' ')"
        ".map((id) => field.getRootNode().getElementById(id)?.textContent).join(' ')"
    )
    assert "your text is kept" in told
