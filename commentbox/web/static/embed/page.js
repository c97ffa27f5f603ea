// @ts-check
/** Makes our own pages pleasanter; they work without it. */

import { keepTimes } from "./dom.js";
import { openFolds } from "./folds.js";
import { openDraft, room, store } from "./draft.js";
import { later } from "./later.js";

const SENT = "commentbox:sent";

const section = document.querySelector(".cb");
if (section instanceof HTMLElement) {
  const page = { section, signal: new AbortController().signal };
  if (section.matches(".cb-paper")) for (const time of section.querySelectorAll("time")) time.dataset.exact = "";
  keepTimes(page);
  const folds = openFolds(page);
  if (section.dataset.live) import("../pages/live.js").then(({ listen }) => listen(section, folds)).catch(() => {});
  section.querySelector("[data-keys]")?.remove();
  section.querySelector("[data-print]")?.addEventListener("click", () => print());
  section.dataset.alive = "";
  for (const text of section.querySelectorAll(/** @type {"textarea"} */ (".cb-form textarea[name=text]"))) {
    later(page, () => import("./later/tools.js")).then(({ openTools }) => text.before(openTools(text)), () => {});
  }
}
forgetArrived();
for (const form of document.querySelectorAll(/** @type {"form"} */ ("form[data-draft]"))) keepDraft(form);
if (parent !== window) fitFrame();

/** @param {HTMLFormElement} form */
function keepDraft(form) {
  const name = form.dataset.draft ?? "";
  const draft = openDraft(name);
  const text = form.querySelector("textarea");
  const key = form.querySelector(/** @type {"input"} */ ("input[name=key]"));
  const left = form.querySelector(/** @type {"p"} */ (".cb-left"));
  if (!text || !key || !left) return;
  const measure = () => {
    const { isNear, left: rest, words } = room(text.value, Number(form.dataset.max));
    left.hidden = !isNear;
    left.textContent = words;
    left.classList.toggle("cb-over", rest < 0);
  };
  if (draft.text && !text.value) {
    text.value = draft.text;
    key.value = draft.key;
  }
  text.addEventListener("input", () => {
    draft.keep(text.value);
    key.value = draft.key;
    measure();
  });
  form.addEventListener("submit", () => store((kept) => kept.setItem(SENT, name)));
  measure();
}

/** Only an answer that leads to the new comment says that it has arrived. */
function forgetArrived() {
  const name = store((kept) => kept.getItem(SENT));
  if (!name) return;
  if (location.hash.startsWith("#comment-")) openDraft(name).forget();
  store((kept) => kept.removeItem(SENT));
}

/** The element on the publisher's page that holds this one in a frame makes it as high as it is. */
function fitFrame() {
  document.documentElement.classList.add("framed");
  for (const door of document.querySelectorAll(/** @type {"a"} */ ("a[data-door]"))) door.target = "_blank";
  new ResizeObserver(() => {
    parent.postMessage({ type: "commentbox:height", height: document.documentElement.offsetHeight }, "*");
  }).observe(document.body);
}
