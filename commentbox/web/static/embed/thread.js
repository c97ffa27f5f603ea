// @ts-check
/** The list: more of it, another order, one conversation alone, a new comment in its place. */

import { fragment } from "./api.js";
import { addFold, openFolds } from "./folds.js";
import { announce, comment, complain, goTo, make, on, tell } from "./dom.js";
import { _, counted } from "./words.js";

const DEEPEST_LIST = 4; // as in the templates

/** @param {Box} box @param {(places: Element[]) => void} grew where new comments are @param {() => void} replaced after a new list @returns {Thread} */
export function openThread(box, grew, replaced, folds = openFolds(box)) {
  const { section } = box;
  const view = () => /** @type {HTMLElement} */ (section.querySelector(".cb-thread"));
  const grown = (places = [/** @type {Element} */ (section)]) => { folds.draw(places); grew(places); };
  const order = () => section.dataset.sort ?? "best";

  /** Hangs comments under what they answer, or into `list`. @param {DocumentFragment} came @param {Element | null} list */
  function add(came, list) {
    const fresh = [];
    for (const item of /** @type {NodeListOf<HTMLElement>} */ (came.querySelectorAll(".cb-item"))) {
      if (comment(box, item.dataset.id ?? "")) continue; // here already, or came inside the one before
      const parent = item.dataset.parent && comment(box, item.dataset.parent);
      if (parent) hang(item, parent);
      else list?.append(item);
      fresh.push(item);
    }
    grown(fresh);
    return fresh;
  }

  /** @param {Element} item */
  function prepend(item) {
    view().querySelector(".cb-empty")?.remove();
    view().querySelector(".cb-list")?.prepend(item);
    grown([item]);
  }

  /** @param {DocumentFragment} came */
  function replace(came) {
    view().replaceWith(came.querySelector(".cb-thread") ?? "");
    grown();
    replaced();
  }

  /** Shows a comment wherever it is. @param {string} id */
  async function show(id) {
    if (!comment(box, id)) replace(await fragment(box, "conversation", { comment: id }));
    section.querySelector(".cb-target")?.classList.remove("cb-target");
    comment(box, id)?.classList.add("cb-target");
    folds.unfold(id);
    goTo(comment(box, id));
  }

  /** @param {HTMLElement} more */
  async function load(more) {
    const { root, after = "", cursor, around, comment: centre = "", q, before = "" } = more.dataset;
    if (around) return replace(await fragment(box, "conversation", { comment: around })), show(around);
    const came = cursor ? await fragment(box, "thread", { url: box.url, sort: order(), cursor })
      : q ? await fragment(box, "search", { url: box.url, q, before })
      : root ? await fragment(box, "replies", { root, after })
      : await fragment(box, "conversation", { comment: centre, after });
    if (!more.isConnected) return; // the list has gone meanwhile
    const next = [...came.querySelectorAll(":is([data-after], [data-cursor], [data-before])")].find((found) => !found.closest(".cb-item"));
    // A list for each page: what happens below need not be asked of those above.
    const list = cursor || q ? make("ol", { className: "cb-list" }) : null;
    if (list) {
      more.previousElementSibling?.classList.add("cb-laid");
      more.before(list);
    }
    const fresh = add(came, list);
    if (!fresh.length) list?.remove();
    more.replaceWith(next ?? "");
    goTo(fresh[0]);
    announce(box, counted("{n} more shown.", "{n} more shown.", fresh.length));
    tell(section, "commentbox:loaded-more", { shown: fresh.length });
  }

  /** @param {HTMLElement} at @param {() => Promise<unknown>} act */
  async function busily(at, act) {
    if (at.ariaBusy) return;
    at.ariaBusy = "true";
    try {
      await act();
    } catch (error) {
      complain(at, error);
    }
    at.ariaBusy = null;
  }

  const isWhole = () => !view().matches(".cb-around") && order() !== "picks";
  const thread = { add, prepend, replace, show, view, isWhole, grown };
  if (!section.dataset.script) return thread; // on a page of ours, where links lead on

  on(box, "click", ".cb-more a", (link, event) => {
    event.preventDefault();
    const more = /** @type {HTMLElement} */ (link.parentElement);
    busily(more, () => load(more));
  });
  on(box, "click", ".cb-sort [data-sort], .cb-all a", (link, event) => {
    event.preventDefault();
    busily(view(), async () => {
      const sort = link.dataset.sort ?? order();
      const came = await fragment(box, "thread", { url: box.url, sort });
      section.dataset.sort = sort; // the bookmarks of the old list were for the old order
      replace(came);
      view().querySelector(/** @type {"a"} */ ("[aria-current]"))?.focus();
      announce(box, view().querySelector(".cb-sort p")?.textContent ?? _("All comments are shown."));
    });
  });
  on(box, "click", ".cb-answers, [data-show]", (link, event) => {
    event.preventDefault();
    busily(view(), () => show(link.dataset.show ?? link.closest(".cb-item")?.getAttribute("data-parent") ?? ""));
  });

  return thread;
}

/** @param {HTMLElement} item @param {HTMLElement} parent */
function hang(item, parent) {
  const depth = Number(parent.dataset.depth);
  item.dataset.depth = String(depth + 1);
  if (depth >= DEEPEST_LIST) {
    /** @type {Element} */
    let last = parent;
    while (Number(last.nextElementSibling?.getAttribute("data-depth")) > depth) last = last.nextElementSibling ?? last;
    return last.after(item);
  }
  let list = parent.querySelector(":scope > .cb-replies");
  if (!list) {
    list = make("ol", { className: "cb-replies" });
    addFold(parent);
    const more = parent.querySelector(":scope > .cb-more");
    if (more) more.before(list);
    else parent.append(list);
  }
  list.append(item);
}
