// @ts-check
/** One key for each thing a moderator does all day; at rest while somebody writes, and easy to switch off. */

import { current, move, take } from "./cards.js";
import { closeContext } from "./context.js";
import { skip, undoLast } from "./decide.js";
import { all, find } from "./dom.js";
import { showBlurred } from "./marks.js";
import { none, toggle } from "./select.js";

const STORED = "commentbox-console-keys";

/** @type {Record<string, string>} the key of each command */
let chosen = {};

export function install() {
  chosen = JSON.parse(find("[data-help-dialog]")?.dataset.map ?? "{}");
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
  for (const hidden of all("[data-keys], [data-skip]")) hidden.hidden = false;
  for (const button of all("[data-help]")) button.addEventListener("click", help);
  document.addEventListener("keydown", (event) => {
    if (isSending(event) || (isOurs(event) && act(event))) event.preventDefault();
  });
}

/** Ctrl and Enter send what is being written. @param {KeyboardEvent} event */
function isSending(event) {
  const text = event.target;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(text instanceof HTMLTextAreaElement)) return false;
  const button = text.form?.matches("[data-decision]") ? find("[data-send]", text.form) : null;
  button?.click();
  return button !== null;
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
  if (event.key === "Escape") return close();
  if (event.key === "?") return done(help());
  const place = find("[data-bulk]:not([hidden])") ?? current();
  const digit = find("[data-choice][open]") ? digitOf(event) : null;
  if (digit) return press(`[data-choice][open] [data-key="${digit}"]`);
  const command = commandOf(event.key.toLowerCase());
  const everywhere = EVERYWHERE[command];
  if (everywhere) return done(everywhere());
  const item = current();
  if (command === "select" && item) return done(toggle(item, event.shiftKey));
  if (command === "skip" && item) return done(skip(item));
  if (command === "show" && item) return done(showBlurred(item));
  if (command === "similar" && item) return openChoice(item, command);
  if (!place) return false;
  return openChoice(place, command) || press(`[data-command="${command}"]`, place);
}

/** @type {Record<string, (() => void) | undefined>} */
const EVERYWHERE = {
  next: () => move(1),
  previous: () => move(-1),
  undo: undoLast,
  views: () => void openChoice(document.body, "views"),
  new: () => void find("[data-more]")?.click(),
};

/** @param {string} key @returns {string} */
function commandOf(key) {
  return Object.entries(chosen).find(([, one]) => one === key)?.[0] ?? "";
}

/** Digits are shifted on some keyboards, so their place counts too. @param {KeyboardEvent} event */
function digitOf(event) {
  return /^[1-9]$/.test(event.key) ? event.key : (/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? null);
}

/**
 * @param {string} selector
 * @param {ParentNode} [place]
 */
function press(selector, place) {
  const found = find(selector, place);
  found?.click();
  return found !== null;
}

/**
 * @param {HTMLElement} place
 * @param {string} name
 */
function openChoice(place, name) {
  const choice = find(`[data-choice="${name}"]`, place);
  if (!(choice instanceof HTMLDetailsElement)) return false;
  if (place.matches("li")) take(place);
  for (const other of all("[data-choice]")) other.toggleAttribute("open", other === choice);
  find("[data-first], [data-key]", choice)?.focus();
  find("form, .panel, ul", choice)?.scrollIntoView({ block: "nearest" });
  return true;
}

/** What is open first, then what is selected. */
function close() {
  const item = current();
  const card = item && find("[data-card]", item);
  const opened = all("[data-choice][open]");
  for (const choice of opened) choice.removeAttribute("open");
  const wasShown = Boolean(card && closeContext(card));
  if (opened.length > 0 || wasShown) card?.focus({ preventScroll: true });
  return opened.length > 0 || wasShown || none();
}

function help() {
  const dialog = document.querySelector("[data-help-dialog]");
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
}

/** @param {void} _nothing */
function done(_nothing) {
  return true;
}
