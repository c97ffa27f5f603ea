// @ts-check
/// <reference path="../types.d.ts" />
/** The form to write in, as it is drawn. What it does is in composer.js. */

import { announce, button, make } from "../dom.js";
import { room } from "../draft.js";
import { later } from "../later.js";
import { _ } from "../words.js";
import { slowly } from "./slow.js";
import { openTools } from "./tools.js";

/** @param {Box} box @param {Place} place @param {string} id @param {{ show(): unknown, waits(seconds: number): void }} acts */
export function drawForm(box, place, id, { show, waits }) {
  const { parent, cancel } = place;
  const text = make("textarea", { id, rows: 4, dir: "auto", "aria-describedby": `${id}-hint ${id}-slow ${id}-error` });
  const left = make("p", { className: "cb-left" });
  const trouble = make("div", { id: `${id}-error` });
  const preview = make("div", { className: "cb-preview", hidden: true });
  const send = make("button", { className: "cb-button" }, make("span", {}, place.button ?? (parent ? _("Post reply") : _("Post comment"))));
  const shows = make("input", { type: "checkbox" });
  const mine = make("span");
  const show_answer = make("p", { hidden: true }, make("label", {}, shows, " ", _("Show my answer beside it:"), " ", mine));
  const under = make("div", { className: "cb-under" },
    make("p", { className: "cb-hint", id: `${id}-hint` }, _("*italics*, **bold**, > quotation.")), left,
    ...(cancel ? [button(_("Cancel"), cancel, "cb-quiet")] : []), button(_("Preview"), show, "cb-quiet"), send);
  const slow = slowly(box, `${id}-slow`, waits);
  const form = make("form", { className: "cb-form", noValidate: true },
    make("label", { htmlFor: id }, place.label), openTools(text), text, trouble, preview, show_answer, slow.line, under);
  let wasNear = false;
  /** @type {Promise<void> | null} */
  let people = null;

  /** @param {number} most characters */
  function measure(most) {
    const { left: rest, isNear, words } = room(text.value, most);
    left.textContent = isNear ? words : "";
    left.classList.toggle("cb-over", rest < 0);
    if (isNear && (!wasNear || rest === 0 || rest === -1)) announce(box, words);
    wasNear = isNear;
  }

  text.addEventListener("input", () => {
    if (!text.value.includes("@")) return;
    people ??= later(box, () => import("./mention.js")).then(({ suggest }) => suggest(box, text), () => { people = null; });
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape" && !text.value) cancel?.();
  });

  /** What is personal. @param {Me} me */
  function offer({ answer, slow_mode: mode }) {
    slow.offer(mode);
    show_answer.hidden = !answer;
    mine.textContent = answer?.label ?? "";
  }

  return { form, text, trouble, preview, send, slow, measure, offer, showsAnswer: () => !show_answer.hidden && shows.checked };
}
