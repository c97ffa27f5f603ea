// @ts-check
/** What can be done with a comment: recommend it, copy its link, report it. */

import { Problem, call } from "./api.js";
import { announce, complain, on, settle, tell } from "./dom.js";
import { later } from "./later.js";
import { _ } from "./words.js";

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
  /** Sent one after the other: the last one pressed has to be the last one heard. @type {WeakMap<Element, Promise<any>>} */
  const sent = new WeakMap();
  on(box, "submit", ".cb-vote", (form, event) => {
    event.preventDefault();
    const pressed = /** @type {SubmitEvent} */ (event).submitter?.className === "cb-down" ? "down" : "up";
    asMember(session, form, () => press(form, pressed));
  });

  /** @param {HTMLElement} form @param {string} pressed */
  async function press(form, pressed) {
    const was = form.dataset.vote;
    const vote = pressed === was ? undefined : pressed;
    form.classList.add("cb-touched"); // newer than marks on their way
    const count = form.querySelector(".cb-votes")?.textContent; // empty while it is hidden
    const up = Number(vote === "up") - Number(was === "up");
    draw(form, vote, count && Number(count) + up); // at once; put right when the answer is in
    const send = () => call(box, vote ? "PUT" : "DELETE", `comments/${idOf(form)}/vote`, { vote });
    const answer = Promise.resolve(sent.get(form)).then(send, send);
    sent.set(form, answer);
    try {
      const now = await answer;
      if (sent.get(form) !== answer) return;
      draw(form, now.vote, now.votes ?? "");
      announce(box, now.vote === "up" ? `${words().done}.` : now.vote ? _("Marked as not useful.") : _("Taken back."));
      tell(form, "commentbox:voted", { id: idOf(form), vote: now.vote, votes: now.votes });
    } catch (error) {
      if (sent.get(form) === answer) draw(form, was, count);
      throw error;
    }
  }

  const words = () => box.section.dataset;

  /** @param {HTMLElement} form @param {string} [vote] @param {string | number} [count] */
  function draw(form, vote, count) {
    form.dataset.vote = vote ?? "";
    form.classList.toggle("cb-voted", vote === "up");
    form.querySelector(".cb-down")?.setAttribute("aria-pressed", String(vote === "down"));
    const [word, number] = form.querySelectorAll(".cb-word, .cb-votes");
    if (word) word.textContent = words()[vote === "up" ? "done" : "word"] ?? word.textContent;
    if (number && count !== undefined) number.textContent = String(count);
  }

  /** @param {Element[]} [within] */
  const mark = async (within = [box.section], which = ":is(.cb-vote, .cb-waiting):not(.cb-asked)") => {
    const isGuest = !session.me?.signed_in;
    const forms = /** @type {HTMLElement[]} */ ([...new Set(within.flatMap((place) => [...place.querySelectorAll(isGuest ? ".cb-asked" : which)]))]);
    for (const form of forms) {
      form.classList.toggle("cb-asked", !isGuest);
      form.classList.remove("cb-touched");
    }
    if (isGuest) return forms.forEach((form) => draw(form));
    while (forms.length) {
      const some = forms.splice(0, 500);
      const { up, down, own, reported } = await call(box, "POST", "votes-of-mine", { comments: some.map(idOf) });
      for (const form of some) {
        const is = (/** @type {number[]} */ ids) => ids.includes(idOf(form));
        if (!form.matches(".cb-touched")) draw(form, is(up) ? "up" : is(down) ? "down" : undefined);
      }
      if (own.length) (await later(box, () => import("./later/own.js"))).offer(box, session, own, asMember, mark);
      if (reported.length) (await later(box, () => import("./later/report.js"))).mark(box, session, reported);
    }
  };
  return mark;
}

/** @param {Box} box */
export function openLinks(box) {
  on(box, "click", ".cb-link", async (link, event) => {
    event.preventDefault();
    const value = `${location.href.replace(/#.*/, "")}#comment-${idOf(link)}`;
    try {
      await navigator.clipboard.writeText(value);
      announce(box, _("Link copied."));
      const word = /** @type {Node} */ (link.firstChild);
      word.textContent = _("Link copied");
      setTimeout(() => { word.textContent = _("Link"); }, 2500);
    } catch {
      location.href = value; // to be copied from the address bar
    }
  });
}

/** @param {Box} box @param {Session} session */
export function openQuestion(box, session) {
  const open = () => later(box, () => import("./later/question.js"));
  on(box, "submit", ".cb-ask", (form, event) => {
    event.preventDefault();
    const { value } = /** @type {HTMLButtonElement} */ (/** @type {SubmitEvent} */ (event).submitter);
    asMember(session, form, async () => (await open()).answer(box, session, form, value));
  });
  session.follow(async ({ answer }) => {
    const form = box.section.querySelector(".cb-ask");
    if (form && (answer || form.querySelector("[aria-pressed=true]"))) (await open()).mark(form, answer);
  });
}

/** @param {Box} box @param {Session} session */
export function openReports(box, session) {
  on(box, "click", ".cb-report", (link, event) => {
    event.preventDefault();
    asMember(session, link, async () => {
      const { ask } = await later(box, () => import("./later/report.js"));
      ask(box, session, link, idOf(link));
    });
  });
}
