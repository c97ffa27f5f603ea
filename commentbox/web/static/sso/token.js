// @ts-check
/** Signs in with the token the publisher's page brings, and asks the page for another when it is not good. */

import { Problem, call } from "../embed/api.js";

/** @param {Box} box @param {Session} session @returns {Promise<unknown>} */
export function signOn(box, session) {
  const { host, section, signal } = box;
  const { enter, leave } = session;
  let isOver = false; // who logs out here must not be brought back by the next token
  let wasIn = false;

  /** @param {string} type @param {object} detail */
  const tell = (type, detail) =>
    host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable: true, detail }));

  async function ask() {
    /** @type {unknown} */
    let given = "";
    tell("commentbox:token", { answer: (/** @type {unknown} */ token) => { given = token; } });
    const token = await Promise.resolve(given).catch((error) => console.error("commentbox:", error));
    return typeof token === "string" ? token : "";
  }

  /** @param {string} token @returns whether it was taken */
  async function present(token) {
    try {
      await call(box, "POST", "session", { token });
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "bad_token") throw error;
      if (token) console.error(`commentbox: the token was refused. ${error.message}`);
      return false;
    }
  }

  async function begin() {
    try {
      const first = host.getAttribute("token");
      if (first && (await present(first))) return;
      const other = await ask();
      // Nobody is signed in at the publisher's: the empty token ends what an earlier one began.
      if (other || !first) await present(other);
    } finally {
      await session.refresh();
    }
  }

  /** A session has run out while the page stood open. */
  async function renew() {
    const token = await ask();
    return token && (await present(token)) ? session.refresh() : null;
  }

  // Only who gets nothing from the page needs our own window.
  session.enter = (door, link) => renew().then((me) => me ?? enter(door, link));
  session.leave = () => {
    isOver = true;
    return leave();
  };
  session.follow((me) => {
    const isLost = wasIn && !me.signed_in && !isOver;
    wasIn = me.signed_in;
    if (isLost) renew().catch(console.error);
  });
  const watch = new MutationObserver(() => { isOver = false; begin().catch(console.error); });
  watch.observe(host, { attributeFilter: ["token"] });
  signal.addEventListener("abort", () => watch.disconnect());
  // Before the box opens its own window: the publisher may have a log-in of its own to show.
  section.addEventListener("click", (event) => {
    const door = event.target instanceof Element && event.target.closest("[data-door]");
    if (!door || tell("commentbox:login", { door: door.getAttribute("data-door") })) return;
    event.preventDefault();
    event.stopPropagation();
  }, { capture: true, signal });
  return begin();
}
