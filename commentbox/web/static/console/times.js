// @ts-check
/** “12 minutes ago” says more in a queue than a date; the date stays in the tooltip. */

import { all } from "./dom.js";

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
const LONGEST = 7 * 86_400;

/** @param {ParentNode} [root] */
export function relativeTimes(root = document) {
  for (const time of all("time[datetime]", root)) {
    const seconds = (Date.now() - Date.parse(/** @type {HTMLTimeElement} */ (time).dateTime)) / 1000;
    if (seconds < LONGEST) time.textContent = words(seconds);
  }
}

/** @param {number} seconds */
function words(seconds) {
  for (const [unit, size] of UNITS) {
    if (seconds >= size) return WORDS.format(-Math.floor(seconds / size), unit);
  }
  return "just now";
}
