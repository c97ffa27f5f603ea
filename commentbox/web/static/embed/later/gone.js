// @ts-check
/** A comment that is no longer there. */

import { comment, make } from "../dom.js";
import { _ } from "../words.js";

// As in the templates.
/** @type {Record<string, string>} */
const WORDS = {
  removed: _("This comment was removed by a moderator."),
  withdrawn: _("This comment was withdrawn by its author."),
  held: _("This comment is waiting for a moderator."),
};

/** Its words go at once; its place stays while others hang below it, or somebody is answering it.
 * @param {Box} box @param {HTMLElement} item @param {Change} change */
export function takeAway(box, item, change) {
  const isHeldUp = change.shown || item.querySelector(":scope > :is(.cb-answering, .cb-replies > .cb-item)");
  if (isHeldUp) return draw(item, change);
  const parent = item.dataset.parent && comment(box, item.dataset.parent);
  const neighbour = item.nextElementSibling ?? item.previousElementSibling ?? parent;
  const hadFocus = item.matches(":focus-within");
  item.remove();
  if (hadFocus && neighbour) neighbour.querySelector("article")?.focus({ preventScroll: true });
  // What only held this one up goes with it.
  const isEmpty = parent && !parent.querySelector(".cb-item, :scope > :is(.cb-more, .cb-answering)");
  if (isEmpty && parent.querySelector(":scope > article > .cb-gone")) takeAway(box, parent, { ...change, shown: false });
}

/** @param {HTMLElement} item @param {Change} change */
function draw(item, { id, status }) {
  const words = WORDS[status ?? "removed"] ?? "";
  const article = make("article", { className: "cb-comment", tabIndex: -1, "aria-labelledby": `by-${id}` },
    make("p", { className: "cb-gone", id: `by-${id}` }, words));
  item.querySelector(":scope > article")?.replaceWith(article);
  item.classList.remove("cb-folded"); // the button has gone too
}
