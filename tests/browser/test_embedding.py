"""The publisher's developer puts the element into a page: in any order, and told what is wrong with it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SITE, Scene

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
INSERT = """(attributes) => {
  const box = document.createElement("comment-box");
  document.querySelector("comment-box").replaceWith(box);
  for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
  box.scrollIntoView();
}"""


def test_an_element_may_get_its_attributes_after_it_is_in_the_page(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    page.evaluate("customElements.whenDefined('comment-box')")
    page.evaluate(INSERT, {"heading": "Your turn", "site": SITE})
    expect(page.locator("comment-box").get_by_role("heading", name="Your turn")).to_be_visible()


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({}, "no site is named"),
        ({"site": "lamplightr"}, "There is no site “lamplightr” here."),
        ({"site": SITE, "url": "https://elsewhere.example/"}, "is not on a page of The Lamplighter"),
    ],
)
def test_the_console_says_why_no_comments_come(
    scene: Scene, visit: Visit, attributes: dict[str, str], reason: str
) -> None:
    page = visit(scene.article)
    page.evaluate("customElements.whenDefined('comment-box')")
    with page.expect_console_message(lambda message: reason in message.text):
        page.evaluate(INSERT, attributes)
