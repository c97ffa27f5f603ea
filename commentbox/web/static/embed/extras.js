// @ts-check
/** What most readers do without, and what therefore comes when it is asked for. */

import { on } from "./dom.js";
import { later } from "./later.js";

/** @param {Box} box @param {Session} session @param {Thread} thread */
export function openExtras(box, session, thread) {
  const { section, signal } = box;
  /** @type {Promise<void> | null} */
  let quotes = null;
  on(box, "click", ".cb-find", (link, event) => {
    event.preventDefault();
    later(box, () => import("./later/search.js")).then(({ openSearch }) => openSearch(box, thread, link));
  });
  section.addEventListener("selectstart", () => {
    quotes ??= later(box, () => import("./later/quote.js")).then(({ openQuotes }) => openQuotes(box, session), () => { quotes = null; });
  }, { signal });
  listen(box, session);
  greet(box, session, thread);
  if (!section.dataset.live) return;
  const watch = new IntersectionObserver((views) => {
    if (!views.some(({ isIntersecting }) => isIntersecting)) return;
    watch.disconnect();
    later(box, () => import("./later/live.js")).then(({ follow }) => follow(box, thread)).catch(() => {});
  });
  watch.observe(section);
  signal.addEventListener("abort", () => watch.disconnect());
}

/** For members, what came since their last visit, and what is for them. @param {Box} box @param {Session} session @param {Thread} thread */
function greet(box, session, thread) {
  /** @type {ReturnType<typeof import("./later/seen.js").openSeen> | undefined} */
  let seen;
  let hasBell = false;
  session.follow(async (me) => {
    if (!me.signed_in) return seen?.forget(), seen = undefined;
    const [{ openSeen }, { openBell }] = await later(box, () => Promise.all([import("./later/seen.js"), import("./later/bell.js")]));
    seen ??= openSeen(box, me.name);
    seen.draw();
    if (!hasBell) openBell(box, session, thread);
    hasBell = true;
  });
  box.section.addEventListener("cb-grown", (event) => seen?.draw(/** @type {CustomEvent} */ (event).detail), { signal: box.signal });
}

/** Keys, while the reader is at the box and writes nothing; what they do comes with the first of them.
 * @param {Box} box @param {Session} session */
function listen(box, session) {
  const { host, section, signal } = box;
  const press = (/** @type {string} */ key) => later(box, () => import("./later/keys.js"))
    .then((keys) => keys.press(box, key, !!session.me?.signed_in));
  on(box, "click", "[data-keys]", () => press("help"));
  document.addEventListener("keydown", (event) => {
    const [at] = event.composedPath();
    if (!/^[jkncq?]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.defaultPrevented || event.isComposing || !(at instanceof HTMLElement) || host.getAttribute("keys") === "off") return;
    if (at.isContentEditable || at.closest("input, textarea, select, dialog")) return;
    const { top, bottom } = section.getBoundingClientRect();
    if (section.contains(at) || (at === document.body && bottom > 0 && top < innerHeight)) press(event.key);
  }, { signal });
}
