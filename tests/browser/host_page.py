"""A page as some publisher writes it, on the paper's own origin, with the headers that publisher sends."""

from playwright.sync_api import Page, Route

from tests.browser.conftest import SITE, Scene

# What a page notes of itself, from before its first byte: jumps, and what its policy forbade.
NOTE = """
window.jumps = [];
window.forbidden = [];
window.told = [];
const moved = ({ node, previousRect: from, currentRect: to }) =>
  `${node?.className ?? node?.parentNode?.className ?? node?.nodeName} ${node?.textContent?.slice(0, 40)}`
  + ` ${[from, to].map((box) => [box.x, box.y, box.width, box.height]).join(' -> ')}`;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    if (!hadRecentInput) window.jumps.push([value, ...sources.map(moved)]);
  }
}).observe({ type: 'layout-shift', buffered: true });
document.addEventListener('securitypolicyviolation', (event) => {
  window.forbidden.push(`${event.effectiveDirective} ${event.blockedURI}`);
});
const NAMES = ['ready', 'error', 'posted', 'voted', 'opened', 'loaded-more', 'signed-in', 'signed-out'];
for (const name of NAMES) {
  addEventListener(`commentbox:${name}`, ({ detail }) => window.told.push([name, detail]));
}
"""
STORY = "<h1>The bridge</h1>" + "<p>A bridge is for people, and people are for bridges.</p>" * 4
NONCE = "bm9uY2U"


def host_page(
    page: Page,
    scene: Scene,
    *,
    inside: str = "",
    policy: str = "",
    body: str = "",
    path: str = "/bridge",
    script: bool = True,
) -> str:
    """Serve such a page from now on, and return its address."""
    box = f'<comment-box site="{SITE}">{inside}</comment-box>'
    loader = f'<script src="{scene.box}/embed.js" async nonce="{NONCE}"></script>' if script else ""
    html = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>The bridge</title>'
        '<meta name="viewport" content="width=device-width">'
        f"{loader}<main>{STORY}{body or box}<p>The end of the page.</p></main>"
    )
    headers = {"Content-Security-Policy": policy} if policy else {}

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html", headers=headers)

    page.add_init_script(NOTE)
    page.route(f"{scene.paper}{path}*", answer)
    return f"{scene.paper}{path}"
