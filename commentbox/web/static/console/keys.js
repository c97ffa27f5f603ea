// @ts-check
/** One key for each thing a moderator does all day; at rest while somebody writes, and easy to switch off. */

import { current, move, take } from "./cards.js";
import { closeContext } from "./context.js";
import { undoLast } from "./decide.js";
import { all, find } from "./dom.js";

const STORED = "commentbox-console-keys";

export function install() {
  const isOn = localStorage.getItem(STORED) !== "off";
  document.documentElement.dataset.keys = isOn ? "on" : "off";
  const box = find("[data-keys-on]");
  if (box instanceof HTMLInputElement) {
    box.checked = isOn;
    box.addEventListener("change", () => {
      localStorage.setItem(STORED, box.checked ? "on" : "off");
      document.documentElement.dataset.keys = box.checked ? "on" : "off";
    });
  }
  for (const hidden of all("[data-keys]")) hidden.hidden = false;
  for (const button of all("[data-help]")) button.addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (isOurs(event) && act(event)) event.preventDefault();
  });
}

/** @param {KeyboardEvent} event */
function isOurs(event) {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (event.key === "Escape") return !target.closest("dialog");
  if (document.documentElement.dataset.keys === "off" || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const isWriting = target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable;
  return !isWriting && !target.closest("dialog");
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key meant something
 */
function act(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === "j" || key === "k") return done(move(key === "j" ? 1 : -1));
  if (key === "u") return done(undoLast());
  if (key === "?") return done(help());
  const item = current();
  if (!item) return false;
  const removal = find("[data-removal]", item);
  if (removal instanceof HTMLDetailsElement && removal.open) {
    const digit = digitOf(event);
    if (digit) return press(`[data-removal] [data-key="${digit}"]`, item);
  }
  if (key === "a" || key === "h" || key === "p") return press(`.acts > form [data-key="${key}"]`, item);
  if (key === "o") return press("[data-context]", item);
  if (key === "r" && removal instanceof HTMLDetailsElement) return done(openReasons(item, removal));
  return key === "Escape" && close(item, removal);
}

/** Digits are shifted on some keyboards, so their place counts too. @param {KeyboardEvent} event */
function digitOf(event) {
  return /^[1-9]$/.test(event.key) ? event.key : (/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? null);
}

/**
 * @param {string} selector
 * @param {HTMLElement} item
 */
function press(selector, item) {
  const found = find(selector, item);
  found?.click();
  return found !== null;
}

/**
 * @param {HTMLElement} item
 * @param {HTMLDetailsElement} removal
 */
function openReasons(item, removal) {
  take(item);
  removal.open = true;
  find("[data-key]", removal)?.focus();
  find("form", removal)?.scrollIntoView({ block: "nearest" });
}

/**
 * @param {HTMLElement} item
 * @param {HTMLElement | null} removal
 */
function close(item, removal) {
  const card = find("[data-card]", item);
  const wasOpen = removal instanceof HTMLDetailsElement && removal.open;
  if (wasOpen) removal.open = false;
  const wasShown = card !== null && closeContext(card);
  if (wasOpen || wasShown) card?.focus({ preventScroll: true });
  return wasOpen || wasShown;
}

function help() {
  const dialog = document.querySelector("[data-help-dialog]");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {void} _nothing */
function done(_nothing) {
  return true;
}
