// @ts-check
/** Elements: found, cloned from our templates, or taken from pages of our own server. Nothing else makes HTML here. */

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function need(selector, root = document) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`nothing matches ${selector}`);
  return found;
}

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement | null}
 */
export function find(selector, root = document) {
  const found = root.querySelector(selector);
  return found instanceof HTMLElement ? found : null;
}

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]}
 */
export function all(selector, root = document) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/**
 * A copy of what stands in `<template data-template="name">`.
 * @param {string} name
 * @returns {HTMLElement}
 */
export function clone(name) {
  const template = document.querySelector(`template[data-template="${name}"]`);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template ${name}`);
  return /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
}

/**
 * What was typed here goes there.
 * @param {ParentNode} from
 * @param {ParentNode} to
 */
export function carry(from, to) {
  for (const empty of to.querySelectorAll("textarea")) {
    const typed = from.querySelector(`#${empty.id}`);
    if (typed instanceof HTMLTextAreaElement) empty.value = typed.value;
  }
}

/**
 * Another page of the console, parsed; its scripts do not run.
 * @param {string} url
 * @returns {Promise<Document>}
 */
export async function page(url) {
  const [answer, text] = await reach(url);
  if (!answer.ok || answer.redirected) throw new Error("This could not be loaded. Reload the page.");
  return new DOMParser().parseFromString(text, "text/html");
}

/**
 * @param {string} url
 * @returns {Promise<[Response, string]>}
 */
async function reach(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(15_000) });
    return [answer, await answer.text()]; // the network can go away between the two
  } catch {
    throw new Error("The server could not be reached, so this is not loaded. Check your connection and try again.");
  }
}
