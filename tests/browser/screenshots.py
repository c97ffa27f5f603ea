"""Takes the pictures in the documentation, from the sample in a real browser: `script/screenshots`."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from commentbox.demo.articles import SCHOOLS
from commentbox.demo.fill import MODERATOR, READER, SITE
from commentbox.demo.sign_ins import PASSWORD
from tests.browser.conftest import FLAGS

IMAGES = Path(__file__).parents[2] / "docs" / "images"
THEMES = Path(__file__).with_name("themes")
WIDTH, HEIGHT = 1280, 900
MAX_BYTES = 400_000
_LONGEST_START = 180.0  # the sample is filled first
_ABOVE = 40  # pixels of the article left over the question


@dataclass(frozen=True, kw_only=True)
class Sample:
    box: str
    paper: str


def main() -> None:
    chromium = os.environ.get("COMMENTBOX_TEST_CHROMIUM") or shutil.which("chromium")
    with _sample() as sample, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        IMAGES.mkdir(exist_ok=True)
        _keep(_article(browser, sample), "article")
        _keep(_console(browser, sample), "console")
        for theme in sorted(THEMES.glob("*.html")):
            _keep(_theme(browser, sample, theme), f"theme-{theme.stem}")
        browser.close()


def _article(browser: Browser, sample: Sample) -> bytes:
    """The end of an article as a signed-in reader sees it."""
    page = _page(browser)
    page.goto(f"{sample.paper}/{SCHOOLS.slug}")
    page.locator("comment-box").scroll_into_view_if_needed()
    with page.expect_popup() as opened:
        page.locator("comment-box").get_by_role("link", name="log in").click()
    _sign_in(opened.value, READER)
    page.get_by_text("you are commenting as").wait_for()
    top = page.locator(".question").evaluate("element => element.getBoundingClientRect().top + scrollY")
    page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top - _ABOVE)
    return _picture(page)


def _theme(browser: Browser, sample: Sample, theme: Path) -> bytes:
    """The box as it looks in somebody's page; the page itself is from nowhere but has the paper's address."""
    page = _page(browser)
    html = theme.read_text(encoding="utf-8").replace("BOX", sample.box).replace("SITE", SITE)
    html = html.replace("ARTICLE", f"{sample.paper}/{SCHOOLS.slug}")
    page.route(f"{sample.paper}/theme", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{sample.paper}/theme")
    page.get_by_role("article").first.wait_for()
    return _picture(page)


def _console(browser: Browser, sample: Sample) -> bytes:
    """The moderators' queue."""
    page = _page(browser)
    page.goto(f"{sample.box}/console/login")
    _sign_in(page, MODERATOR)
    page.locator("[data-card]").first.wait_for()
    return _picture(page)


def _sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def _page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
    return context.new_page()


def _picture(page: Page) -> bytes:
    page.wait_for_load_state("networkidle")
    return page.screenshot(animations="disabled", caret="hide")


def _keep(picture: bytes, name: str) -> None:
    if len(picture) > MAX_BYTES:
        raise SystemExit(f"{name}.png would have {len(picture):,} bytes; {MAX_BYTES:,} are enough")
    (IMAGES / f"{name}.png").write_bytes(picture)
    print(f"docs/images/{name}.png: {len(picture):,} bytes")


@contextmanager
def _sample() -> Iterator[Sample]:
    """The sample as `script/demo` starts it, on ports that are free and with data of its own."""
    port = _free_ports()
    with tempfile.TemporaryDirectory(prefix="commentbox-screenshots-") as data:
        command = [str(Path(sys.executable).with_name("commentbox")), "demo"]
        process = subprocess.Popen([*command, "--port", str(port), "--data", data])
        try:
            _wait(f"http://localhost:{port + 1}/", process)
            yield Sample(box=f"http://localhost:{port}", paper=f"http://localhost:{port + 1}")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _LONGEST_START
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url, timeout=5):  # noqa: S310 - our own sample
                return
        except (URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the sample did not start")


def _free_ports() -> int:
    """The first of two neighbours that nobody listens on."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


if __name__ == "__main__":
    main()
