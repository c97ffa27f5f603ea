// @ts-check
/** A decision without loading a page, and without a network until there is one again. */

import { take } from "./cards.js";
import { clone, find } from "./dom.js";
import { decideAndGoOn, latest, reload } from "./lines.js";
import { drop, keep } from "./pending.js";
import { complain, say, showCounts } from "./said.js";
import { fieldsOf, post, Refusal, send } from "./send.js";

export function install() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const handle = form.matches("[data-decision]") ? decide : form.matches("[data-undo]") ? takeBack : null;
    if (!handle) return;
    event.preventDefault();
    void handle(form, event.submitter);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-again], [data-theirs]") : null;
    const item = button?.closest("li");
    if (!button || !item) return;
    if (button.matches("[data-again]")) void attempt(item, () => show(item));
    else void leave(item);
  });
}

/** Takes back the latest decision made on this page, or the one the page came with. */
export function undoLast() {
  const last = latest();
  const form = last ? find("[data-undo], [data-undo-act]", last) : find("[data-last-undo]");
  if (form instanceof HTMLFormElement && !form.hidden) form.requestSubmit();
  else say("There is nothing to undo on this page.");
}

/** Lets go of the card in hand: it waits on. @param {HTMLElement} item */
export function skip(item) {
  void decideAndGoOn(item, { message: "Skipped: it waits on.", undo: "" });
}

/** @param {HTMLElement} item */
async function show(item) {
  await reload(item);
  take(item);
}

/** What a colleague decided meanwhile stays, and is told in one line. @param {HTMLElement} item */
async function leave(item) {
  const theirs = find("[data-alert]", item)?.firstChild?.textContent?.split("Your decision")[0] ?? "";
  await decideAndGoOn(item, { message: theirs.trim(), undo: null });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function decide(form, button) {
  const item = /** @type {HTMLElement} */ (form.closest("li"));
  await attempt(item, async () => {
    const url = form.getAttribute("action") ?? "";
    const body = fieldsOf(form, button);
    try {
      const answer = await post(url, body);
      showCounts(answer.counts);
      void decideAndGoOn(item, answer); // not waited for: it may fetch, and undo must not wait for that
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== "unreached") throw error;
      keep({ url, body: body.toString(), comment: item.dataset.comment ?? "" });
      void decideAndGoOn(item, { message: "Kept here until there is a network again.", undo: "" });
    }
  });
}

/** @param {HTMLFormElement} form */
async function takeBack(form) {
  const item = /** @type {HTMLElement} */ (form.closest("li"));
  await attempt(item, async () => {
    if (!form.getAttribute("action")) {
      drop(item.dataset.comment ?? ""); // nobody was told yet
      return show(item);
    }
    const answer = await send(form);
    say(answer.message);
    showCounts(answer.counts);
    await show(item);
  });
}

/**
 * One thing at a time for each card; what goes wrong is told on it.
 * @param {HTMLElement} item
 * @param {() => Promise<void>} act
 */
export async function attempt(item, act) {
  if (item.dataset.busy) return;
  item.dataset.busy = "true";
  try {
    complain(item, "");
    await act();
  } catch (error) {
    tellOf(item, error);
  } finally {
    delete item.dataset.busy;
  }
}

/**
 * @param {HTMLElement} item
 * @param {unknown} error
 */
export function tellOf(item, error) {
  complain(item, error instanceof Error ? error.message : String(error));
  const code = error instanceof Refusal ? error.code : "";
  const ways = { decided_meanwhile: ["again", "theirs"], signed_out: ["door"] }[code];
  const isStale = code.endsWith("_meanwhile") || code === "withdrawn";
  for (const way of ways ?? (isStale ? ["again"] : [])) find("[data-alert]", item)?.append(" ", clone(way));
}
