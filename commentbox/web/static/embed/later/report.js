// @ts-check
/// <reference path="../types.d.ts" />
/** Reporting a comment; or saying, to the moderators alone, that one disagrees. */

import { call } from "../api.js";
import { announce, button, comment, complain, make } from "../dom.js";
import { _ } from "../words.js";

// As on the page without JavaScript; a test compares them.
const REASONS = {
  abuse: _("It is abusive or hateful"),
  spam: _("It is advertising or spam"),
  off_topic: _("It is not about the article"),
  untrue: _("It is untrue or misleading"),
  other: _("Something else is wrong"),
};

/** @param {Box} box @param {HTMLElement} link @param {number} id the comment's */
export function ask(box, link, id) {
  const choices = Object.entries(REASONS).map(([value, label]) =>
    make("label", {}, make("input", { type: "radio", name: "reason", value, required: true }), label));
  const note = make("textarea", { id: "cb-note", rows: 3, maxLength: 500, dir: "auto" });
  /** @type {HTMLDialogElement} */
  const dialog = make("dialog", { className: "cb-dialog", "aria-labelledby": "cb-why" });
  const form = make("form", { className: "cb-form cb-why" },
    make("h3", { id: "cb-why", className: "cb-title" }, _("Report this comment")), disagreement(box, id),
    make("fieldset", {}, make("legend", {}, _("What is wrong with it?")), ...choices),
    make("label", { htmlFor: "cb-note" }, _("Anything the moderator should know (optional)")), note,
    make("p", { className: "cb-hint" }, _("The author does not learn who reported the comment.")),
    make("div", { className: "cb-under" }, button(_("Cancel"), () => dialog.close(), "cb-quiet"),
      make("button", { className: "cb-button" }, make("span", {}, _("Report comment")))));
  dialog.append(form);
  dialog.addEventListener("close", () => {
    dialog.remove();
    // Drawn anew meanwhile, or known to be their own now.
    const article = comment(box, id)?.querySelector("article");
    const back = link.checkVisibility() ? link : article?.querySelector(".cb-report:not([hidden])") ?? article;
    /** @type {HTMLElement | undefined} */ (back)?.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const reason = new FormData(form).get("reason");
      await call(box, "POST", `comments/${id}/flags`, { reason, note: note.value });
      dialog.close();
      link.replaceChildren(_("Reported"));
      announce(box, _("Thank you. A moderator looks at the comment."));
    } catch (error) {
      complain(form, error);
    }
  });
  box.section.append(dialog);
  dialog.showModal();
}

/** @param {Box} box @param {number} id */
function disagreement(box, id) {
  let does = false, isPressed = false;
  const said = make("p", { className: "cb-unseen", role: "status" }); // the box's own is silent beside a dialog
  const press = button(_("I disagree"), async () => {
    isPressed = true; // what was asked before is older
    try {
      await call(box, does ? "DELETE" : "PUT", `comments/${id}/disagreement`, {});
      draw(!does);
      said.textContent = does ? _("Noted: you disagree.") : _("Taken back.");
    } catch (error) {
      complain(place, error);
    }
  });
  const words = _("Do you only disagree? Moderators see how many do; nothing happens to the comment.");
  const place = make("div", { className: "cb-aside" }, make("p", {}, words), press, said);

  /** @param {boolean} now */
  function draw(now) {
    does = now;
    press.textContent = now ? _("You disagree. Take it back") : _("I disagree");
  }

  const asked = call(box, "POST", "votes-of-mine", { comments: [id] });
  asked.then(({ disagreed }) => isPressed || draw(disagreed.includes(id)), () => {}); // the button works without
  return place;
}
