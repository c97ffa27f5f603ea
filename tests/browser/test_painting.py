"""Towers of accents and words without an end paint nothing outside their own comment."""

from base64 import b64encode
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from commentbox.clock import utc_now
from commentbox.services.work import begin
from tests import make
from tests.browser.conftest import SITE, Scene

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

TEXTS = {
    "a tower of accents": "Z\u0300\u0301\u0302\u030ba\u0323\u0324\u0330\u0331lgo" + "o\u0489\u0322" * 9,
    "a word without an end": "W" * 4_900,
    "the widest sign": "\ufdfd" * 500,
}
# Everything but one comment's words is white on white; what is left was painted by it.
ALONE = """(index) => {
  const style = document.createElement('style');
  style.textContent = `*, *::before, *::after { color: #fff !important; background: #fff !important;
      border-color: #fff !important; outline: 0 !important; box-shadow: none !important;
      fill: #fff !important; text-decoration-color: #fff !important; }
    [data-alone], [data-alone] * { color: #000 !important; }`;
  document.head.append(style);
  const body = document.querySelectorAll('.cb-body')[index];
  body.dataset.alone = '';
  const article = body.closest('.cb-item').getBoundingClientRect();
  return [article.left + scrollX, article.top + scrollY, article.right + scrollX, article.bottom + scrollY];
}"""
INK_OUTSIDE = """async ([picture, left, top, right, bottom]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + picture;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let inside = 0, outside = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] > 128) continue;
    const x = (at / 4) % image.width, y = Math.floor(at / 4 / image.width);
    if (x >= left - 1 && x <= right && y >= top - 1 && y <= bottom) inside++; else outside++;
  }
  return [inside, outside];
}"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("what", TEXTS)
def test_a_comment_paints_inside_itself(scene: Scene, visit: Visit, what: str, width: int) -> None:
    with begin(scene.engine, scene.settings, utc_now()) as work:
        for text in ("The comment before.", TEXTS[what], "The comment after."):
            make.comment(work, SITE, text=text, url=scene.article)
    page = visit(scene.standalone, viewport={"width": width, "height": 800}, bypass_csp=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    box = page.evaluate(ALONE, 1)
    picture = b64encode(page.screenshot(full_page=True)).decode()
    blank = page.context.new_page()
    inside, outside = blank.evaluate(INK_OUTSIDE, [picture, *box])
    assert inside > 10
    assert outside == 0
