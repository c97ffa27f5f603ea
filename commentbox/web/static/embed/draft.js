// @ts-check
/** What was typed is kept until the server says it has it. */

import { counted } from "./words.js";

const PREFIX = "commentbox:draft:";

/** Storage may be forbidden or full; nothing may fail for that. @template T @param {(kept: Storage) => T} act */
export function store(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

/** The same for this visit, where nothing may be stored. @type {Map<string, { text: string, key: string }>} */
const memory = new Map();

/** The key makes one comment of all tries to send it. @param {string} name */
export function openDraft(name) {
  const at = PREFIX + name;
  const found = memory.get(at) ?? store((kept) => JSON.parse(kept.getItem(at) ?? "{}")) ?? {};
  let key = String(found.key ?? "");
  return {
    text: String(found.text ?? ""),
    get key() { return (key ||= newKey()); },
    /** @param {string} text */
    keep(text) {
      if (!text) return this.forget();
      memory.set(at, { text, key: this.key });
      store((kept) => kept.setItem(at, JSON.stringify({ text, key: this.key })));
    },
    /** The next try is another comment. */
    renew() { key = newKey(); },
    forget() {
      key = "";
      memory.delete(at);
      store((kept) => kept.removeItem(at));
    },
  };
}

/** The next person at this machine must not find them. @param {string} start */
export function forgetDrafts(start) {
  for (const name of memory.keys()) if (name.startsWith(PREFIX + start)) memory.delete(name);
  store((kept) => {
    for (const name of Object.keys(kept)) if (name.startsWith(PREFIX + start)) kept.removeItem(name);
  });
}

/** The room left; 🙂 is one character. @param {string} text @param {number} most */
export function room(text, most) {
  const left = most - [...text].length;
  const words = left < 0 ? counted("{n} character too many", "{n} characters too many", -left)
    : counted("{n} character left", "{n} characters left", left);
  return { left, isNear: left <= Math.max(20, most / 5), words };
}

function newKey() {
  // Plain http has no randomUUID.
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
}
