// @ts-check
/** Keys to go from comment to comment. They rest while somebody writes, and can be switched off. */

import { announce, button, goTo, make } from "../dom.js";
import { store } from "../draft.js";
import { _ } from "../words.js";
import { answer } from "./quote.js";

const STORED = "commentbox:keys";
const KEYS = [
  ["j", _("Next comment")],
  ["k", _("Comment before")],
  ["n", _("Next new comment")],
  ["c", _("Hide or show the replies")],
  ["q", _("Reply, with the selected words")],
  ["?", _("These keys")],
];
let isOff = store((kept) => kept.getItem(STORED)) === "off";

/** @param {Box} box @param {string} key @param {boolean} mayKeep whether this reader's choice may be stored */
export function press(box, key, mayKeep) {
  if (key === "help") return help(box, mayKeep);
  if (isOff) return;
  if (key === "?") return help(box, mayKeep);
  if (key === "q") return answer(box);
  const all = /** @type {HTMLElement[]} */ ([...box.section.querySelectorAll(".cb-comment")]).filter((each) => each.checkVisibility());
  const focused = /** @type {ShadowRoot} */ (box.section.getRootNode()).activeElement?.closest(".cb-comment");
  const at = all.findIndex((each) => each === focused);
  if (key === "c") {
    const fold = /** @type {HTMLElement | null} */ (focused?.querySelector(".cb-fold") ?? null);
    return fold?.click();
  }
  // From nowhere, the first one the reader sees.
  const first = Math.max(0, all.findIndex((each) => each.getBoundingClientRect().top >= 0));
  const next = key === "k" ? (at < 0 ? first - 1 : at - 1) : at < 0 ? first : at + 1;
  const found = key === "n" ? all.slice(next).find((each) => each.parentElement?.matches(".cb-new")) : all[next];
  if (found) goTo(found.parentElement);
  else announce(box, key === "n" ? _("No more new comments here.") : key === "k" ? _("This is the first comment.") : _("This is the last comment shown."));
}

/** @param {Box} box @param {boolean} mayKeep */
function help({ section }, mayKeep) {
  const { activeElement } = /** @type {ShadowRoot} */ (section.getRootNode());
  const isOn = make("input", { type: "checkbox", id: "cb-keys-on", checked: !isOff });
  isOn.addEventListener("change", () => {
    isOff = !isOn.checked;
    if (mayKeep) store((kept) => isOff ? kept.setItem(STORED, "off") : kept.removeItem(STORED));
  });
  /** @type {HTMLDialogElement} */
  const dialog = make("dialog", { className: "cb-dialog cb-keys", "aria-labelledby": "cb-keys" },
    make("h3", { id: "cb-keys", className: "cb-title" }, _("Keys")),
    make("dl", {}, ...KEYS.map(([name, meaning]) =>
      make("div", {}, make("dt", {}, make("kbd", {}, name ?? "")), make("dd", {}, meaning ?? "")))),
    make("p", {}, isOn, " ", make("label", { htmlFor: "cb-keys-on" }, _("Use these keys"))),
    make("p", { className: "cb-hint" }, mayKeep ? _("Kept in this browser.") : _("For this visit."), " ", _("They rest while you write.")),
    button(_("Close"), () => dialog.close(), "cb-quiet"));
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (activeElement instanceof HTMLElement) activeElement.focus({ preventScroll: true });
  });
  section.append(dialog);
  dialog.showModal();
}
