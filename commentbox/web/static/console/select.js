// @ts-check
/** Which comments are selected: by box, by key, a whole range with Shift, or all that are like one. */

import { open } from "./cards.js";
import { all, find, need, page } from "./dom.js";
import { dress } from "./dress.js";
import { complain, say } from "./said.js";

/** @type {HTMLInputElement | null} */
let lastBox = null;

export function install() {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (target instanceof HTMLInputElement && target.matches("[data-select]")) return choose(target, event.shiftKey);
    if (target.closest("[data-bulk-none]")) return none();
    const link = target.closest("[data-similar]");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey) return undefined;
    event.preventDefault();
    return void selectLike(link);
  });
  show();
}

/** @returns {HTMLInputElement[]} */
export function selected() {
  return boxes().filter((box) => box.checked);
}

/** @param {HTMLElement} item @param {boolean} isRange */
export function toggle(item, isRange) {
  const box = find("[data-select]", item);
  if (!(box instanceof HTMLInputElement)) return;
  if (!isRange) box.checked = !box.checked;
  choose(box, isRange);
}

/** Lets go of all; whether there was anything. @returns {boolean} */
export function none() {
  const some = selected();
  for (const box of some) box.checked = false;
  show();
  return some.length > 0;
}

/** The bar is there as long as something is selected. */
export function show() {
  const bar = find("[data-bulk]");
  if (!bar) return;
  const count = selected().length;
  bar.hidden = count === 0;
  need("[data-bulk-count]", bar).textContent = count === 1 ? "1 selected" : `${count} selected`;
  need("[data-bulk-none]", bar).hidden = false;
}

/** @param {HTMLInputElement} box @param {boolean} isRange */
function choose(box, isRange) {
  const list = boxes();
  if (isRange && lastBox && list.includes(lastBox)) {
    const [from, to] = [list.indexOf(lastBox), list.indexOf(box)].sort((one, other) => one - other);
    for (const each of list.slice(from, to + 1)) each.checked = true;
  }
  lastBox = box;
  show();
  say(`${selected().length} selected.`);
}

/** @param {HTMLAnchorElement} link */
async function selectLike(link) {
  const item = /** @type {HTMLElement} */ (link.closest("li[data-comment]"));
  const choice = link.closest("details");
  if (choice) choice.open = false;
  try {
    const fresh = await page(link.href);
    let after = item;
    for (const like of all("[data-cards] > li", fresh)) {
      let here = find(`[data-cards] > li[data-comment="${like.dataset.comment}"]`);
      if (!here) {
        here = document.importNode(like, true);
        dress(here);
        after.after(here);
        after = here;
      }
      const box = find("[data-select]", here);
      if (box instanceof HTMLInputElement) box.checked = true;
    }
    show();
    say(`${selected().length} selected.`);
  } catch (error) {
    complain(item, error instanceof Error ? error.message : String(error));
  }
}

function boxes() {
  const found = open().map((item) => find("[data-select]", item));
  return /** @type {HTMLInputElement[]} */ (found.filter((box) => box instanceof HTMLInputElement));
}
