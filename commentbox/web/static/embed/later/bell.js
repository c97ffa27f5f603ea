// @ts-check
/// <reference path="../types.d.ts" />
/** What is new for this reader: a bell above the comments, and a panel below it. */

import { call } from "../api.js";
import { announce, comment, complain, drawTimes, make, on, settle } from "../dom.js";
import { _ } from "../words.js";

const REST = 60_000; // a tab that comes back sooner has not missed much
const DRAWN = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3a6 6 0 0 0-6 6v4l-2 4h16l-2-4V9a6 6 0 0 0-6-6zM9.5 20a2.6 2.6 0 0 0 5 0"/></svg>';

/** @param {Box} box @param {Session} session @param {Thread} thread */
export function openBell(box, session, thread) {
  const { section, signal } = box;
  const top = /** @type {HTMLElement} */ (section.querySelector(".cb-top"));
  const number = make("span", { className: "cb-number" });
  const bell = make("button", { type: "button", className: "cb-bell", title: _("New for you"), ariaExpanded: "false" },
    box.parse(DRAWN), make("span", { className: "cb-unseen" }, _("New for you"), " "), number);
  const panel = make("div", { className: "cb-panel", hidden: true });
  const others = new BroadcastChannel(`commentbox:unread:${box.site}`); // boxes and tabs
  let asked = Date.now();
  let until = "";

  const draw = (/** @type {number} */ unread) => { number.textContent = unread ? unread > 99 ? "99+" : String(unread) : ""; };

  function close() {
    panel.hidden = true;
    bell.ariaExpanded = "false";
  }

  async function open() {
    settle(top);
    bell.ariaBusy = "true";
    try {
      const news = await call(box, "GET", "notices");
      panel.replaceChildren(box.parse(news.html));
      drawTimes(panel);
      panel.hidden = false;
      bell.ariaExpanded = "true";
      /** @type {HTMLElement | null} */ (panel.querySelector("h3"))?.focus();
      until = news.until;
      await read(news.since);
    } catch (error) {
      complain(top, error);
    }
    bell.ariaBusy = null;
  }

  /** @param {string} [since] all of it, where nothing is said */
  async function read(since) {
    const { unread } = await call(box, "POST", "notices/read", { since, until });
    draw(unread);
    others.postMessage(unread);
  }

  bell.addEventListener("click", () => { if (panel.hidden) open(); else close(); });
  on({ section: panel, signal }, "click", "[data-all]", async (all) => {
    try {
      await read();
      panel.querySelector(".cb-older")?.remove();
      /** @type {HTMLElement | null} */ (panel.querySelector("h3"))?.focus();
      all.remove();
      announce(box, _("All read."));
    } catch (error) {
      complain(panel, error);
    }
  });
  on({ section: panel, signal }, "click", "[data-comment]", (link, event) => {
    const { href, hash, dataset: { comment: id = "" } } = /** @type {HTMLAnchorElement} */ (link);
    if (!hash || !comment(box, id) && ![box.url, location.href].some((at) => bare(at) === bare(href))) return;
    event.preventDefault();
    close();
    thread.show(id).catch((error) => complain(top, error));
  });
  top.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || panel.hidden) return;
    close();
    bell.focus();
  }, { signal });
  top.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (to instanceof Node && !top.contains(to)) close(); // nothing that has the focus lies under it
  }, { signal });
  document.addEventListener("pointerdown", (event) => {
    if (!event.composedPath().includes(top)) close();
  }, { signal });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !bell.isConnected || Date.now() - asked < REST) return;
    asked = Date.now();
    call(box, "GET", `me?${new URLSearchParams({ url: box.url })}`).then(({ unread }) => draw(unread), () => {});
  }, { signal });
  others.onmessage = ({ data }) => draw(Number(data));
  signal.addEventListener("abort", () => others.close());
  session.follow((me) => {
    if (me.signed_in) {
      draw(me.unread);
      if (!bell.isConnected) top.append(bell, panel);
      return;
    }
    close();
    panel.replaceChildren();
    for (const each of [bell, panel]) each.remove();
  });
}

/** @param {string} address */
const bare = (address) => address.replace(/#.*/, "");
