// @ts-check
/// <reference path="./types.d.ts" />
/** Small steps with nodes, words to the reader, and times. */

import { _, counted, tongue } from "./words.js";

/** @type {Make} */
export const make = (tag, given = {}, ...children) => {
  const element = Document.prototype.createElement.call(document, tag);
  for (const [name, value] of Object.entries(given)) {
    if (name in element) Reflect.set(element, name, value);
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return /** @type {any} */ (element);
};

/** One listener for all comments, also later ones. Clicks for a new tab stay the browser's. @type {On} */
export const on = ({ section, signal }, type, selector, act) => {
  section.addEventListener(type, (event) => {
    const at = event.target instanceof Element && event.target.closest(selector);
    const isElsewhere = event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);
    if (at instanceof HTMLElement && !isElsewhere && !event.defaultPrevented) act(at, event);
  }, { signal });
};

/** @param {Box} box @param {string | number} id @returns {HTMLElement | null} */
export const comment = (box, id) => box.section.querySelector(`#comment-${id}`);

/** Who wrote a comment. @param {Element} at */
export const writer = (at) => at.querySelector(".cb-by bdi")?.textContent ?? "";

/** @param {Element | null | undefined} item */
export function goTo(item) {
  const target = item?.querySelector("article");
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
}

/** @param {Box} box @param {string} words */
export function announce({ section }, words) {
  const region = section.querySelector("#cb-said"); // an id is found without a search
  // The same words twice would not be read twice.
  if (region) region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}

/** For the page around the box; it names nobody. @param {EventTarget} at @param {string} name @param {object} [detail] */
export function tell(at, name, detail) {
  at.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
}

/** @param {Element} place @param {unknown} problem @param {...Node} ways out */
export function complain(place, problem, ...ways) {
  settle(place);
  if (problem instanceof Error) tell(place, "commentbox:error", { code: Reflect.get(problem, "code") ?? "unexpected" });
  const words = problem instanceof Error ? problem.message : String(problem);
  place.append(make("p", { className: "cb-error", role: "alert" }, words, " ", ...ways));
}

/** @param {Element} place */
export function settle(place) {
  place.querySelector(":scope > .cb-error")?.remove();
}

/** @param {Element} section @param {number} count */
export function showCount(section, count) {
  const place = section.querySelector(".cb-count");
  if (place) place.textContent = count ? counted("{n} comment", "{n} comments", count) : _("No comments yet");
}

/** @param {string} label @param {() => unknown} act */
export function button(label, act, className = "cb-plain") {
  const made = make("button", { type: "button", className }, label);
  made.addEventListener("click", act);
  return made;
}

/** @type {Array<[number, Intl.RelativeTimeFormatUnit]>} */
const STEPS = [[60, "minute"], [24, "hour"], [7, "day"]];

/** @param {Date} at @param {Date} now */
export function ago(at, now) {
  let span = (now.getTime() - at.getTime()) / 60_000;
  if (span < 1) return _("just now");
  for (const [size, unit] of STEPS) {
    if (span < size) return new Intl.RelativeTimeFormat(tongue).format(-Math.floor(span), unit);
    span /= size;
  }
  return new Intl.DateTimeFormat(tongue, { dateStyle: "long" }).format(at);
}

/** @param {ParentNode} within */
export function drawTimes(within, now = new Date(), isOnPaper = false) {
  const exact = new Intl.DateTimeFormat(tongue, { dateStyle: "long", timeStyle: "short" });
  for (const time of within.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    time.title ||= exact.format(at);
    const words = isOnPaper || time.hasAttribute("data-exact") ? time.title : ago(at, now);
    if (time.textContent !== words) time.textContent = words; // or all of them would be laid out anew
  }
}

/** @param {Pick<Box, "section" | "signal">} box */
export function keepTimes(box) {
  drawTimes(box.section);
  const timer = setInterval(() => document.hidden || drawTimes(box.section), 60_000);
  box.signal.addEventListener("abort", () => clearInterval(timer));
  for (const type of ["beforeprint", "afterprint"]) {
    addEventListener(type, () => drawTimes(box.section, new Date(), type === "beforeprint"), { signal: box.signal });
  }
  // For fingers, which cannot point at a title.
  on(box, "click", "time", (time) => {
    time.toggleAttribute("data-exact");
    drawTimes(/** @type {Element} */ (time.parentElement));
  });
}
