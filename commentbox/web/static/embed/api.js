// @ts-check
/** Asks the server; whatever fails becomes a Problem with words for the reader. */

import { _ } from "./words.js";

const unexpected = () => _("Something went wrong on our side.");

export class Problem extends Error {
  /** @param {string} code @param {string} message @param {number} [status] @param {number} [wait] seconds */
  constructor(code, message, status = 0, wait = 0) {
    super(message);
    this.code = code;
    this.status = status;
    this.wait = wait;
  }

  /** Whether it is worth trying again. */
  get isPassing() {
    return !this.status || this.status === 429 || this.status >= 500;
  }
}

/** A personal request, with the cookie. @param {Box} box @param {string} method @param {string} path @param {object} [body] */
export async function call(box, method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", "Accept-Language": box.section.lang };
  if (method !== "GET") Object.assign(headers, { "X-Commentbox": "1", "Content-Type": "application/json" });
  const init = { method, headers, body: body && JSON.stringify(body) };
  const answer = await request(`${box.origin}/api/v1/${box.site}/${path}`, init, "include");
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said;
  const { code = "unexpected", message = unexpected(), retry_after: wait } = said?.error ?? {};
  throw new Problem(code, message, answer.status, wait);
}

/** Public HTML, the same for everybody. @param {Box} box @param {string} path @param {Record<string, string>} query */
export async function fragment(box, path, query) {
  const answer = await request(`${box.origin}/embed/${box.site}/${path}?${new URLSearchParams({ ...query, lang: box.section.lang })}`, {}, "omit");
  if (answer.ok) return box.parse(await answer.text());
  const words = answer.status === 404 ? _("This comment is not here, or no longer.") : unexpected();
  throw new Problem("unexpected", words, answer.status);
}

/** @param {string} address @param {RequestInit} init @param {RequestCredentials} credentials */
async function request(address, init, credentials) {
  try {
    return await fetch(address, { ...init, credentials, redirect: "error" });
  } catch {
    throw new Problem("offline", _("The comments cannot be reached. Check your connection."));
  }
}
