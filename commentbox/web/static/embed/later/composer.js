// @ts-check
/// <reference path="../types.d.ts" />
/** The form to write in. */

import { Problem, call } from "../api.js";
import { announce, button, complain, make, settle } from "../dom.js";
import { openDraft, room } from "../draft.js";
import { _ } from "../words.js";
import { slowly } from "./slow.js";
import { openTools } from "./tools.js";

/** @param {Box} box @param {Place} place @param {number} most characters @param {() => Promise<boolean>} signIn */
export function compose(box, place, most, signIn) {
  const { parent, cancel } = place;
  const id = `cb-text-${place.id ?? parent ?? "new"}`;
  const draft = openDraft(place.draft ?? `${box.site} ${box.url} ${parent ?? ""}`);
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
  const slow = slowly(box, `${id}-slow`, (seconds) => {
    send.ariaDisabled = seconds ? "true" : null;
    if (!seconds && isEarly) accept();
  });
  const form = make("form", { className: "cb-form", noValidate: true },
    make("label", { htmlFor: id }, place.label), openTools(text), text, trouble, preview, show_answer, slow.line, under);
  let wasNear = false, isEarly = false;

  function measure() {
    const { left: rest, isNear, words } = room(text.value, most);
    left.textContent = isNear ? words : "";
    left.classList.toggle("cb-over", rest < 0);
    if (isNear && (!wasNear || rest === 0 || rest === -1)) announce(box, words);
    wasNear = isNear;
  }

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
    settle(trouble);
    text.removeAttribute("aria-invalid");
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
        show_answer: !show_answer.hidden && shows.checked,
      }));
      draft.forget();
      text.value = "";
      preview.hidden = true;
      measure();
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
        if (await signIn().catch(explain)) accept(), send.focus();
      }));
    }
    if (error.code === "key_reused") {
      draft.renew();
      draft.keep(text.value);
      return refuse(error.message);
    }
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
  text.addEventListener("input", () => { draft.keep(text.value); accept(); measure(); });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    if (event.key === "Escape" && !text.value) cancel?.();
  });
  text.value = draft.text || place.start || "";
  measure();
  /** @param {Me} me */
  function offer({ answer, slow_mode: mode }) {
    slow.offer(mode);
    show_answer.hidden = !answer;
    mine.textContent = answer?.label ?? "";
  }
  return { form, text, offer };
}

function titleOfPage() {
  const find = Document.prototype.querySelector.bind(document);
  const named = find('meta[property="og:title"]')?.getAttribute("content") || find("title")?.textContent;
  return (named ?? "").slice(0, 300);
}
