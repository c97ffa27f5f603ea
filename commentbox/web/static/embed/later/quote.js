// @ts-check
/// <reference path="../types.d.ts" />
/** Answering with somebody's own words: those that are selected. */

import { announce, button, make } from "../dom.js";
import { _ } from "../words.js";
import { replace } from "./tools.js";

/** @typedef {{ item: HTMLElement, words: string, place: DOMRect }} Picked */

/** Offers it beside every selection. @param {Box} box @param {Session} session */
export function openQuotes(box, session) {
  const { section, signal } = box;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Picked | null} */
  let held = null;
  /** @type {Picked | null} */
  let pressed = null;
  const offer = button("", () => held && quote(box, held), "cb-button cb-quote");
  offer.append(make("span", {}, _("Quote")));
  offer.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected

  function draw() {
    if (section.contains(offer) && offer.matches(":focus")) return;
    held = session.me?.may_post ? picked(box) : null;
    offer.remove();
    const body = held?.item.querySelector("article > .cb-body, article > .cb-muted");
    if (!held || !body) return;
    const from = /** @type {Element} */ (body.parentElement).getBoundingClientRect();
    offer.style.insetBlockStart = `${held.place.bottom - from.top + 6}px`;
    offer.style.left = `${Math.max(0, Math.min(held.place.left, from.right - 96) - from.left)}px`;
    body.after(offer); // next for Tab
  }

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, 200); // not while it grows
  };
  document.addEventListener("selectionchange", soon, { signal });
  soon();
  // A press on “Reply” ends the selection, so it is looked at before.
  section.addEventListener("pointerdown", () => { pressed = picked(box); }, { signal, capture: true });
  section.addEventListener("click", (event) => {
    const link = event.isTrusted && event.target instanceof Element && event.target.closest(".cb-reply");
    const found = event.detail ? pressed : picked(box);
    if (link && found?.item === link.closest(".cb-item")) quote(box, found);
  }, { signal });
}

/** The selected words, or none, in a reply to the comment they are from, or to that which has the focus. @param {Box} box */
export function answer(box) {
  const { activeElement } = /** @type {ShadowRoot} */ (box.section.getRootNode());
  const item = /** @type {HTMLElement | null | undefined} */ (activeElement?.closest(".cb-item"));
  const found = picked(box);
  if (found) quote(box, found);
  else if (item) openReply(item);
}

/** @param {HTMLElement} item */
function openReply(item) {
  const field = () => item.querySelector(/** @type {"textarea"} */ (":scope > .cb-answering:not(.cb-editing) textarea"));
  if (!field()) item.querySelector(/** @type {"a"} */ (":scope > article .cb-reply"))?.click();
  const text = field();
  text?.focus();
  return text;
}

/** @param {Box} box @param {Picked} found */
function quote(box, { item, words }) {
  const text = openReply(item);
  if (!text) return;
  const lines = words.trim().replace(/[*`\\]/g, "\\$&").split(/\n+/).map((line) => `> ${line.trim()}`);
  const before = text.value.slice(0, text.selectionEnd);
  const gap = "\n".repeat(before ? Math.max(0, 2 - (/\n*$/.exec(before)?.[0].length ?? 0)) : 0);
  replace(text, before.length, before.length, `${gap}${lines.join("\n>\n")}\n\n`);
  announce(box, _("Quoted in your reply."));
}

/** Words of one comment. @param {Box} box @returns {Picked | null} */
function picked({ section }) {
  const root = /** @type {any} */ (section.getRootNode());
  const selection = root.getSelection?.() ?? getSelection();
  const ranges = selection?.rangeCount ? [selection.getRangeAt(0)] : [];
  const [range] = selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? ranges;
  if (!range || range.collapsed || !section.contains(range.startContainer)) return null;
  const body = elementOf(range.startContainer).closest(".cb-body");
  const item = /** @type {HTMLElement | null | undefined} */ (body?.closest(".cb-item"));
  // Three clicks reach to the beginning of what follows.
  const isWithin = body?.contains(range.endContainer) || !range.endOffset;
  const words = String(selection);
  if (!item?.querySelector(":scope > article .cb-reply") || !isWithin || !words.trim() || section.dataset.closed === "") return null;
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  if (body?.contains(range.endContainer)) live.setEnd(range.endContainer, range.endOffset);
  else live.setEndAfter(/** @type {Node} */ (body?.lastChild));
  return { item, words, place: live.getBoundingClientRect() };
}

/** @param {Node} node @returns {Element} */
const elementOf = (node) => node instanceof Element ? node : /** @type {Element} */ (node.parentElement);
