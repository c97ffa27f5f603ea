// @ts-check
/// <reference path="../types.d.ts" />
/** Sending what was written, and what is said when that fails. */

import { Problem, call } from "../api.js";
import { button, complain, make } from "../dom.js";
import { openDraft, room } from "../draft.js";
import { _ } from "../words.js";
import { drawForm } from "./form.js";

/** @param {Box} box @param {Session} session @param {Place} place @param {Element | null} door to log in again, where no window opens */
export function compose(box, session, place, door) {
  const { parent } = place;
  const most = session.me?.max_length ?? 5000;
  const id = `cb-text-${place.id ?? parent ?? "new"}`;
  const draft = openDraft(place.draft ?? `${box.site} ${box.url} ${parent ?? ""}`);
  const { form, text, trouble, preview, send, slow, measure, offer, showsAnswer } = drawForm(box, place, id, {
    show,
    waits(seconds) {
      send.ariaDisabled = seconds ? "true" : null;
      if (!seconds && isEarly) accept();
    },
  });
  let isEarly = false, isSure = false;

  /** @param {string} words @param {...Node} ways out */
  function refuse(words, ...ways) {
    complain(trouble, words, ...ways);
    text.setAttribute("aria-invalid", "true");
  }

  function hold() {
    refuse(_("Please wait until the time is over; your text is kept."));
    isEarly = true;
  }

  function accept() {
    isEarly = false;
    trouble.replaceChildren();
    text.removeAttribute("aria-invalid");
  }

  /** Asked once; it is theirs to decide. @param {string} words */
  function ask(words) {
    isSure = true;
    trouble.replaceChildren(make("div", { className: "cb-aside cb-think", role: "alert" }, make("p", {}, words),
      button(_("Send anyway"), () => form.requestSubmit()), button(_("Change it"), () => { accept(); text.focus(); })));
  }

  async function submit() {
    const { left: rest, words } = room(text.value, most);
    if (text.readOnly) return; // on its way already
    if (slow.left() && text.value.trim()) return hold();
    if (text.value.trim() && rest >= 0) return transmit();
    refuse(rest < 0 ? _("This is too long: {left}.", { left: words }) : _("Write something first."));
    text.focus();
  }

  async function transmit() {
    accept();
    text.readOnly = true;
    send.ariaDisabled = "true";
    try {
      const posted = await (place.send?.(text.value) ?? call(box, "POST", "comments", {
        url: box.url, title: titleOfPage(), parent, text: text.value, key: draft.key,
        show_answer: showsAnswer(), ask: !isSure, language: box.host.closest("[lang]")?.getAttribute("lang"),
      }));
      draft.forget();
      isSure = false;
      text.value = "";
      preview.hidden = true;
      measure(most);
      place.done(posted);
    } catch (error) {
      draft.keep(text.value);
      explain(error);
    } finally {
      text.readOnly = false;
      send.ariaDisabled = slow.left() ? "true" : null;
    }
  }

  /** @param {unknown} error @param {boolean} [isPreview] another try must not post it */
  function explain(error, isPreview) {
    if (!(error instanceof Problem)) throw error;
    if (error.status === 401) {
      return refuse(_("Your session has ended; your text is kept."), button(_("Log in again"), async () => {
        const me = await session.enter("login", door).catch(explain);
        if (me?.signed_in) accept(), send.focus();
      }));
    }
    if (error.code === "key_reused") {
      draft.renew();
      draft.keep(text.value);
      return refuse(error.message);
    }
    if (error.code === "think_again") return ask(error.message);
    if (error.code === "slow_mode") {
      slow.wait(error.wait);
      return hold();
    }
    if (isPreview || !error.isPassing) return refuse(error.message);
    const again = button(_("Try again"), () => form.requestSubmit());
    refuse(`${_("Your comment was not sent; your text is kept.")} ${error.message}`, again);
  }

  async function show() {
    if (!text.value.trim()) return text.focus();
    try {
      const { html } = await call(box, "POST", "preview", { text: text.value });
      const body = make("div", { className: "cb-body", dir: "auto" }, box.parse(html));
      preview.replaceChildren(make("p", { className: "cb-hint" }, _("This is how it will look:")), body);
      preview.hidden = false;
    } catch (error) {
      explain(error, true);
    }
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  text.addEventListener("input", () => { draft.keep(text.value); accept(); measure(most); });
  text.value = draft.text || place.start || "";
  measure(most);
  return { form, text, offer };
}

function titleOfPage() {
  const find = Document.prototype.querySelector.bind(document);
  const named = find('meta[property="og:title"]')?.getAttribute("content") || find("title")?.textContent;
  return (named ?? "").slice(0, 300);
}
