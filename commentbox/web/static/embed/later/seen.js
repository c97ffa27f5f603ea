// @ts-check
/** Which comments came since this reader was here last: kept in their own browser, and only once they are signed in. */

import { make } from "../dom.js";
import { store } from "../draft.js";
import { _ } from "../words.js";

const MOST = 100; // articles
const PAUSE = 30 * 60_000; // who is away for longer comes for another visit

/** Marks what is new, now and as often as `draw` is called. @param {Box} box @param {string | null} own their name */
export function openSeen(box, own) {
  const name = `commentbox:seen:${box.site}`;
  const [since, seen] = read()[box.url] ?? [Date.now(), Date.now()];
  const last = Date.now() - seen > PAUSE ? seen : since;
  keep();
  addEventListener("pagehide", keep, { signal: box.signal });

  /** @returns {Record<string, [number, number]>} by article, since when comments are new, and when it was open last */
  function read() {
    try {
      return JSON.parse(store((kept) => kept.getItem(name)) ?? "{}");
    } catch {
      return {}; // somebody else wrote there
    }
  }

  function keep() {
    const { [box.url]: _, ...others } = read();
    const visits = [...Object.entries(others), [box.url, [last, Date.now()]]].slice(-MOST);
    store((kept) => kept.setItem(name, JSON.stringify(Object.fromEntries(visits))));
  }

  return {
    /** @param {Element[]} [within] */
    draw(within = [box.section]) {
      for (const item of within.flatMap((place) => [place, ...place.querySelectorAll(".cb-item")])) {
        if (item.matches(":not(.cb-item), .cb-new, .cb-own *")) continue;
        const time = item.querySelector(":scope > article time");
        const by = item.querySelector(":scope > article .cb-by bdi")?.textContent;
        // Times are told in whole seconds.
        if (time instanceof HTMLTimeElement && Date.parse(time.dateTime) + 999 > last && by !== own) markNew(item);
      }
    },
    forget() {
      removeEventListener("pagehide", keep);
      for (const item of box.section.querySelectorAll(".cb-new")) item.classList.remove("cb-new");
      for (const mark of box.section.querySelectorAll(".cb-fresh")) mark.remove();
      store((kept) => kept.removeItem(name));
    },
  };
}

/** @param {Element} item */
export function markNew(item) {
  item.classList.add("cb-new");
  item.querySelector(":scope > article > .cb-head")?.append(make("span", { className: "cb-badge cb-fresh" }, _("New")));
}
