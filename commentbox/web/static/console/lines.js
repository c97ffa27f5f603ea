// @ts-check
/** What a decided card becomes: one line with an undo, in the place where the card stood. */

import { about, current, neighbour, open, take, topOf } from "./cards.js";
import { all, carry, clone, find, need, page } from "./dom.js";
import { dress } from "./dress.js";
import { loadMore } from "./more.js";
import { remaining, say, takeCounts } from "./said.js";

/** @type {HTMLElement[]} what can be taken back, the latest last: lines of decided cards, and acts */
const decided = [];

/** @returns {HTMLElement | undefined} */
export function latest() {
  return decided.filter((line) => line.isConnected).at(-1);
}

/** Only one line is what the key for undo means. */
export function markLatest() {
  for (const line of decided) line.toggleAttribute("data-latest", line === latest());
}

/** @param {HTMLElement} line */
export function remember(line) {
  decided.push(line);
  markLatest();
}

/**
 * The card becomes a line. `undo` is where to take it back: nowhere if null; "" if the server does not know of
 * it, so that its pages still have the card.
 * @param {HTMLElement} item
 * @param {{ message: string, undo?: string | null }} answer
 * @returns {HTMLElement}
 */
export function collapse(item, answer) {
  const card = need("[data-card]", item);
  const line = clone("done");
  need("[data-about]", line).textContent = about(card);
  line.dataset.url = card.dataset.url ?? "";
  line.dataset.at = String(performance.now());
  line.toggleAttribute("data-stays", answer.undo === "");
  tell(line, answer);
  card.replaceWith(line);
  return line;
}

/**
 * @param {HTMLElement} line
 * @param {{ message: string, undo?: string | null }} answer
 */
export function tell(line, answer) {
  need("[data-message]", line).textContent = answer.message;
  const undo = need("[data-undo]", line);
  undo.setAttribute("action", answer.undo ?? "");
  undo.hidden = answer.undo === null;
  if (answer.undo) line.removeAttribute("data-stays");
}

/**
 * The card of the one in hand is decided, and the next one comes to stand where it stood.
 * @param {HTMLElement} item
 * @param {{ message: string, undo?: string | null }} answer
 * @returns {Promise<HTMLElement>}
 */
export async function decideAndGoOn(item, answer) {
  const isInHand = current() === item;
  const top = topOf(item);
  const line = collapse(item, answer);
  remember(line);
  if (isInHand && !(await goOn(item, top))) return line;
  say(`${answer.message} ${remaining()}`);
  if (open().length <= 5) void loadMore().catch(() => undefined);
  return line;
}

/**
 * @param {HTMLElement} item the place that was just decided
 * @param {number} top where its card stood: the next one comes to stand there
 * @returns {Promise<boolean>} false if it was taken back meanwhile
 */
export async function goOn(item, top) {
  const free = open().filter((other) => !other.hasAttribute("data-taken"));
  const below = free.find((other) => item.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  let next = below ?? free.at(-1) ?? neighbour(item, 1) ?? neighbour(item, -1);
  if (!next) {
    take(item); // the focus must not get lost while more is fetched
    await loadMore().catch(() => 0);
    if (find("[data-card]", item)) return false;
    next = neighbour(item, 1);
  }
  if (next) take(next, top);
  else find("[data-end]")?.focus();
  return true;
}

/**
 * Shows a comment as it is now.
 * @param {HTMLElement} item
 */
export async function reload(item) {
  const shown = need("[data-card], [data-done]", item);
  const askedAt = performance.now();
  const fresh = await page(`${shown.dataset.url}`);
  const card = document.importNode(need("[data-card]", fresh), true);
  dress(card);
  // The page of one comment shows its context around the card; in the queue the card brings its own.
  if (find("[data-end]")) for (const part of all("[data-parent], [data-context]", card)) part.hidden = false;
  carry(shown, card);
  shown.replaceWith(card);
  markLatest();
  takeCounts(fresh, askedAt);
}
