// @ts-check
/// <reference path="../embed/types.d.ts" />
/** On a page of ours: what others do meanwhile, as in the box. */

import { drawTimes, make, writer } from "../embed/dom.js";
import { later } from "../embed/later.js";
import { openThread } from "../embed/thread.js";
import { around } from "../embed/words.js";

/** @param {HTMLElement} section @param {ReturnType<typeof import("../embed/folds.js").openFolds>} folds */
export async function listen(section, folds) {
  const { site = "", url = "", muted = "" } = section.dataset;
  const box = { host: section, section, origin: location.origin, site, url, parse, signal: new AbortController().signal };
  section.append(make("p", { className: "cb-unseen", id: "cb-said", role: "status" })); // there before it speaks
  const thread = openThread(box, (places) => {
    for (const place of places) drawTimes(place);
    for (const article of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-by]"))) {
      if (muted.split(" ").includes(article.dataset.by ?? "")) fold(article);
    }
  }, () => {}, folds);
  const isWhole = () => thread.isWhole() && !("later" in section.dataset);
  (await later(box, () => import("../embed/later/live.js"))).follow(box, { ...thread, isWhole });
}

/** As the server has folded the others. @param {HTMLElement} article */
function fold(article) {
  const body = article.querySelector(":scope > .cb-body");
  if (!body) return;
  const name = make("bdi", {}, writer(article));
  const details = make("details", { className: "cb-muted" }, make("summary", {}, ...around("You have muted <bdi>{name}</bdi>. Show", name)));
  body.replaceWith(details);
  details.append(body);
}

/** From text to nodes; it runs nothing. @param {string} html */
function parse(html) {
  const found = document.createDocumentFragment();
  found.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  return found;
}
