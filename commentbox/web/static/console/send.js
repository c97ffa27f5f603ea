// @ts-check
/** Sends a form the way a click would, but asks for JSON. */

/**
 * @typedef {object} Answer
 * @property {string} message
 * @property {string} [undo] where to take the decision back
 * @property {number} [held] what waits on the site now
 * @property {number} [flagged]
 * @property {boolean} [is_open] of an article
 */

/** What the server did not do, in words for the person. */
export class Refusal extends Error {
  /** @param {string} message @param {string} code */
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

const UNREACHED = "The server could not be reached, so nothing is certain. Try again: nothing happens twice.";
const CONFUSED = "The server answered in a way this page does not understand. Reload the page and look again.";

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [button] the button that was pressed
 * @returns {Promise<Answer>}
 */
export async function send(form, button = null) {
  const answer = await reach(form, button);
  /** @type {any} */
  let told;
  try {
    told = await answer.json();
  } catch {
    throw new Refusal(CONFUSED, "confused");
  }
  if (!answer.ok) throw new Refusal(told?.error?.message ?? CONFUSED, told?.error?.code ?? "confused");
  return told;
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} button
 * @returns {Promise<Response>}
 */
async function reach(form, button) {
  const fields = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) fields.set(button.name, button.value);
  const body = new URLSearchParams(/** @type {any} */ (fields));
  // `form.action` would be the field of that name.
  const url = form.getAttribute("action") ?? "";
  try {
    return await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new Refusal(UNREACHED, "unreached");
  }
}
