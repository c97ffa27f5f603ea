// @ts-check
/**
 * Decisions that did not reach the server: kept in this browser, and sent again in their order until they do.
 * Each says on which text and after which decision it was made, so that sending it twice does nothing twice.
 */

import { find } from "./dom.js";
import { reload, tell } from "./lines.js";
import { complain, showCounts } from "./said.js";
import { post, Refusal } from "./send.js";

/** @typedef {{ url: string, body: string, comment: string }} Kept */

const STORED = "commentbox-console-pending";
const PAUSE = 5_000;
let isSending = false;

/** @param {(item: HTMLElement, error: unknown) => void} refused what was decided otherwise meanwhile */
export function install(refused) {
  addEventListener("online", () => void flush(refused));
  setInterval(() => void flush(refused), PAUSE);
  void flush(refused);
}

/** @param {Kept} decision */
export function keep(decision) {
  store([...kept().filter((one) => one.comment !== decision.comment), decision]);
}

/** @param {string} comment */
export function drop(comment) {
  store(kept().filter((one) => one.comment !== comment));
}

/** @param {(item: HTMLElement, error: unknown) => void} refused */
async function flush(refused) {
  if (isSending) return;
  isSending = true;
  try {
    for (const one of kept()) {
      const item = find(`[data-cards] > li[data-comment="${one.comment}"]`);
      if (!(await sendOne(one, item, refused))) return;
    }
  } finally {
    isSending = false;
  }
}

/**
 * @param {Kept} one
 * @param {HTMLElement | null} item
 * @param {(item: HTMLElement, error: unknown) => void} refused
 * @returns {Promise<boolean>} whether to go on with the next
 */
async function sendOne(one, item, refused) {
  const line = item ? find("[data-done]", item) : null;
  try {
    const answer = await post(one.url, new URLSearchParams(one.body));
    drop(one.comment);
    showCounts(answer.counts);
    if (line) tell(line, answer);
    else if (item) await reload(item);
  } catch (error) {
    const code = error instanceof Refusal ? error.code : "unreached";
    if (code === "unreached") return false;
    if (code === "signed_out") {
      if (line) complain(line, "You are logged out. Log in in another tab, and it is sent.");
      return false;
    }
    drop(one.comment);
    if (item) {
      if (line) await reload(item);
      refused(item, error);
    }
  }
  return true;
}

/** @returns {Kept[]} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? "[]");
  } catch {
    return [];
  }
}

/** @param {Kept[]} decisions */
function store(decisions) {
  if (decisions.length) localStorage.setItem(STORED, JSON.stringify(decisions));
  else localStorage.removeItem(STORED);
}
