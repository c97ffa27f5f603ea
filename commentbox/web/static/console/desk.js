// @ts-check
/**
 * The pulse of an open queue: what is in hand here is in nobody else's for a minute and a half, what others have in
 * hand or have decided says so, and what has come in is counted. Nothing of it moves a card.
 */

import { current, open } from "./cards.js";
import { all, find } from "./dom.js";
import { showCounts } from "./said.js";
import { post } from "./send.js";

const PAUSE = 20_000;
const SOON = 400;
const IN_HAND = 3;
const QUIET = 30 * 60_000;
let timer = 0;
let quietUntil = 0;

export function install() {
  const url = find("[data-desk]")?.dataset.desk;
  if (!url) return;
  const beat = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, PAUSE);
    if (document.visibilityState === "visible") void pulse(url);
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(beat, SOON);
  };
  find("[data-care-away]")?.addEventListener("click", () => {
    quietUntil = performance.now() + QUIET;
    showCare("");
  });
  document.addEventListener("focusin", soon);
  document.addEventListener("visibilitychange", soon);
  beat();
}

/** A word about a break; whoever sends it away does not hear of it for half an hour. @param {string} words */
function showCare(words) {
  const place = find("[data-care]");
  const text = find("[data-care-words]");
  if (!place || !text) return;
  place.hidden = words === "" || performance.now() < quietUntil;
  if (!place.hidden && text.textContent !== words) text.textContent = words;
}

/** @param {string} url */
async function pulse(url) {
  const items = open();
  const here = current();
  const from = here ? Math.max(0, items.indexOf(here)) : 0;
  const ids = items.map((item) => item.dataset.comment ?? "");
  const hold = ids.slice(from, from + IN_HAND).join();
  const body = new URLSearchParams({ hold, shown: ids.join(), read: here?.dataset.comment ?? "" });
  try {
    show(await post(url, body));
  } catch {
    // The next beat tries again; what is decided meanwhile is checked by the server anyway.
  }
}

/** @param {{ counts: Record<string, number>, claimed: Record<string, string>, decided: Record<string, string>, more: number, care: string }} told */
function show(told) {
  showCounts(told.counts);
  showCare(told.care);
  for (const item of open()) {
    const id = item.dataset.comment ?? "";
    const holder = told.claimed[id];
    const words = told.decided[id] ?? (holder ? `${holder} has it in hand` : "");
    item.toggleAttribute("data-taken", words !== "");
    const chip = find("[data-claimed]", item);
    if (!chip) continue;
    chip.textContent = words;
    chip.hidden = words === "";
  }
  for (const link of all("a[data-more].button")) {
    if (told.more > 0) link.textContent = told.more === 1 ? "Show 1 more" : `Show ${told.more} more`;
  }
}
