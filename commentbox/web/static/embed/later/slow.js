// @ts-check
/// <reference path="../types.d.ts" />
/** Slow mode: why one has to wait, and for how long. */

import { announce, make } from "../dom.js";
import { _ } from "../words.js";

/** 42 → 0:42 @param {number} seconds less than a day */
export const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(seconds < 3600 ? 14 : 11, 19).replace(/^0/, "");

/** The line for one form. @param {Box} box @param {string} id @param {(left: number) => void} changed at each start and end */
export function slowly(box, id, changed) {
  const why = make("span"), rest = make("strong", { ariaHidden: "true" });
  const line = make("p", { className: "cb-hint", id, hidden: true }, why, " ", rest);
  let until = 0;
  /** @type {Me["slow_mode"]} */
  let mode = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;
  const left = () => Math.max(0, Math.ceil((until - Date.now()) / 1000));

  /** @param {number} seconds from now on */
  function wait(seconds) {
    clearInterval(timer);
    until = Date.now() + seconds * 1000;
    timer = seconds ? setInterval(() => line.isConnected ? draw() : clearInterval(timer), 1000) : undefined;
    changed(seconds);
    draw();
  }

  function draw() {
    const now = left();
    rest.textContent = now ? _("You can send yours in {time}.", { time: clock(Math.min(now, 86_399)) }) : "";
    line.hidden = !mode && !now;
    if (now || !timer) return;
    clearInterval(timer);
    timer = undefined;
    changed(0);
    if (line.closest("form")?.querySelector("textarea")?.value) announce(box, _("You can send your comment now."));
  }

  /** @param {Me["slow_mode"]} now */
  function offer(now) {
    mode = now;
    why.textContent = mode?.why ?? "";
    wait(mode?.wait ?? 0);
  }

  box.host.addEventListener("commentbox:posted", () => mode && wait(mode.seconds), { signal: box.signal });
  box.signal.addEventListener("abort", () => clearInterval(timer));
  return { line, left, wait, offer };
}
