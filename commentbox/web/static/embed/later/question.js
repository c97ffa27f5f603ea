// @ts-check
/// <reference path="../types.d.ts" />
/** Answering the editor’s question. */

import { call } from "../api.js";
import { announce } from "../dom.js";
import { _ } from "../words.js";

/** @param {Box} box @param {Session} session @param {HTMLElement} form @param {string} option empty to take it back */
export async function answer(box, session, form, option) {
  const path = `questions/${form.dataset.question}/answer`;
  const now = option ? await call(box, "PUT", path, { option: Number(option) }) : await call(box, "DELETE", path, {});
  const fresh = box.parse(now.html).querySelector(".cb-ask");
  form.replaceWith(fresh ?? "");
  const at = fresh?.querySelector(/** @type {"button"} */ (option ? `[value="${option}"]` : "button"));
  at?.focus();
  await session.refresh(); // marks it, and offers it to the form below
  announce(box, option ? _("Your answer: {answer}.", { answer: at?.textContent ?? "" }) : _("Your answer is taken back."));
}

/** @param {Element} form @param {Me["answer"]} own */
export function mark(form, own) {
  const buttons = form.querySelectorAll(/** @type {"button"} */ ("button.cb-option"));
  for (const each of buttons) each.setAttribute("aria-pressed", String(each.value === String(own?.option)));
  form.querySelector(".cb-plain")?.remove();
  if (!own || !buttons.length) return;
  const back = Document.prototype.createElement.call(document, "button");
  Object.assign(back, { className: "cb-plain", name: "option", value: "", textContent: _("Take my answer back") });
  form.querySelector(".cb-hint")?.append(back);
}
