// @ts-check
/** The conversation around a comment, opened inside its card; and closing an article's comments. */

import { all, find, need, page } from "./dom.js";
import { complain, say } from "./said.js";
import { send } from "./send.js";
import { relativeTimes } from "./times.js";

export function install() {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("[data-context]") : null;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!(link instanceof HTMLAnchorElement) || !isPlain) return;
    event.preventDefault();
    void toggle(link);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.matches("[data-article]")) return;
    event.preventDefault();
    void setOpen(form, event.submitter);
  });
}

/**
 * Takes the conversation away again; whether there was one.
 * @param {HTMLElement} card
 * @returns {boolean}
 */
export function closeContext(card) {
  const around = all("[data-around]", card);
  for (const part of around) part.remove();
  const parent = find("[data-parent]", card);
  if (parent) parent.hidden = false;
  find("[data-context]", card)?.setAttribute("aria-expanded", "false");
  return around.length > 0;
}

/** @param {HTMLAnchorElement} link */
async function toggle(link) {
  const card = /** @type {HTMLElement} */ (link.closest("[data-card]"));
  if (closeContext(card)) return;
  try {
    show(card, await page(link.href));
    link.setAttribute("aria-expanded", "true");
  } catch (error) {
    complain(card, error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {HTMLElement} card
 * @param {Document} fresh
 */
function show(card, fresh) {
  const above = part(find("[data-above]", fresh));
  const below = part(find("[data-below]", fresh));
  const words = need("[data-words]", card);
  const parent = find("[data-parent]", card);
  if (above) {
    words.before(above);
    if (parent) parent.hidden = true;
  }
  if (below) words.after(below);
  if (!above && !below) words.after(nothing());
  const count = all("[data-around] .line", card).length;
  say(count === 0 ? "There is no conversation around it yet." : `The conversation is shown: ${count} comments.`);
}

/**
 * @param {HTMLElement | null} found
 * @returns {HTMLElement | null}
 */
function part(found) {
  if (!found) return null;
  const copy = document.importNode(found, true);
  copy.dataset.around = "";
  relativeTimes(copy);
  return copy;
}

function nothing() {
  const line = document.createElement("p");
  line.className = "soft";
  line.dataset.around = "";
  line.textContent = "There is no conversation around it yet.";
  return line;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function setOpen(form, button) {
  const card = /** @type {HTMLElement} */ (form.closest("[data-card]"));
  try {
    const answer = await send(form, button);
    for (const other of all(`[data-article="${form.dataset.article}"] button`)) {
      if (!(other instanceof HTMLButtonElement)) continue;
      other.value = answer.is_open ? "0" : "1";
      other.textContent = answer.is_open ? "Close comments on this article" : "Open comments on this article again";
    }
    for (const chip of all(`[data-closed="${form.dataset.article}"]`)) chip.hidden = Boolean(answer.is_open);
    complain(card, "");
    say(answer.message);
  } catch (error) {
    complain(card, error instanceof Error ? error.message : String(error));
  }
}
