// @ts-check
/** Brings the drawn conversation to life. */

import { openLinks, openQuestion, openReports, openVotes } from "./acts.js";
import { announce, comment, complain, drawTimes, goTo, keepTimes, make, on, showCount, tell, writer } from "./dom.js";
import { openExtras } from "./extras.js";
import { say } from "./say.js";
import { openSession } from "./session.js";
import { openThread } from "./thread.js";
import { _, around } from "./words.js";

/** @param {Box} box */
export function start(box) {
  const { section } = box;
  const top = /** @type {HTMLElement} */ (section.querySelector(".cb-say"));
  const guestLine = /** @type {Element} */ (top.querySelector(".cb-join")?.cloneNode(true));
  section.append(make("p", { className: "cb-unseen", id: "cb-said", role: "status" })); // there before it speaks
  section.dataset.alive = "";
  const session = openSession(box);
  const mark = openVotes(box, session);
  const thread = openThread(box, (places) => {
    const muted = session.me?.muted ?? [];
    for (const place of places) {
      drawTimes(place);
      if (muted.length) fold(place, muted);
    }
    section.dispatchEvent(new CustomEvent("cb-grown", { detail: places }));
    mark(places).catch(() => {}); // the buttons work without
  }, showWaiting);
  keepTimes(box);
  openReports(box, session);
  openLinks(box);
  openQuestion(box, session);

  /** @param {Posted} posted */
  function place(posted) {
    const came = box.parse(posted.html);
    const item = came.querySelector(".cb-item");
    if (posted.parent && comment(box, posted.parent)) thread.add(came, null);
    else if (item) thread.prepend(item);
    showCount(section, posted.count);
    goTo(comment(box, posted.id));
    announce(box, posted.message || _("Your comment is published."));
    tell(section, "commentbox:posted", { id: posted.id, status: posted.status, parent: posted.parent });
  }

  /** Their own comments that a moderator has yet to read. */
  function showWaiting() {
    const came = box.parse(session.me?.waiting ?? "");
    let own = section.querySelector(".cb-own");
    if (!own && came.firstElementChild) {
      own = make("ol", { className: "cb-list cb-own", ariaLabel: _("Your comments that wait for a moderator") });
      thread.view().before(own);
    }
    thread.add(came, own);
  }

  on(box, "click", ".cb-reply", (link, event) => {
    event.preventDefault();
    const item = /** @type {HTMLElement} */ (link.closest(".cb-item"));
    const close = () => {
      at.remove();
      link.removeAttribute("aria-expanded");
      link.focus();
    };
    const open = item.querySelector(":scope > .cb-answering");
    if (open) return /** @type {HTMLElement | null} */ (open.querySelector("textarea, a"))?.focus();
    const at = make("div", { className: "cb-say cb-answering" });
    item.querySelector(":scope > article")?.after(at);
    link.ariaExpanded = "true";
    tell(item, "commentbox:opened", { parent: Number(item.dataset.id) });
    const done = (/** @type {Posted} */ posted) => { close(); place(posted); };
    const label = _("Your reply to {name}", { name: writer(item) });
    say(box, session, guestLine, { at, parent: Number(item.dataset.id), label, done, cancel: close })();
  });
  on(box, "click", "[data-door]", (link, event) => {
    event.preventDefault();
    const place = /** @type {Element} */ (link.closest(".cb-say"));
    session.enter(link.dataset.door ?? "login", link).catch((error) => complain(place, error));
  });

  say(box, session, guestLine, { at: top, parent: null, label: _("Your comment"), done: place, cancel: null });
  session.follow((me) => {
    if (!me.signed_in) section.querySelector(".cb-own")?.remove();
    fold(section, me.muted, true);
    showWaiting();
    mark([section], ".cb-vote, .cb-waiting").catch(() => {});
  });
  openExtras(box, session, thread);
  // Who cannot be recognised reads on as a guest.
  const coming = box.host.hasAttribute("token") ? import("../sso/token.js") : null;
  (coming ? coming.then(({ signOn }) => signOn(box, session)) : session.refresh())
    .catch(() => { delete section.dataset.known; });

  const follow = () => {
    const id = /^#comment-(\d+)$/.exec(location.hash)?.[1];
    if (id) thread.show(id).catch((error) => {
      complain(/** @type {Element} */ (section.querySelector(".cb-top")), error);
      box.host.scrollIntoView();
    });
  };
  addEventListener("hashchange", follow, { signal: box.signal });
  follow();
  return coming; // until then the loader keeps clicks: the page may have a log-in of its own
}

/** Folds away what muted people wrote, and unfolds what others did. @param {Element} section @param {number[]} muted */
function fold(section, muted, isBeingRead = false) {
  for (const article of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-by]"))) {
    const body = /** @type {Element} */ (article.querySelector(".cb-body"));
    const folded = body.closest(".cb-muted");
    const isMuted = muted.includes(Number(article.dataset.by));
    if (isMuted === !!folded) continue;
    if (folded) { folded.replaceWith(body); continue; }
    // What is above or before the reader's eyes keeps its height: nothing moves under them.
    const { top, height } = body.getBoundingClientRect();
    const name = make("bdi", {}, writer(article));
    const details = make("details", { className: "cb-muted" }, make("summary", {}, ...around("You have muted <bdi>{name}</bdi>. Show", name)));
    if (isBeingRead && top < innerHeight) details.style.minHeight = `${height}px`;
    body.replaceWith(details);
    details.append(body);
  }
}
