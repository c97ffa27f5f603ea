"""What the box costs a reader: measured in a real browser, on the terms of a middling phone."""

import os
import shutil
from base64 import b64encode
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.data import PAPER, SITE, article_of

SLOWER = 4  # times slower than this machine's processor
LATENCY, MEGABITS = 150, 1.6  # milliseconds there and back; a slow line
LONG = 50  # milliseconds: from there on a task is felt
_LONGEST_WAIT = 120_000
_FEW = 5  # pages at the beginning and at the end
_FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks")
_NOTE = """
window.seen = { first: 0, shift: 0, long: [] };
new PerformanceObserver((list) => list.getEntries().forEach((each) => { seen.shift += each.value; }))
  .observe({ type: 'layout-shift', buffered: true });
new PerformanceObserver((list) => seen.long.push(...list.getEntries().map((each) => each.duration)))
  .observe({ type: 'longtask', buffered: true });
const look = () => {
  const root = document.querySelector('comment-box')?.shadowRoot;
  if (root?.querySelector('.cb-comment')) seen.first = performance.now();
  else requestAnimationFrame(look);
};
look();
"""
_MORE = """async (wanted) => {
  const root = document.querySelector('comment-box').shadowRoot;
  const comments = root.querySelector('.cb').getElementsByClassName('cb-comment');
  const times = [];
  while (comments.length < wanted) {
    const [more, before] = [root.querySelector('.cb-more-roots a'), comments.length];
    if (!more) break;
    const started = performance.now();
    more.click();
    while (comments.length === before) await new Promise((done) => setTimeout(done, 5));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    times.push(performance.now() - started);
  }
  return [comments.length, times];
}"""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """One reader opening one article; sizes in bytes as they came over the line, times in milliseconds."""

    count_first: int  # requests up to the first comment
    bytes_first: int
    count_all: int
    bytes_all: int
    first: float
    count_long: int
    longest: float
    shift: float


@dataclass(frozen=True, kw_only=True)
class Long:
    """A conversation that somebody goes on and on reading; heaps in bytes, without garbage."""

    count: int
    heap_before: int
    heap_after: int
    count_nodes: int
    first: float  # milliseconds for the first further page, until it is on the screen, and for the last
    last: float


@dataclass(frozen=True, kw_only=True)
class Seen:
    fetched: Visit
    again: Visit
    included: Visit
    long: Long


def measure(box: str, size: int, most: int) -> Seen | None:
    """The conversation of that size, read on up to `most` comments; None where there is no browser."""
    path = os.environ.get("COMMENTBOX_TEST_CHROMIUM") or shutil.which("chromium")
    if path is None:
        return None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        wire = _Wire(browser)
        fetched = _visit(wire, box, article_of(size))
        again = _visit(wire, box, article_of(0))
        wire = _Wire(browser)
        included = _visit(wire, box, article_of(size), _included(box, article_of(size)))
        wire.at_full_speed()
        found = Seen(fetched=fetched, again=again, included=included, long=_read_on(wire, most))
        browser.close()
        return found


class _Wire:
    """A reader's browser with nothing in it yet, and what it asks of the box."""

    def __init__(self, browser: Browser) -> None:
        self.page: Page = browser.new_page(viewport={"width": 412, "height": 823})
        self.page.set_default_timeout(_LONGEST_WAIT)
        self.page.add_init_script(_NOTE)
        self._cdp: CDPSession = self.page.context.new_cdp_session(self.page)
        self._asked: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        for domain in ("Network", "Performance", "HeapProfiler"):
            self._cdp.send(f"{domain}.enable")
        self._html = ""
        # Not by Playwright's own means: they would switch the browser's cache off.
        self._cdp.send("Fetch.enable", {"patterns": [{"urlPattern": f"{PAPER}/*"}]})
        self._cdp.on("Fetch.requestPaused", self._answer)
        self._cdp.on("Network.requestWillBeSent", self._note)
        self._cdp.on("Network.loadingFinished", self._weigh)
        speed = MEGABITS * 1_000_000 / 8
        line = {"offline": False, "latency": LATENCY, "downloadThroughput": speed, "uploadThroughput": speed}
        self._cdp.send("Network.emulateNetworkConditions", line)
        self._cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def at_full_speed(self) -> None:
        line = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._cdp.send("Network.emulateNetworkConditions", line)
        self._cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    def serve(self, html: str) -> None:
        """The paper's page, whichever is asked for."""
        self._html = html

    def forget(self) -> None:
        self._asked, self._sizes = {}, {}

    def asked(self, box: str) -> list[tuple[str, int]]:
        """The path and size of what was asked of the box, in order; nothing that came from the cache."""
        return [
            (url.removeprefix(box), self._sizes[number])
            for number, url in self._asked.items()
            if url.startswith(box) and self._sizes.get(number)
        ]

    def heap(self) -> tuple[int, int]:
        """Bytes and nodes, without garbage."""
        self._cdp.send("HeapProfiler.collectGarbage")
        found = self._cdp.send("Performance.getMetrics")["metrics"]
        values = {each["name"]: int(each["value"]) for each in found}
        return values["JSHeapUsedSize"], values["Nodes"]

    def _answer(self, event: dict[str, Any]) -> None:
        page = {"requestId": event["requestId"], "responseCode": 200}
        headers = [{"name": "Content-Type", "value": "text/html; charset=utf-8"}]
        body = b64encode(self._html.encode()).decode()
        self._cdp.send("Fetch.fulfillRequest", page | {"responseHeaders": headers, "body": body})

    def _note(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = event["request"]["url"]

    def _weigh(self, event: dict[str, Any]) -> None:
        self._sizes[event["requestId"]] = int(event["encodedDataLength"])


def _visit(wire: _Wire, box: str, url: str, inside: str = "") -> Visit:
    page = wire.page
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>A story</title>'
        '<meta name="viewport" content="width=device-width">'
        "<style>comment-box { display: block; min-height: 100vh }</style>"
        f'<script src="{box}/embed.js" async></script><h1>A story</h1><p>It ends here.</p>'
        f'<comment-box site="{SITE}" url="{url}">{inside}</comment-box><p>The foot of the page.</p>'
    )
    wire.forget()
    wire.serve(html)
    page.goto(url)
    page.wait_for_function(
        "seen.first && document.querySelector('comment-box').shadowRoot.querySelector('[role=status]')"
    )
    page.wait_for_load_state("networkidle")
    asked, seen = wire.asked(box), page.evaluate("seen")
    paths = [path.partition("?")[0] for path, _ in asked]
    modules = next((at for at, path in enumerate(paths) if path.endswith("/embed/box.js")), len(paths))
    first = 0 if inside else modules
    return Visit(
        count_first=first,
        bytes_first=sum(size for _, size in asked[:first]),
        count_all=len(asked),
        bytes_all=sum(size for _, size in asked),
        first=seen["first"],
        count_long=len([each for each in seen["long"] if each >= LONG]),
        longest=max(seen["long"], default=0),
        shift=seen["shift"],
    )


def _included(box: str, url: str) -> str:
    address = f"{box}/embed/{SITE}/include?url={quote(url, safe='')}"
    with urlopen(address) as answer:  # noqa: S310 - our own server
        return str(answer.read().decode())


def _read_on(wire: _Wire, most: int) -> Long:
    before, _ = wire.heap()
    count, times = wire.page.evaluate(_MORE, most)
    after, nodes = wire.heap()
    first, last = median(times[:_FEW]), median(times[-_FEW:])
    return Long(count=count, heap_before=before, heap_after=after, count_nodes=nodes, first=first, last=last)


def words(seen: Seen | None) -> dict[str, str]:
    """What goes into the page of figures."""
    terms = {"slower": SLOWER, "megabits": MEGABITS, "latency": LATENCY, "long": LONG}
    return {name: str(term) for name, term in terms.items()} | {"browser": _table(seen)}


def _table(seen: Seen | None) -> str:
    if seen is None:
        return "There was no Chromium on this machine, so this was not measured."
    rows = "\n".join(
        f"| {name} | {each.count_first} | {each.bytes_first / 1000:.1f} kB | {each.first:,.0f} ms"
        f" | {each.count_all} | {each.bytes_all / 1000:.1f} kB | {_long(each)} | {each.shift:.3f} |"
        for name, each in (
            ("the first article", seen.fetched),
            ("the next article", seen.again),
            ("an article that brings its comments", seen.included),
        )
    )
    return f"{_HEAD}\n{rows}\n\n{_reading_on(seen.long)}"


def _reading_on(long: Long) -> str:
    before, after = long.heap_before / 1e6, long.heap_after / 1e6
    return (
        f"Reading on until {long.count:,} comments are drawn, at full speed: the script heap grows from"
        f" {before:.1f} MB to {after:.1f} MB, with {long.count_nodes:,} nodes. From the click until they"
        f" are on the screen, more comments take {long.first:.0f} ms at the beginning and {long.last:.0f} ms"
        f" at the end (the median of {_FEW} times each)."
    )


def _long(visit: Visit) -> str:
    return f"{visit.count_long}, {visit.longest:.0f} ms" if visit.count_long else "none"


_HEAD = (
    "| | requests to the first comment | bytes | first comment | requests in all | bytes"
    " | long tasks, the longest | layout shift |\n|---|---|---|---|---|---|---|---|"
)
