// @ts-check
/** Please log in; or: you are commenting as NAME. */

import { call } from "./api.js";
import { button, complain, make } from "./dom.js";
import { forgetDrafts } from "./draft.js";
import { _, around } from "./words.js";

/** @param {Box} box @param {Session} session @param {Element} guestLine @param {Place} place */
export function say(box, session, guestLine, place) {
  const line = make("div");
  /** @type {ReturnType<NonNullable<Session["compose"]>> | null} */
  let composer = null;
  let name = "";

  session.follow((me) => {
    if (!line.isConnected) place.at.replaceChildren(line);
    // Somebody else's words must not stay in the form; one's own must.
    if (composer && !(me.may_post && me.name === name)) {
      composer.form.remove();
      composer = null;
    }
    name = me.name ?? "";
    if (!me.signed_in) line.replaceChildren(guestLine.cloneNode(true));
    else line.replaceChildren(...(place.parent && me.may_post ? [] : [greeting(me)]));
    composer?.offer(me);
    if (!me.may_post || composer || !session.compose) return;
    composer = session.compose(box, session, place, guestLine.querySelector("a"));
    composer.offer(me);
    place.at.append(composer.form);
  });

  /** @param {Me} me */
  function greeting(me) {
    const who = make("a", { href: `${box.origin}/account`, target: "_blank" }, make("bdi", {}, name));
    const words = me.may_post
      ? around("Join the conversation, you are commenting as <a><bdi>{name}</bdi></a>.", who)
      : [...around("You are signed in as <strong><bdi>{name}</bdi></strong>.", who), ` ${me.denial?.message ?? ""}`];
    const warning = me.denial?.warning;
    const ways = ["banned", "muted"].includes(me.denial?.code ?? "") ? [make("a", { href: `${box.origin}/account/standing`, target: "_blank" }, _("What you can do about it")), ". "] : [];
    return make("p", { className: "cb-join" }, ...words, " ", ...ways, ...(warning ? [button(_("I have read this"), () => acknowledge(warning)), ". "] : []), button(_("Logout"), leave), ".");
  }

  /** @param {number} warning */
  async function acknowledge(warning) {
    try {
      await call(box, "POST", `warnings/${warning}/read`);
      await session.refresh();
      composer?.text.focus();
    } catch (error) {
      complain(line, error);
    }
  }

  async function leave() {
    try {
      await session.leave();
      forgetDrafts(`${box.site} `);
      line.querySelector("a")?.focus();
    } catch (error) {
      complain(line, error);
    }
  }

  return () => (composer?.text ?? line.querySelector("a"))?.focus();
}
