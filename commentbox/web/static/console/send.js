// @ts-check
/** Sends a form the way a click would, but asks for JSON. */

/**
 * @typedef {object} Answer
 * @property {string} message
 * @property {string} [undo] where to take the decision back
 * @property {Record<string, number>} [counts] what waits on the site now, by lane
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
 * @returns {Promise<any>}
 */
export function send(form, button = null) {
  // `form.action` would be the field of that name.
  return post(form.getAttribute("action") ?? "", fieldsOf(form, button));
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [button]
 * @returns {URLSearchParams}
 */
export function fieldsOf(form, button = null) {
  const fields = new FormData(form);
  if (button instanceof HTMLButtonElement && button.name) fields.set(button.name, button.value);
  return new URLSearchParams(/** @type {any} */ (fields));
}

/**
 * @param {string} url
 * @param {URLSearchParams} body
 * @returns {Promise<any>} an `Answer`, or what else the address says
 */
export async function post(url, body) {
  const answer = await reach(url, body);
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
 * @param {string} url
 * @param {URLSearchParams} body
 * @returns {Promise<Response>}
 */
async function reach(url, body) {
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
