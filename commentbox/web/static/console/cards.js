// @ts-check
/** Which card is in hand, and how to get to the next one. */

import { all, find } from "./dom.js";

const MARGIN = 16;

/** The places of cards that are not decided yet. @returns {HTMLElement[]} */
export function open() {
  return all("[data-cards] > li").filter((item) => find("[data-card]", item));
}

/** @returns {HTMLElement | null} */
export function current() {
  const focused = document.activeElement?.closest("[data-cards] > li");
  if (focused instanceof HTMLElement && find("[data-card]", focused)) return focused;
  return find("[data-cards] > li[data-current]");
}

/** @param {HTMLElement} item */
export function mark(item) {
  for (const other of all("[data-current]")) delete other.dataset.current;
  item.dataset.current = "";
}

/**
 * Takes a card in hand.
 * @param {HTMLElement} item
 * @param {number} [top] where on the screen its top should stand, if it can be seen whole there; without it,
 *   nothing moves as long as the card can be seen whole
 */
export function take(item, top) {
  mark(item);
  const card = find("[data-card], [data-done]", item);
  if (!card) return;
  card.focus({ preventScroll: true });
  const box = card.getBoundingClientRect();
  const isWhole = box.top >= MARGIN && box.bottom <= innerHeight - MARGIN;
  if (top === undefined && isWhole) return;
  const lowest = Math.max(MARGIN, innerHeight - MARGIN - box.height);
  scrollBy({ top: box.top - Math.min(top ?? MARGIN, lowest), behavior: "instant" });
}

/**
 * The next or previous open card, counted from the one in hand.
 * @param {1 | -1} step
 */
export function move(step) {
  const items = open();
  const here = current();
  const found = here ? neighbour(here, step) : (items[0] ?? null);
  if (found) take(found);
}

/**
 * @param {HTMLElement} item
 * @param {1 | -1} step
 * @returns {HTMLElement | null}
 */
export function neighbour(item, step) {
  const wanted = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const there = open().filter((other) => item.compareDocumentPosition(other) & wanted);
  return (step === 1 ? there[0] : there.at(-1)) ?? null;
}

/** Where the top of a card stands on the screen, or would if it were in view. @param {HTMLElement} item */
export function topOf(item) {
  return Math.max(item.getBoundingClientRect().top, MARGIN);
}

/** Isolated: a name in Arabic must not turn the line round. @param {HTMLElement} card */
export function about(card) {
  const name = find("h2", card)?.firstChild?.textContent?.trim() ?? "";
  const words = (find("[data-words]", card)?.textContent ?? "").trim().replace(/\s+/g, " ");
  return `\u2068${name}\u2069: “\u2068${words.length > 90 ? `${words.slice(0, 90).trimEnd()} …` : words}\u2069”`;
}
