"""The box and our own pages in languages that run from right to left, and in one without spaces."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import PASSWORD, SITE, Scene
from tests.browser.test_embedding import INSERT

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
SECOND = f"""Object.entries({{ site: "{SITE}", lang: "fr" }}).forEach(
  ([name, value]) => document.querySelectorAll("comment-box")[1].setAttribute(name, value))"""


def test_a_reader_of_arabic_logs_in_and_writes_in_arabic(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    page.evaluate("customElements.whenDefined('comment-box')")
    page.evaluate(INSERT, {"site": SITE, "lang": "ar"})
    box = page.locator("comment-box")
    expect(box.get_by_role("heading", name="شاركنا رأيك")).to_be_visible()
    expect(box.locator("section.cb")).to_have_attribute("dir", "rtl")
    with page.expect_popup() as opened:
        box.get_by_role("link", name="تسجيل الدخول").click()
    door = opened.value
    expect(door.locator("html")).to_have_attribute("dir", "rtl")
    door.get_by_label("البريد الإلكتروني").fill("bob@mail.example")
    door.get_by_label("كلمة المرور", exact=True).fill(PASSWORD)
    door.get_by_role("button", name="تسجيل الدخول", exact=True).click()
    box.get_by_label("تعليقك", exact=True).fill("جسر جميل.")
    box.get_by_role("button", name="نشر التعليق").click()
    expect(box.get_by_text("جسر جميل.")).to_be_visible()
    expect(box.locator(".cb-count")).to_have_text("تعليق واحد")
    expect(box.locator("article time").first).to_have_text("الآن")
    box.get_by_role("button", name="نشر التعليق").click()
    expect(box.get_by_role("alert")).to_have_text("اكتب شيئًا أولًا.")


def test_two_boxes_on_a_page_speak_a_language_each(scene: Scene, visit: Visit) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        for _ in range(2):
            make.comment(work, SITE, url=scene.article)
    page = visit(scene.article)
    page.evaluate("customElements.whenDefined('comment-box')")
    page.evaluate(INSERT, {"site": SITE, "lang": "de"})
    page.evaluate(
        f"document.querySelector('comment-box').after(document.createElement('comment-box')); {SECOND}"
    )
    german, french = page.locator("comment-box").all()
    for box, now in ((german, "gerade eben"), (french, "à l’instant"), (german, "gerade eben")):
        box.scroll_into_view_if_needed()
        expect(box.locator("article time").first).to_have_text(now)
    french.get_by_role("link", name="Récents").click()
    expect(french.locator("article time").first).to_have_text("à l’instant")


def test_a_box_changes_its_language_with_its_attribute(scene: Scene, visit: Visit) -> None:
    page = visit(scene.article)
    page.evaluate("customElements.whenDefined('comment-box')")
    page.evaluate(INSERT, {"site": SITE, "lang": "ja-JP"})
    box = page.locator("comment-box")
    expect(box.get_by_role("heading", name="ご意見をどうぞ")).to_be_visible()
    page.evaluate("document.querySelector('comment-box').setAttribute('lang', 'xx')")
    expect(box.get_by_role("heading", name="Have your say")).to_be_visible()
