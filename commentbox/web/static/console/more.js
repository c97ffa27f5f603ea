// @ts-check
/** The next page of the queue is there before the last card of this one is decided. */

import { all, find, page } from "./dom.js";
import { dress } from "./dress.js";
import { takeCounts } from "./said.js";

const PAUSE = 30_000;

/** @type {Promise<number> | null} */
let loading = null;

/** Appends what comes next; how many cards that were. Asking twice at once loads once. @returns {Promise<number>} */
export function loadMore() {
  loading ??= load().finally(() => {
    loading = null;
  });
  return loading;
}

/**
 * Looks again now and then while the queue is empty and somebody has it before their eyes.
 * @param {(count: number) => void} tell
 */
export function watch(tell) {
  setInterval(() => {
    if (document.visibilityState === "hidden" || find("[data-cards] [data-card]")) return;
    loadMore().then((count) => count > 0 && tell(count), () => undefined);
  }, PAUSE);
}

/** @returns {Promise<number>} */
async function load() {
  const link = find("[data-more]");
  const cards = find("[data-cards]");
  if (!(link instanceof HTMLAnchorElement) || !cards) return 0;
  const askedAt = performance.now();
  const fresh = await page(link.href);
  let count = 0;
  for (const item of all("[data-cards] > li", fresh)) {
    const known = find(`li[data-comment="${item.dataset.comment}"]`, cards);
    const line = known && find("[data-done]", known);
    // A card is there already; or the page was made before this one was decided, and knows nothing of it.
    if (known && (!line || line.hasAttribute("data-stays") || Number(line.dataset.at) >= askedAt)) continue;
    known?.remove(); // decided here before, and waiting again
    const taken = document.importNode(item, true);
    dress(taken);
    cards.append(taken);
    count += 1;
  }
  const end = find("[data-end]", fresh);
  if (end) replaceEnd(document.importNode(end, true));
  takeCounts(fresh, askedAt);
  return count;
}

/** The focus stays where it was. @param {HTMLElement} newer */
function replaceEnd(newer) {
  const old = find("[data-end]");
  const hadFocus = old?.contains(document.activeElement);
  old?.replaceWith(newer);
  if (hadFocus) newer.focus({ preventScroll: true });
}
