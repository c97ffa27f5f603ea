// @ts-check
/// <reference path="../types.d.ts" />
/** Saying, to the moderators alone, that one disagrees. */

import { call } from "../api.js";
import { button, complain, make } from "../dom.js";
import { _ } from "../words.js";

/** @param {Box} box @param {number} id @param {(found: Report[]) => void} hear of what they have reported */
export function disagreement(box, id, hear) {
  let does = false, isPressed = false;
  const said = make("p", { className: "cb-unseen", role: "status" }); // the box's own is silent beside a dialog
  const press = button(_("I disagree"), async () => {
    isPressed = true; // what was asked before is older
    try {
      await call(box, does ? "DELETE" : "PUT", `comments/${id}/disagreement`, {});
      draw(!does);
      said.textContent = does ? _("Noted: you disagree.") : _("Taken back.");
    } catch (error) {
      complain(place, error);
    }
  });
  const words = _("Do you only disagree? Moderators see how many do; nothing happens to the comment.");
  const place = make("div", { className: "cb-aside" }, make("p", {}, words), press, said);

  /** @param {boolean} now */
  function draw(now) {
    does = now;
    press.textContent = now ? _("You disagree. Take it back") : _("I disagree");
  }

  const asked = call(box, "POST", "votes-of-mine", { comments: [id] });
  asked.then(({ disagreed, reported }) => {
    if (!isPressed) draw(disagreed.includes(id));
    hear(reported);
  }, () => {}); // the button works without
  return place;
}
