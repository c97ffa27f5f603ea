// @ts-check
/** The sum that a browser does while somebody registers or complains. Where it cannot, the form is sent without. */

import { _ } from "../embed/words.js";

const AT_WORK = _("Checking that you are no machine …");
const DONE = _("Done.");
const FAILED = _("The check does not work in this browser. You can register; a moderator reads your first comments.");

const field = document.querySelector("[data-challenge]");
if (field instanceof HTMLInputElement && field.form) arm(field.form, field);

/** @param {HTMLFormElement} form @param {HTMLInputElement} answer */
function arm(form, answer) {
  const line = form.querySelector("[role=status]");
  /** @type {Promise<void> | undefined} */
  let work;
  let isOver = false;
  let waits = false;

  const begin = () => (work ??= check());
  form.addEventListener("input", begin);
  form.addEventListener("submit", (event) => {
    if (isOver) return;
    event.preventDefault();
    if (waits) return;
    waits = true;
    void begin().then(() => form.requestSubmit());
  });

  async function check() {
    tell(AT_WORK);
    const sum = JSON.parse(answer.dataset.challenge ?? "");
    const number = await solved(sum).catch(() => null);
    if (number !== null) answer.value = btoa(JSON.stringify({ ...sum, number }));
    tell(number === null ? answer.dataset.failed ?? FAILED : DONE);
    isOver = true;
  }

  /** @param {string} words */
  function tell(words) {
    if (line) line.textContent = words;
  }
}

/** @param {object} sum @returns {Promise<number | null>} */
async function solved(sum) {
  const worker = new Worker(new URL("./challenge_worker.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      worker.addEventListener("message", (event) => resolve(event.data));
      worker.addEventListener("error", reject);
      worker.postMessage(sum);
    });
  } finally {
    worker.terminate();
  }
}
