// @ts-check
/** The buttons above a form, and the keys that do the same. */

import { make } from "../dom.js";
import { _ } from "../words.js";
import { MARKS } from "./marks.js";

const SVG = "http:" + "//www.w3.org/2000/svg"; // a name: nobody is asked for it
const IS_MAC = /Mac|iP/.test(navigator.platform);

/** Each with its key and what is drawn on it. @type {[string, string, string, string][]} */
const TOOLS = [
  ["bold", _("Bold"), "B", "M7 5h6a3.5 3.5 0 0 1 0 7H7zm0 7h7a3.5 3.5 0 0 1 0 7H7z"],
  ["italics", _("Italics"), "I", "M10 5h7M7 19h7M14 5l-4 14"],
  ["quotation", _("Quotation"), "Shift+9", "M4 5v14M9 7h11M9 12h11M9 17h7"],
  ["link", _("Link"), "K", "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1m2 4a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"],
  ["list", _("List"), "Shift+8", "M9 6h11M9 12h11M9 18h11M4 6h.1M4 12h.1M4 18h.1"],
  ["numbers", _("Numbered list"), "Shift+7", "M10 6h10M10 12h10M10 18h10M4 5l1-1v5M3 14h3l-3 5h3"],
  ["code", _("Program code"), "E", "m9 7-5 5 5 5m6-10 5 5-5 5"],
];

/** @param {HTMLTextAreaElement} text @returns {HTMLElement} to stand before it */
export function openTools(text) {
  const buttons = TOOLS.map(([kind, label, key, drawn]) => {
    const name = `${label} (${IS_MAC ? "⌘" : "Ctrl+"}${IS_MAC ? key.replace("Shift+", "⇧") : key})`;
    const made = make("button", { type: "button", className: `cb-tool cb-${kind}`, ariaLabel: name, title: name, tabIndex: -1,
      "aria-keyshortcuts": `${IS_MAC ? "Meta" : "Control"}+${key}` }, icon(drawn));
    made.addEventListener("click", () => mark(text, kind));
    return made;
  });
  const bar = make("div", { role: "toolbar", className: "cb-toolbar", ariaLabel: _("Formatting"), "aria-controls": text.id }, ...buttons);
  /** @param {HTMLButtonElement | undefined} to */
  const rove = (to) => {
    for (const each of buttons) each.tabIndex = each === to ? 0 : -1;
  };
  rove(buttons[0]);
  bar.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus, and a phone its keys
  bar.addEventListener("keydown", (event) => {
    const at = buttons.findIndex((each) => each === event.target);
    const way = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + way, ArrowLeft: at - way, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length);
    rove(next);
    next?.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (!(IS_MAC ? event.metaKey : event.ctrlKey) || event.altKey || event.isComposing) return;
    // By its place where the letter is of another alphabet.
    const letter = /^[a-z]$/i.test(event.key) ? event.key.toUpperCase() : event.code.replace(/^Key|^Digit/, "");
    const pressed = `${event.shiftKey ? "Shift+" : ""}${letter}`;
    const kind = TOOLS.find(([, , key]) => key === pressed)?.[0];
    if (!kind) return;
    event.preventDefault();
    mark(text, kind);
  });
  return bar;
}

/** As if typed, so that it can be undone. @param {HTMLTextAreaElement} text @param {string} kind */
function mark(text, kind) {
  text.focus();
  const edit = MARKS[kind]?.(text.value, text.selectionStart, text.selectionEnd);
  if (!edit || text.readOnly) return;
  replace(text, edit.from, edit.to, edit.put);
  text.setSelectionRange(edit.start, edit.end);
}

/** @param {HTMLTextAreaElement} text @param {number} from @param {number} to @param {string} put */
export function replace(text, from, to, put) {
  if (from === to && !put) return;
  text.setSelectionRange(from, to);
  const isDone = put ? document.execCommand("insertText", false, put) : document.execCommand("delete");
  if (isDone) return;
  text.setRangeText(put, from, to, "end");
  text.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** @param {string} drawn */
function icon(drawn) {
  const [svg, path] = ["svg", "path"].map((name) => Document.prototype.createElementNS.call(document, SVG, name));
  path?.setAttribute("d", drawn);
  svg?.setAttribute("viewBox", "0 0 24 24");
  svg?.setAttribute("aria-hidden", "true");
  svg?.append(path ?? "");
  return svg ?? "";
}
