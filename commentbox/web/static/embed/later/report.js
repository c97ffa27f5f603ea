// @ts-check
/// <reference path="../types.d.ts" />
/** Reporting a comment, and what one has reported. */

import { call } from "../api.js";
import { announce, button, comment, complain, make, writer } from "../dom.js";
import { _, tongue } from "../words.js";
import { disagreement } from "./disagree.js";

// As on the page without JavaScript; a test compares them.
/** @type {Record<string, string>} */
const REASONS = {
  abuse: _("It is abusive or hateful"),
  spam: _("It is advertising or spam"),
  off_topic: _("It is not about the article"),
  untrue: _("It is untrue or misleading"),
  other: _("Something else is wrong"),
};

/** What this reader has reported here. @type {WeakMap<Box, Map<number, Report>>} */
const reports = new WeakMap();

/** Says so where it was. @param {Box} box @param {Session} session @param {Report[]} found */
export function mark(box, session, found) {
  const known = knownTo(box, session);
  for (const report of found) {
    known.set(report.id, report);
    const item = comment(box, report.id);
    draw(item?.querySelector(":scope > article .cb-report"), item && writer(item));
  }
}

/** Forgotten with whoever made them. @param {Box} box @param {Session} session */
function knownTo(box, session) {
  const known = reports.get(box) ?? new Map();
  if (reports.has(box)) return known;
  reports.set(box, known);
  const { name } = session.me ?? {};
  session.follow((me) => {
    if (me.name === name) return;
    reports.delete(box);
    known.clear();
    for (const link of box.section.querySelectorAll(".cb-reported")) draw(link, null);
  });
  return known;
}

/** @type {WeakMap<Element, Node[]>} */
const before = new WeakMap();

/** @param {Element | null | undefined} link @param {string | null | undefined} name of who wrote what is reported; none: it is not */
function draw(link, name) {
  if (!link || link.matches(".cb-reported") === (name != null)) return;
  if (name == null) link.replaceChildren(...(before.get(link) ?? []));
  else {
    before.set(link, [...link.childNodes]);
    const [word = "", unseen = "", rest = ""] = _("Reported<unseen>: the comment by {name}</unseen>", { name }).split(/<\/?unseen>/);
    link.replaceChildren(word, make("span", { className: "cb-unseen" }, unseen), rest);
  }
  link.classList.toggle("cb-reported", name != null);
}

/** @param {Box} box @param {Session} session @param {HTMLElement} link @param {number} id the comment's */
export function ask(box, session, link, id) {
  const known = knownTo(box, session);
  /** @type {HTMLDialogElement} */
  const dialog = make("dialog", { className: "cb-dialog", "aria-labelledby": "cb-why" });
  const aside = disagreement(box, id, ([report]) => {
    if (!report || known.has(id)) return;
    mark(box, session, [report]); // elsewhere, meanwhile
    dialog.replaceChildren(...told(report));
  });
  const report = known.get(id);
  dialog.append(...(report ? told(report) : [form()]));
  dialog.addEventListener("close", () => {
    dialog.remove();
    // Drawn anew meanwhile, or known to be their own now.
    const article = comment(box, id)?.querySelector("article");
    const back = link.checkVisibility() ? link : article?.querySelector(".cb-report:not([hidden])") ?? article;
    /** @type {HTMLElement | undefined} */ (back)?.focus();
  });
  box.section.append(dialog);
  dialog.showModal();

  /** @param {string} words */
  function heading(words) {
    return make("h3", { id: "cb-why", className: "cb-title", tabIndex: -1, autofocus: true }, words);
  }

  function form() {
    const choices = Object.entries(REASONS).map(([value, label]) =>
      make("label", {}, make("input", { type: "radio", name: "reason", value, required: true }), label));
    const note = make("textarea", { id: "cb-note", rows: 3, maxLength: 500, dir: "auto" });
    const made = make("form", { className: "cb-form cb-why" }, heading(_("Report this comment")), aside,
      make("fieldset", {}, make("legend", {}, _("What is wrong with it?")), ...choices),
      make("label", { htmlFor: "cb-note" }, _("Anything the moderator should know (optional)")), note,
      make("p", { className: "cb-hint" }, _("The author does not learn who reported the comment.")),
      make("div", { className: "cb-under" }, button(_("Cancel"), () => dialog.close(), "cb-quiet"),
        make("button", { className: "cb-button" }, make("span", {}, _("Report comment")))));
    made.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        const reason = String(new FormData(made).get("reason"));
        await call(box, "POST", `comments/${id}/flags`, { reason, note: note.value });
        mark(box, session, [{ id, reason, note: note.value, at: new Date().toISOString(), answered: false }]);
        dialog.close();
        announce(box, _("Thank you. A moderator looks at the comment."));
      } catch (error) {
        complain(made, error);
      }
    });
    return made;
  }

  /** @param {Report} report */
  function told({ at, reason, note, answered }) {
    const when = new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeStyle: "short" }).format(new Date(at));
    const fact = (/** @type {string} */ name, /** @type {(string | Node)[]} */ ...what) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, ...what));
    const under = make("div", { className: "cb-under" }, button(_("Close"), () => dialog.close(), "cb-quiet"));
    if (!answered) under.append(button(_("Take the report back"), async () => {
      try {
        await call(box, "DELETE", `comments/${id}/flags`);
        known.delete(id);
        draw(comment(box, id)?.querySelector(":scope > article .cb-report"), null);
        dialog.close();
        announce(box, _("Your report is taken back."));
      } catch (error) {
        complain(dialog, error);
      }
    }));
    return [heading(_("You have reported this comment")),
      make("dl", { className: "cb-facts" }, fact(_("When"), when),
        fact(_("Why"), REASONS[reason] ?? "", ...(note ? [make("br"), make("bdi", {}, note)] : []))),
      make("p", {}, answered ? _("A moderator has looked at it since.") : _("A moderator has not looked at it yet.")), aside, under];
  }
}
