// @ts-check
/** Folding away what hangs below a comment; remembered for this visit only. */

import { button, make, on, writer } from "./dom.js";
import { _ } from "./words.js";

/** For a comment that has got its first reply. @param {Element} item */
export function addFold(item) {
  const acts = item.querySelector(":scope > article > .cb-acts");
  if (!acts || acts.querySelector(".cb-fold")) return;
  const name = writer(item);
  const [hide = "", whose = ""] = _("Hide replies<unseen> to {name}</unseen>", { name }).split(/<.?unseen>/);
  const fold = button(hide, () => {}, "cb-quiet cb-fold cb-alive");
  fold.append(make("span", { className: "cb-unseen" }, whose));
  acts.append(fold);
}

/** @param {Pick<Box, "section" | "signal">} box */
export function openFolds(box) {
  /** @type {Set<string>} */
  const folded = new Set();

  /** After each change of the list, in what changed. @param {Iterable<Element>} [within] */
  function draw(within = [box.section]) {
    for (const place of within) for (const button of place.querySelectorAll(".cb-fold")) {
      const item = /** @type {HTMLElement} */ (button.closest(".cb-item"));
      const isFolded = folded.has(item.dataset.id ?? "");
      item.classList.toggle("cb-folded", isFolded);
      const word = /** @type {Node} */ (button.firstChild);
      word.textContent = isFolded ? _("Show replies") : _("Hide replies");
    }
  }

  on(box, "click", ".cb-fold", (button) => {
    const item = /** @type {HTMLElement} */ (button.closest(".cb-item"));
    const { id = "" } = item.dataset;
    if (!folded.delete(id)) folded.add(id);
    draw([item]);
  });

  /** @param {string} id of a comment that is to be seen */
  function unfold(id) {
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (box.section.querySelectorAll(".cb-folded"))) {
      if (item.querySelector(`#comment-${id}`)) folded.delete(item.dataset.id ?? "");
    }
    draw();
  }

  return { draw, unfold };
}
