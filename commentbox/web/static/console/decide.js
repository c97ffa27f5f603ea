// @ts-check
/** A decision without loading a page: the card becomes one line, and the next card is in hand. */

import { about, current, neighbour, open, take, topOf } from "./cards.js";
import { all, carry, clone, find, need, page } from "./dom.js";
import { loadMore } from "./more.js";
import { complain, remaining, say, showCounts, takeCounts } from "./said.js";
import { Refusal, send } from "./send.js";
import { relativeTimes } from "./times.js";

/** @type {HTMLElement[]} the lines of decided cards, the latest last */
const decided = [];

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
    const button = event.target instanceof Element ? event.target.closest("[data-again]") : null;
    const item = button?.closest("li");
    if (item) void attempt(item, () => reload(item));
  });
}

/** Takes back the latest decision made on this page, or the one the page came with. */
export function undoLast() {
  const last = latest();
  const form = last ? find("[data-undo]", last) : find("[data-last-undo]");
  if (form instanceof HTMLFormElement) form.requestSubmit();
  else say("There is nothing to undo on this page.");
}

function latest() {
  return decided.filter((line) => line.isConnected).at(-1);
}

/** Only one line is what the key for undo means. */
function markLatest() {
  for (const line of decided) line.toggleAttribute("data-latest", line === latest());
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 */
async function decide(form, button) {
  const item = /** @type {HTMLElement} */ (form.closest("li"));
  await attempt(item, async () => {
    const answer = await send(form, button);
    showCounts(answer.held ?? 0, answer.flagged ?? 0);
    void collapse(item, answer); // not waited for: it may fetch, and undo must not wait for that
  });
}

/**
 * @param {HTMLElement} item
 * @param {import("./send.js").Answer} answer
 */
async function collapse(item, answer) {
  const isInHand = current() === item;
  const top = topOf(item);
  const card = need("[data-card]", item);
  const line = clone("done");
  need("[data-message]", line).textContent = answer.message;
  need("[data-about]", line).textContent = about(card);
  need("[data-undo]", line).setAttribute("action", answer.undo ?? "");
  line.dataset.url = card.dataset.url ?? "";
  card.replaceWith(line);
  decided.push(line);
  markLatest();
  if (isInHand && !(await goOn(item, top))) return;
  say(`${answer.message} ${remaining()}`);
  if (open().length <= 5) void loadMore().catch(() => undefined);
}

/**
 * @param {HTMLElement} item the place that was just decided
 * @param {number} top where its card stood: the next one comes to stand there
 * @returns {Promise<boolean>} false if it was taken back meanwhile
 */
async function goOn(item, top) {
  let next = neighbour(item, 1) ?? neighbour(item, -1);
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

/** @param {HTMLFormElement} form */
async function takeBack(form) {
  const item = /** @type {HTMLElement} */ (form.closest("li"));
  await attempt(item, async () => {
    const answer = await send(form);
    say(answer.message);
    await reload(item);
  });
}

/**
 * Shows a comment as it is now.
 * @param {HTMLElement} item
 */
async function reload(item) {
  const shown = need("[data-card], [data-done]", item);
  const fresh = await page(`${shown.dataset.url}`);
  const card = document.importNode(need("[data-card]", fresh), true);
  relativeTimes(card);
  // The page of one comment shows its context around the card; in the queue the card brings its own.
  if (find("[data-end]")) for (const part of all("[data-parent], [data-context]", card)) part.hidden = false;
  carry(shown, card);
  shown.replaceWith(card);
  markLatest();
  takeCounts(fresh);
  take(item);
}

/**
 * One thing at a time for each card; what goes wrong is told on it.
 * @param {HTMLElement} item
 * @param {() => Promise<void>} act
 */
async function attempt(item, act) {
  if (item.dataset.busy) return;
  item.dataset.busy = "true";
  try {
    complain(item, "");
    await act();
  } catch (error) {
    complain(item, error instanceof Error ? error.message : String(error));
    const isStale = error instanceof Refusal && (error.code.endsWith("_meanwhile") || error.code === "withdrawn");
    const way = isStale ? "again" : error instanceof Refusal && error.code === "signed_out" ? "door" : null;
    if (way) find("[data-alert]", item)?.append(" ", clone(way));
  } finally {
    delete item.dataset.busy;
  }
}
