// @ts-check
/** What others do meanwhile: new comments are announced, removed ones go, and nothing moves under the reader. */

import { fragment } from "../api.js";
import { announce, button, comment, complain, goTo, make, showCount } from "../dom.js";
import { takeAway } from "./gone.js";
import { markNew } from "./seen.js";
import { steadily } from "./steady.js";
import { openStream } from "./stream.js";
import { counted } from "../words.js";

const RAREST = 60_000; // while nobody sees the comments, or a stream tells what happens

/** @param {Box} box @param {Thread} thread */
export function follow(box, thread) {
  const { section, signal } = box;
  const pace = 1000 * Number(section.dataset.live);
  /** Comments that may be put into what is shown, by number; true for roots. @type {Map<number, boolean>} */
  const fresh = new Map();
  const bell = button("", () => put().catch((error) => complain(place, error)), "cb-button");
  const place = make("div", { className: "cb-news", hidden: true }, bell);
  let after = section.dataset.news ?? "0";
  let isNear = true; // the comments are on the screen, or soon
  let asked = 0;
  let fails = 0;
  let timer = 0;

  thread.view().before(place);
  const catchUp = () => wait(Math.max(0, asked + 1000 - Date.now()));
  const watch = new IntersectionObserver((views) => {
    const was = isNear;
    isNear = !!views.at(-1)?.isIntersecting;
    if (isNear && !was) catchUp();
  }, { rootMargin: "50% 0px" });
  watch.observe(section);
  document.addEventListener("visibilitychange", catchUp, { signal });
  signal.addEventListener("abort", () => { clearTimeout(timer); watch.disconnect(); });
  const streams = section.dataset.stream && openStream(section.dataset.stream, signal, (news) => {
    if (news.last <= Number(after)) return;
    if (news.more || Number(news.after) > Number(after)) wait(500); // some of it went past
    else take(news).catch(() => wait(pace));
  }, () => wait(pace));
  wait(pace);

  /** A little earlier or later each time, or all would come at once. @param {number} time */
  function wait(time) {
    clearTimeout(timer);
    if (!document.hidden && !signal.aborted) timer = setTimeout(look, time * (0.85 + Math.random() * 0.3));
  }

  async function look() {
    asked = Date.now();
    let next = isNear && !(streams && streams()) ? pace : Math.max(pace, RAREST);
    try {
      const query = new URLSearchParams({ url: box.url, after });
      const answer = await fetch(`${box.origin}/embed/${box.site}/news?${query}`, { credentials: "omit", signal });
      if (!answer.ok) throw Number(answer.headers.get("Retry-After")) * 1000;
      const news = await answer.json();
      await take(news);
      fails = 0;
      if (news.more) next = 0;
    } catch (told) {
      fails += 1;
      next = Math.max(typeof told === "number" ? told : 0, Math.min(pace * 2 ** fails, 5 * 60_000));
    }
    wait(next);
  }

  /** @param {News} news */
  async function take(news) {
    const changed = [];
    for (const change of news.comments) {
      const here = comment(box, change.id);
      fresh.delete(change.id);
      const stands = here?.querySelector(":scope > article > :is(.cb-gone, .cb-waiting)");
      const isPublished = change.shown && change.status === "published";
      if (!here && isPublished) fresh.set(change.id, !change.root);
      else if (here && isPublished && (change.kind !== "published" || stands)) changed.push(change.id);
      // Their own that waits, or that they can bring back, is seen by nobody but its author.
      else if (here && !isPublished && !stands?.matches(".cb-waiting, .cb-undo")) steadily(box, () => takeAway(box, here, change));
    }
    if (changed.length) await redraw(changed);
    after = String(news.last);
    showCount(section, news.count);
    section.toggleAttribute("data-closed", !news.open);
    ring();
  }

  /** @param {number[]} ids */
  const fetched = (ids) => fragment(box, "comments", { url: box.url, ids: ids.sort((a, b) => a - b).slice(-50).join() });

  /** Edited, picked, or there again. @param {number[]} ids */
  async function redraw(ids) {
    const came = await fetched(ids);
    steadily(box, () => {
      const drawn = [];
      for (const item of /** @type {NodeListOf<HTMLElement>} */ (came.querySelectorAll(".cb-item"))) {
        const here = comment(box, item.dataset.id ?? "");
        const [old, now] = [here?.querySelector("article"), item.querySelector("article")];
        if (!here || !old || !now) continue;
        drawn.push(here);
        const hadFocus = old.contains(/** @type {ShadowRoot} */ (section.getRootNode()).activeElement);
        // A page of ours has said in them what this reader did.
        if (!section.dataset.script) now.querySelector(".cb-acts")?.replaceWith(old.querySelector(".cb-acts") ?? "");
        const fold = old.querySelector(".cb-fold"); // the new one came without its replies
        if (fold) now.querySelector(".cb-acts")?.append(fold);
        old.replaceWith(now);
        if (hadFocus) now.focus({ preventScroll: true });
      }
      thread.grown(drawn);
    });
  }

  /** Those that belong to what is shown now: the page may show one conversation alone. */
  const wanted = () => [...fresh].filter(([id, isRoot]) => {
    if (comment(box, id)) fresh.delete(id);
    return fresh.has(id) && (!isRoot || thread.isWhole());
  }).map(([id]) => id);

  function ring() {
    const { length } = wanted();
    const words = counted("{n} new comment", "{n} new comments", length);
    if (length && place.hidden) announce(box, `${words}.`);
    place.hidden = !length;
    bell.replaceChildren(make("span", {}, words));
  }

  async function put() {
    const ids = wanted();
    const came = await fetched(ids);
    const items = /** @type {HTMLElement[]} */ ([...came.querySelectorAll(".cb-item")]);
    const added = items.filter((item) => !comment(box, item.dataset.id ?? ""));
    for (const item of added) markNew(item);
    for (const item of added) if (!item.dataset.parent) thread.prepend(item);
    thread.add(came, null);
    for (const id of ids) fresh.delete(id);
    ring();
    goTo(section.querySelector(added.map(({ id }) => `#${id}`).join() || ".cb-new"));
  }
}
