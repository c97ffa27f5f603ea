// @ts-check
/** Forms that are signed with a passkey. They stay hidden where the browser, or this address, knows none. */

import { _ } from "../embed/words.js";

const CANCELLED = _("Nothing was signed. Try again whenever you like.");
const FAILED = _("That did not work. Reload the page and try again.");

const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form[data-passkey]")]);
let waits = new AbortController();

if (await isPossible()) {
  for (const form of forms) arm(form);
  for (const line of document.querySelectorAll("[data-passkey-none]")) line.remove();
  const [filled] = forms.filter((form) => "autofill" in form.dataset);
  if (filled && (await PublicKeyCredential.isConditionalMediationAvailable?.())) void offer(filled);
}

/** A passkey belongs to a host name: under any other, and without TLS, the browser would refuse. */
async function isPossible() {
  const host = forms[0]?.dataset.host;
  const isHere = location.hostname === host || location.hostname.endsWith(`.${host}`);
  return Boolean(host) && isHere && typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === "function";
}

/** @param {HTMLFormElement} form */
function arm(form) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void sign(form);
  });
}

/** After a press of the button. @param {HTMLFormElement} form */
async function sign(form) {
  const signal = turn();
  tell(form, "");
  try {
    send(form, form.dataset.passkey === "create" ? await made(form, signal) : await got(form, { signal }));
  } catch (error) {
    if (signal.aborted) return;
    const isCancelled = error instanceof DOMException && error.name === "NotAllowedError";
    tell(form, isCancelled ? CANCELLED : isKnown(error) ? _("This device has a passkey here already.") : FAILED);
  }
}

/** Among what the browser fills in for the name field, until a button is pressed. @param {HTMLFormElement} form */
async function offer(form) {
  const signal = turn();
  try {
    send(form, await got(form, { signal, mediation: "conditional" }));
  } catch {
    // Nobody has asked for anything: there is nothing to tell.
  }
}

/** Only one question can be open; the one before ends. */
function turn() {
  waits.abort();
  waits = new AbortController();
  return waits.signal;
}

/** @param {HTMLFormElement} form @param {CredentialRequestOptions} how */
async function got(form, how) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await options(form, how.signal));
  return navigator.credentials.get({ ...how, publicKey });
}

/** @param {HTMLFormElement} form @param {AbortSignal} signal */
async function made(form, signal) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await options(form, signal));
  return navigator.credentials.create({ signal, publicKey });
}

/** The newest answer is the one whose cookie counts, so a question that was given up must not be answered. @param {HTMLFormElement} form @param {AbortSignal} [signal] */
async function options(form, signal) {
  const headers = { Accept: "application/json" };
  const answer = await fetch(form.dataset.options ?? "", { method: "POST", headers, signal });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return answer.json();
}

/** @param {HTMLFormElement} form @param {Credential | null} credential */
function send(form, credential) {
  const field = form.querySelector("[data-credential]");
  if (!(field instanceof HTMLInputElement) || !(credential instanceof PublicKeyCredential)) throw new Error(FAILED);
  field.value = JSON.stringify(credential.toJSON());
  HTMLFormElement.prototype.submit.call(form);
}

/** @param {unknown} error */
function isKnown(error) {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

/** @param {HTMLFormElement} form @param {string} words */
function tell(form, words) {
  const line = form.querySelector("[role=alert]");
  if (!(line instanceof HTMLElement)) return;
  line.textContent = words;
  line.hidden = words === "";
}
