// @ts-check
/** One act about all that are selected: every comment gets its own result, and all of it can be taken back. */

import { current, open, take } from "./cards.js";
import { clone, find, need } from "./dom.js";
import { collapse, reload, remember } from "./lines.js";
import { loadMore } from "./more.js";
import { complain, remaining, say, showCounts } from "./said.js";
import { none, selected, show } from "./select.js";
import { send } from "./send.js";

/** @typedef {{ comment: number, message: string, is_done: boolean, undo: string | null }} Result */

export function install() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const handle = form.matches("[data-bulk]") ? act : form.matches("[data-undo-act]") ? takeBack : null;
    if (!handle) return;
    event.preventDefault();
    void handle(form, event.submitter);
  });
}

/** @param {HTMLFormElement} form @param {HTMLElement | null} button */
async function act(form, button) {
  if (form.dataset.busy || selected().length === 0) return;
  form.dataset.busy = "true";
  complain(form, "");
  try {
    const answer = await send(form, button);
    const key = need('[name="key"]', form);
    if (key instanceof HTMLInputElement) key.value = crypto.randomUUID(); // the next act is another one
    for (const choice of form.querySelectorAll("details")) choice.open = false;
    none();
    showCounts(answer.counts);
    await showResults(answer);
  } catch (error) {
    complain(form, error instanceof Error ? error.message : String(error));
  } finally {
    delete form.dataset.busy;
  }
}

/** @param {any} answer */
async function showResults(answer) {
  for (const result of /** @type {Result[]} */ (answer.items)) {
    const item = place(result.comment);
    if (!item || !find("[data-card]", item)) continue;
    if (result.is_done) collapse(item, { message: result.message, undo: result.undo });
    else complain(item, result.message);
  }
  show();
  const notice = clone("act");
  const words = answer.waits_for_second
    ? "So many at once need a second person: a lead or an administrator has to confirm it."
    : answer.message;
  need("[data-message]", notice).textContent = words;
  need("[data-act-page]", notice).setAttribute("href", answer.page);
  const undo = need("[data-undo-act]", notice);
  undo.setAttribute("action", answer.undo ?? "");
  undo.hidden = !answer.undo;
  need("[data-acted]").replaceChildren(notice);
  if (answer.undo) remember(notice);
  if (open().length <= 5) await loadMore().catch(() => 0);
  const next = current() ?? open()[0];
  if (next) take(next);
  else find("[data-end]")?.focus();
  say(`${words} ${remaining()}`);
}

/** @param {HTMLFormElement} form */
async function takeBack(form) {
  const notice = /** @type {HTMLElement} */ (form.closest("[data-act]"));
  if (notice.dataset.busy) return;
  notice.dataset.busy = "true";
  try {
    const answer = await send(form);
    need("[data-message]", notice).textContent = answer.message;
    form.hidden = true;
    for (const result of /** @type {Result[]} */ (answer.items)) {
      const item = place(result.comment);
      if (item && find("[data-done]", item)) await reload(item);
    }
    showCounts(answer.counts);
    const first = answer.items.map((/** @type {Result} */ one) => place(one.comment)).find(Boolean);
    if (first) take(first);
    say(answer.message);
    notice.remove();
  } catch (error) {
    complain(notice, error instanceof Error ? error.message : String(error));
  } finally {
    delete notice.dataset.busy;
  }
}

/** @param {number} comment */
function place(comment) {
  return find(`[data-cards] > li[data-comment="${comment}"]`);
}
