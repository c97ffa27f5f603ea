// @ts-check
/** Who is reading, and how they sign in. */

import { call } from "./api.js";
import { tell } from "./dom.js";
import { store } from "./draft.js";
import { later } from "./later.js";

/** @param {Box} box @returns {Session} */
export function openSession(box) {
  const known = `commentbox:known:${box.site}`;
  /** @type {Array<(me: Me) => void>} */
  const listeners = [];
  /** @type {Me | null} */
  let me = null;
  let wasIn = false;
  /** @type {Session["compose"]} */
  let compose;
  let waits = new AbortController();

  async function refresh() {
    /** @type {Me} */
    const now = await call(box, "GET", `me?${new URLSearchParams({ url: box.url })}`);
    // Only who may write needs the form; whoever listens finds it there.
    if (now.may_post) compose ??= (await later(box, () => import("./later/composer.js"))).compose;
    me = now;
    // The next page then begins with the right line.
    store((kept) => (now.signed_in ? kept.setItem(known, "1") : kept.removeItem(known)));
    box.section.toggleAttribute("data-member", now.signed_in);
    delete box.section.dataset.known;
    if (now.signed_in !== wasIn) tell(box.section, now.signed_in ? "commentbox:signed-in" : "commentbox:signed-out");
    wasIn = now.signed_in;
    for (const hear of listeners) hear(now);
    return now;
  }

  /** @type {Session["enter"]} */
  function enter(door, link) {
    const query = new URLSearchParams({ site: box.site, origin: location.origin, lang: box.section.lang });
    const opened = window.open(`${box.origin}/${door}?${query}`, "commentbox-door", "popup,width=480,height=720");
    waits.abort();
    waits = new AbortController();
    if (!opened) location.assign(link?.getAttribute("href") ?? "");
    const signal = AbortSignal.any([waits.signal, box.signal]);
    return new Promise((resolve, reject) => {
      addEventListener("message", ({ origin, source, data }) => {
        if (origin !== box.origin || source !== opened) return;
        if (data?.type !== "commentbox:signed-in" || typeof data.code !== "string") return;
        waits.abort();
        arrive(data.code).then(resolve, reject);
      }, { signal });
    });
  }

  /** @param {string} code */
  async function arrive(code) {
    const now = await refresh();
    if (now.signed_in) return now;
    // That window's cookie does not reach here: get one that does.
    await call(box, "POST", "session", { code });
    return refresh();
  }

  async function leave() {
    await call(box, "DELETE", "session");
    return refresh();
  }

  return {
    get me() { return me; },
    get compose() { return compose; },
    follow(tell) {
      listeners.push(tell);
      if (me) tell(me);
    },
    refresh, enter, leave,
  };
}
