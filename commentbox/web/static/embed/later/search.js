// @ts-check
/** Looking for words in the conversation, without leaving the page. */

import { Problem, fragment } from "../api.js";
import { announce, button, complain, make, settle } from "../dom.js";
import { _ } from "../words.js";

/** @param {Box} box @param {Thread} thread @param {HTMLElement} link where it was asked for */
export function openSearch(box, thread, link) {
  const open = /** @type {HTMLElement | null} */ (box.section.querySelector(".cb-search input"));
  if (open) return open.focus();
  const words = make("input", { type: "search", id: "cb-q", maxLength: 100, required: true });
  const form = make("form", { className: "cb-search", role: "search" },
    make("label", { htmlFor: "cb-q" }, _("Look for words in these comments")), words,
    make("button", { className: "cb-button" }, make("span", {}, _("Search"))),
    button(_("Close"), () => { form.remove(); link.focus(); }, "cb-quiet"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    settle(form);
    try {
      thread.replace(await fragment(box, "search", { url: box.url, q: words.value }));
      announce(box, thread.view().querySelector(".cb-found")?.textContent ?? "");
    } catch (error) {
      const isVague = error instanceof Problem && error.status === 422;
      complain(form, isVague ? _("Say what to look for: a word of two letters or more.") : error);
    }
  });
  thread.view().before(form);
  words.focus();
}
