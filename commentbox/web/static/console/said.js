// @ts-check
/** What is told without taking the focus: results in the live region, and how many still wait. */

import { all, find } from "./dom.js";

/** @param {string} text */
export function say(text) {
  const region = find("[data-said]");
  if (!region) return;
  // The same words twice in a row would not be read out again.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

let countedAt = 0; // by this page's clock

/** @param {Record<string, number>} [counts] by lane, and `waiting` altogether */
export function showCounts(counts) {
  countedAt = performance.now();
  for (const [name, count] of Object.entries(counts ?? {})) {
    for (const place of all(`[data-count="${name}"]`)) place.textContent = String(count);
  }
  document.title = document.title.replace(/^\d+/, String(countWaiting()));
}

/**
 * Takes the counts over from a page, unless something was decided since it was asked for.
 * @param {Document} fresh
 * @param {number} askedAt
 */
export function takeCounts(fresh, askedAt) {
  if (countedAt >= askedAt) return;
  for (const place of all("[data-count]")) {
    const newer = find(`[data-count="${place.dataset.count}"]`, fresh);
    if (newer) place.textContent = newer.textContent;
  }
  document.title = document.title.replace(/^\d+/, String(countWaiting()));
}

/** @returns {number} */
export function countWaiting() {
  return Number(find('[data-count="waiting"]')?.textContent ?? 0);
}

/** @returns {string} */
export function remaining() {
  const count = countWaiting();
  if (count === 0) return "Nothing is waiting.";
  return count === 1 ? "One is waiting." : `${count} are waiting.`;
}

/**
 * Shows what went wrong where it went wrong.
 * @param {HTMLElement} place a card, or the line it became
 * @param {string} text empty: all is well again
 */
export function complain(place, text) {
  const alert = find("[data-alert]", place);
  if (!alert) return;
  alert.textContent = text;
  alert.hidden = text === "";
}
