// @ts-check
/// <reference path="../types.d.ts" />
/** Changing a comment where it stands, and taking the change back. */

import { Problem, call } from "../api.js";
import { announce, button, complain, make, showCount } from "../dom.js";
import { openDraft } from "../draft.js";
import { _, tongue } from "../words.js";
import { compose } from "./composer.js";
import { clock } from "./slow.js";

/** The comment itself, without what hangs below it. @param {Element} item */
export const articleOf = (item) => /** @type {HTMLElement} */ (item.querySelector("article"));

/** @param {Element} item */
export function shut(item) {
  item.querySelector(":scope > .cb-editing")?.remove();
  articleOf(item).hidden = false;
}

/** What stands in the comment's place: the server's own drawing of it. @param {Box} box @param {Element} item @param {Posted} posted */
function redraw(box, item, posted) {
  const [old, fresh] = [articleOf(item), articleOf(box.parse(posted.html).children[0] ?? item)];
  const fold = old.querySelector(".cb-fold"); // the new one came without its replies
  if (fold) fresh.querySelector(".cb-acts")?.append(fold);
  item.querySelector(":scope > .cb-done")?.remove();
  old.replaceWith(fresh);
  showCount(box.section, posted.count);
  fresh.focus();
}

/** @param {Box} box @param {Session} session @param {HTMLElement} item @param {() => void} drawn */
export async function change(box, session, item, drawn) {
  const path = `comments/${item.dataset.id}`;
  let mine = await call(box, "GET", `${path}/own`);
  const open = item.querySelector(/** @type {"textarea"} */ (":scope > .cb-editing textarea"));
  if (open) return open.focus();
  if (!mine.edit_until) throw new Problem("too_late", _("The time to change it is over."), 403);
  const id = `own-${item.dataset.id}`;
  const draft = `${box.site} ${id} ${mine.revision}`;
  const at = make("div", { className: "cb-say cb-answering cb-editing" });
  const clock = make("p", { className: "cb-hint", id: `cb-until-${id}` });
  const now = make("p", { className: "cb-aside cb-now", dir: "auto", hidden: true });
  const cancel = () => {
    openDraft(draft).forget();
    shut(item);
    articleOf(item).querySelector(/** @type {"button"} */ (".cb-edit"))?.focus();
  };
  const { form, text } = compose(box, session, {
    at, parent: null, id, draft, start: mine.text, label: _("Change your comment"), button: _("Save the change"), cancel,
    async send(words) {
      try {
        return await call(box, "PATCH", path, { text: words, revision: mine.revision });
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== "changed_elsewhere") throw error;
        mine = await call(box, "GET", `${path}/own`); // what the next try replaces is before their eyes
        now.replaceChildren(make("strong", {}, _("It says now:")), "\n", mine.text);
        now.hidden = false;
        throw error;
      }
    },
    done(posted) {
      shut(item);
      redraw(box, item, posted);
      announce(box, posted.message);
      if (posted.revision !== mine.revision) offerUndo(box, item, posted, drawn);
      drawn();
    },
  }, item.querySelector(".cb-link"));
  form.prepend(clock, now);
  text.setAttribute("aria-describedby", `${clock.id} ${text.getAttribute("aria-describedby")}`);
  at.append(form);
  articleOf(item).after(at);
  articleOf(item).hidden = true;
  count(box, clock, new Date(mine.edit_until));
  text.focus();
}

/** The last change, whenever it was. @param {Box} box @param {HTMLElement} item @param {() => void} drawn */
export async function takeBack(box, item, drawn) {
  const path = `comments/${item.dataset.id}`;
  const { revision } = await call(box, "GET", `${path}/own`);
  await undo(box, item, revision, drawn);
}

/** @param {Box} box @param {HTMLElement} item @param {number | undefined} revision @param {() => void} drawn */
async function undo(box, item, revision, drawn) {
  redraw(box, item, await call(box, "POST", `comments/${item.dataset.id}/undo`, { revision }));
  announce(box, _("Your change is taken back."));
  drawn();
}

/** Beside the comment: news of the change draw that anew. @param {Box} box @param {HTMLElement} item @param {Posted} posted @param {() => void} drawn */
function offerUndo(box, item, posted, drawn) {
  const line = make("div", { className: "cb-done" }, `${posted.message} `);
  line.append(button(_("Undo"), async () => {
    try {
      await undo(box, item, posted.revision, drawn);
    } catch (error) {
      complain(line, error);
    }
  }));
  articleOf(item).after(line);
}

/** Seen each second; said with the field, a minute before the end and then. @param {Box} box @param {Element} line @param {Date} until */
function count(box, line, until) {
  const day = 86_400;
  const left = () => Math.max(0, Math.ceil((until.getTime() - Date.now()) / 1000));
  const at = new Intl.DateTimeFormat(tongue, { timeStyle: "short", dateStyle: left() > day ? "long" : undefined }).format(until);
  const rest = make("span", { ariaHidden: "true" });
  line.append(_("You can change it until {at}.", { at }), " ", rest);
  let wasNear = false;
  const tick = () => {
    if (!line.isConnected) return clearInterval(timer);
    const seconds = left();
    rest.textContent = seconds >= day ? "" : _("{time} left", { time: clock(seconds) });
    if (seconds <= 60 && !wasNear) announce(box, _("One minute left to change your comment."));
    wasNear = seconds <= 60;
    if (seconds) return;
    clearInterval(timer);
    line.textContent = _("The time to change it is over. You can still copy your text.");
    announce(box, line.textContent);
  };
  const timer = setInterval(tick, 1000);
  tick();
}
