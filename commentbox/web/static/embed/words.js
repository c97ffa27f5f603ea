// @ts-check
/** What the box says, in its language. English is here; another language's sentences come before the modules. */

export let tongue = "en-GB";
let rule = (/** @type {number} */ n) => Number(n !== 1);
/** @type {Record<string, string[]>} */
let said = {};

/** @param {string} language @param {(n: number) => number} plural @param {Record<string, string[]>} sentences */
export function speak(language, plural, sentences) {
  [tongue, rule, said] = [language, plural, sentences];
}

/** @param {string} sentence @param {Record<string, string>} [values] */
export const _ = (sentence, values = {}) => fill(said[sentence]?.[0] ?? sentence, values);

/** @param {string} one @param {string} many @param {number} n */
export const counted = (one, many, n) =>
  fill(said[one]?.[rule(n)] ?? (n === 1 ? one : many), { n: n.toLocaleString(tongue) });

/** The sentence around a node, which takes the place of its tags. @param {string} sentence @param {Node} node */
export function around(sentence, node) {
  const [before = "", after = ""] = _(sentence).split(/<.+>/);
  return [before, node, after];
}

/** @param {string} text @param {Record<string, string>} values */
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
