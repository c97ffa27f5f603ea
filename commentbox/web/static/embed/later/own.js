// @ts-check
/// <reference path="../types.d.ts" />
/** What one may do with a comment of one's own: change it, delete it, and put it back. */

import { call } from "../api.js";
import { announce, button, comment, complain, drawTimes, make, settle, showCount } from "../dom.js";
import { _ } from "../words.js";
import { articleOf, change, shut, takeBack } from "./change.js";
import { steadily } from "./steady.js";

/** @typedef {{ id: number, edit_until: string | null, undo_until: string | null, may_delete: boolean }} Own */

/** @type {WeakSet<Box>} */
const followed = new WeakSet();

/**
 * Offers what one may do with each of these.
 * @param {Box} box @param {Session} session @param {Own[]} own
 * @param {(session: Session, at: HTMLElement, act: () => unknown) => unknown} asMember @param {() => unknown} mark
 */
export function offer(box, session, own, asMember, mark) {
  forgetWithThem(box, session);
  steadily(box, () => { for (const one of own) offerOne(one); });

  /** @param {Own} one */
  function offerOne({ id, edit_until: until, undo_until: undoUntil, may_delete: mayDelete }) {
    const item = comment(box, id);
    let acts = item?.querySelector("article")?.querySelector(".cb-acts");
    if (!item || acts?.querySelector(".cb-delete")) return;
    if (!acts) articleOf(item).append(acts = make("div", { className: "cb-acts" }));
    acts.querySelector(".cb-report")?.toggleAttribute("hidden", true); // only others can
    const drawn = () => { drawTimes(item); mark(); };
    const add = (/** @type {string} */ words, /** @type {string} */ name, /** @type {() => unknown} */ act) => {
      const [before = "", unseen = "", after = ""] = words.split(/<\/?unseen>/);
      const made = button(before, () => asMember(session, made, act), `cb-quiet ${name}`);
      made.append(make("span", { className: "cb-unseen" }, unseen), after);
      acts?.append(made);
    };
    if (until) add(_("Edit<unseen> your comment</unseen>"), "cb-edit", () => change(box, session, item, drawn));
    // Right after a change, the line beside it offers the same.
    if (undoUntil && !item.querySelector(":scope > .cb-done")) add(_("Take the last change back"), "cb-back", () => takeBack(box, item, drawn));
    if (mayDelete) add(_("Delete<unseen> your comment</unseen>"), "cb-delete", () => remove(box, item));
  }
}

/** Who comes next must find neither the buttons nor the words. @param {Box} box @param {Session} session */
function forgetWithThem(box, session) {
  if (followed.has(box)) return;
  followed.add(box);
  const { section } = box;
  let name = session.me?.name;
  session.follow((me) => {
    if (me.name === name) return;
    name = me.name;
    for (const at of section.querySelectorAll(".cb-editing")) shut(/** @type {HTMLElement} */ (at.parentElement));
    for (const at of section.querySelectorAll(".cb-edit, .cb-back, .cb-delete, .cb-done")) at.remove();
    for (const at of section.querySelectorAll(".cb-report[hidden]")) at.removeAttribute("hidden");
  });
}

/** @param {Box} box @param {HTMLElement} item */
async function remove(box, item) {
  const path = `comments/${item.dataset.id}`;
  const article = articleOf(item);
  const line = make("p", { className: "cb-gone cb-undo", id: `cb-gone-${item.dataset.id}` }, _("You have deleted this comment."), " ");
  const gone = make("article", { className: "cb-comment", tabIndex: -1, "aria-labelledby": line.id }, line);
  item.querySelector(":scope > .cb-done")?.remove();
  article.replaceWith(gone); // before the news of it are here
  try {
    showCount(box.section, (await call(box, "DELETE", path)).count);
  } catch (error) {
    gone.replaceWith(article);
    article.focus();
    throw error;
  }
  const undo = button(_("Undo"), async () => {
    settle(gone);
    try {
      showCount(box.section, (await call(box, "POST", `${path}/put-back`)).count);
      articleOf(item).replaceWith(article);
      article.focus();
      announce(box, _("Your comment is back where it was."));
    } catch (error) {
      complain(gone, error);
    }
  });
  line.append(undo);
  undo.focus();
  announce(box, _("Deleted. You can undo this for 10 minutes."));
}
