// @ts-check
/** What can be done with a comment: recommend it, copy its link, report it. */

import { Problem, call } from "./api.js";
import { announce, button, complain, make, on, settle } from "./dom.js";

/** @param {Element} at */
const idOf = (at) => Number(at.closest(".cb-item")?.getAttribute("data-id"));

/** Signs in first. @param {Session} session @param {HTMLElement} at @param {() => unknown} act */
async function asMember(session, at, act) {
  const place = at.closest(".cb-comment") ?? at;
  settle(place);
  try {
    const me = session.me ?? (await session.refresh());
    if (!me.signed_in) {
      const link = at.closest("a") ?? place.querySelector(".cb-link");
      if (!(await session.enter("login", link)).signed_in) return;
    }
    await act();
  } catch (error) {
    if (error instanceof Problem && error.status === 401) session.refresh().catch(() => {});
    complain(place, error);
  }
}

/** @param {Box} box @param {Session} session */
export function openVotes(box, session) {
  on(box, "submit", ".cb-vote", (form, event) => {
    event.preventDefault();
    asMember(session, form, () => toggle(form));
  });

  /** @param {HTMLElement} form */
  async function toggle(form) {
    const wasUp = form.classList.contains("cb-voted");
    form.classList.add("cb-touched"); // newer than marks on their way
    const before = Number(form.querySelector(".cb-votes")?.textContent);
    draw(form, !wasUp, before + (wasUp ? -1 : 1)); // at once; put right when the answer is in
    try {
      const now = await call(box, wasUp ? "DELETE" : "PUT", `comments/${idOf(form)}/vote`, {});
      draw(form, now.voted, now.votes);
      announce(box, now.voted ? "Recommended." : "Recommendation taken back.");
    } catch (error) {
      draw(form, wasUp, before);
      throw error;
    }
  }

  return async (which = ".cb-vote:not(.cb-asked)") => {
    const forms = [...box.section.querySelectorAll(which)];
    for (const form of forms) form.className = session.me?.signed_in ? "cb-vote cb-asked" : "cb-vote";
    if (!session.me?.signed_in) return forms.forEach((form) => draw(form, false));
    while (forms.length) {
      const some = forms.splice(0, 500);
      const { voted } = await call(box, "POST", "votes-of-mine", { comments: some.map(idOf) });
      for (const form of some) if (!form.matches(".cb-touched")) draw(form, voted.includes(idOf(form)));
    }
  };
}

/** @param {Element} form @param {boolean} isUp @param {number} [votes] */
function draw(form, isUp, votes) {
  form.classList.toggle("cb-voted", isUp);
  const [word, count] = form.querySelectorAll(".cb-word, .cb-votes");
  if (word) word.textContent = isUp ? "Recommended" : "Recommend";
  if (count && votes !== undefined) count.textContent = String(votes);
}

/** @param {Box} box */
export function openLinks(box) {
  on(box, "click", ".cb-link", async (link, event) => {
    event.preventDefault();
    const value = `${location.href.replace(/#.*/, "")}#comment-${idOf(link)}`;
    try {
      await navigator.clipboard.writeText(value);
      announce(box, "Link copied.");
      const word = /** @type {Node} */ (link.firstChild);
      word.textContent = "Link copied";
      setTimeout(() => { word.textContent = "Link"; }, 2500);
    } catch {
      location.href = value; // to be copied from the address bar
    }
  });
}

// As on the page without JavaScript; a test compares them.
const REASONS = {
  abuse: "It is abusive or hateful",
  spam: "It is advertising or spam",
  off_topic: "It is not about the article",
  untrue: "It is untrue or misleading",
  other: "Something else is wrong",
};

/** @param {Box} box @param {Session} session */
export function openReports(box, session) {
  on(box, "click", ".cb-report", (link, event) => {
    event.preventDefault();
    asMember(session, link, () => ask(box, link));
  });
}

/** @param {Box} box @param {HTMLElement} link */
function ask(box, link) {
  const choices = Object.entries(REASONS).map(([value, label]) =>
    make("label", {}, make("input", { type: "radio", name: "reason", value, required: true }), label));
  const note = make("textarea", { id: "cb-note", rows: 3, maxLength: 500, dir: "auto" });
  /** @type {HTMLDialogElement} */
  const dialog = make("dialog", { className: "cb-dialog", "aria-labelledby": "cb-why" });
  const form = make("form", { className: "cb-form cb-why" },
    make("h3", { id: "cb-why", className: "cb-title" }, "Report this comment"),
    make("fieldset", {}, make("legend", {}, "What is wrong with it?"), ...choices),
    make("label", { htmlFor: "cb-note" }, "Anything the moderator should know (optional)"), note,
    make("p", { className: "cb-hint" }, "The author does not learn who reported the comment."),
    make("div", { className: "cb-under" }, button("Cancel", () => dialog.close(), "cb-quiet"),
      make("button", { className: "cb-button" }, make("span", {}, "Report comment"))));
  dialog.append(form);
  dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const reason = new FormData(form).get("reason");
      await call(box, "POST", `comments/${idOf(link)}/flags`, { reason, note: note.value });
      dialog.close();
      link.replaceChildren("Reported");
      announce(box, "Thank you. A moderator looks at the comment.");
    } catch (error) {
      complain(form, error);
    }
  });
  box.section.append(dialog);
  dialog.showModal();
}
