// @ts-check
/** The words a list has found are marked where they stand; blurred, if the moderator likes it so. */

import { all } from "./dom.js";

/** @param {ParentNode} [root] */
export function markWords(root = document) {
  const places = all("[data-marks]", root);
  if (root instanceof HTMLElement && root.matches("[data-marks]")) places.push(root);
  for (const place of places) {
    const pieces = /** @type {string[]} */ (JSON.parse(place.dataset.marks ?? "[]"));
    place.removeAttribute("data-marks"); // once is enough
    for (const piece of pieces) for (const text of textsOf(place)) markIn(text, piece);
  }
}

/** Shows what is blurred in a card, or blurs it again. @param {HTMLElement} item */
export function showBlurred(item) {
  item.toggleAttribute("data-shown");
}

/** @param {HTMLElement} place @returns {Text[]} */
function textsOf(place) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) found.push(/** @type {Text} */ (walker.currentNode));
  return found.filter((text) => !text.parentElement?.closest("mark"));
}

/** @param {Text} text @param {string} piece */
function markIn(text, piece) {
  const at = text.data.indexOf(piece);
  if (at < 0) return;
  const found = text.splitText(at);
  const rest = found.splitText(piece.length);
  const mark = document.createElement("mark");
  found.replaceWith(mark);
  mark.append(found);
  markIn(rest, piece);
}
