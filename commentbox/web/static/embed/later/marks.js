// @ts-check
/** What a button or a key makes of the text in a form. Nothing here touches the page. */

/** Put `put` in the place of `from` to `to`, then select `start` to `end`.
 * @typedef {{ from: number, to: number, put: string, start: number, end: number }} Edit */

/** Only the signs `domain/markup.py` knows. @type {Record<string, (text: string, start: number, end: number) => Edit>} */
export const MARKS = {
  bold: (...at) => wrapped("**", ...at),
  italics: (...at) => wrapped("*", ...at),
  quotation: (...at) => lined(/^> ?/, () => "> ", ...at),
  list: (...at) => lined(/^[-*+] +/, () => "- ", ...at),
  numbers: (...at) => lined(/^\d{1,9}[.)] +/, (n) => `${n}. `, ...at),
  code: (...at) => at[0].slice(at[1], at[2]).includes("\n") ? fenced(...at) : wrapped("`", ...at),
  link: linked,
};

const LINE = /^((?:(?:>|[-*+]|\d+[.)]) +)? *)(.*?)( *)$/; // what begins it, its words, spaces

/** How often the sign stands at an end of the text. @param {string} text @param {string} sign @param {boolean} [atEnd] */
function run(text, sign, atEnd) {
  let count = 0;
  while (count < text.length && text[atEnd ? text.length - 1 - count : count] === sign) count += 1;
  return count;
}

/** One star is italics, two are bold, three are both. @param {string} sign @param {number} count */
const has = (sign, count) => sign.length === 2 ? count >= 2 : sign === "*" ? count % 2 === 1 : count > 0;

/** @param {string} sign @param {string} text @param {number} start @param {number} end @returns {Edit} */
function wrapped(sign, text, start, end) {
  const picked = text.slice(start, end), { length } = sign, [star = ""] = sign;
  if (picked.includes("\n")) return eachLine(sign, picked, start);
  if (picked.trim()) {
    start += picked.length - picked.trimStart().length; // beside a space a sign is only a sign
    end -= picked.length - picked.trimEnd().length;
  }
  const words = text.slice(start, end);
  const [before, after] = [run(text.slice(0, start), star, true), run(text.slice(end), star)];
  if (has(sign, Math.min(before, after))) {
    return { from: start - length, to: end + length, put: words, start: start - length, end: end - length };
  }
  const plain = unwrapped(sign, words);
  if (plain !== null) return { from: start, to: end, put: plain, start, end: start + plain.length };
  if (!words && has(sign, after)) return { from: end, to: end, put: "", start: end + length, end: end + length }; // done with it
  return { from: start, to: end, put: sign + words + sign, start: start + length, end: end + length };
}

/** @param {string} sign @param {string} words without their signs, or null where they have none */
function unwrapped(sign, words) {
  const [star = ""] = sign;
  const count = Math.min(run(words, star), run(words, star, true));
  return words.length > 2 * sign.length && has(sign, count) ? words.slice(sign.length, -sign.length) : null;
}

/** @param {string} sign @param {string} picked @param {number} start @returns {Edit} */
function eachLine(sign, picked, start) {
  const parts = picked.split("\n").map((line) => LINE.exec(line) ?? ["", "", line, ""]);
  const isOn = parts.every(([, , words = ""]) => !words || unwrapped(sign, words) !== null);
  const put = parts.map(([, prefix = "", words = "", rest = ""]) =>
    prefix + (isOn ? unwrapped(sign, words) ?? "" : words && sign + words + sign) + rest).join("\n");
  return { from: start, to: start + picked.length, put, start, end: start + put.length };
}

/** @param {RegExp} sign @param {(n: number) => string} prefix @param {string} text @param {number} start @param {number} end @returns {Edit} */
function lined(sign, prefix, text, start, end) {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const last = end > start && text[end - 1] === "\n" ? end - 1 : end;
  const to = text.indexOf("\n", last) < 0 ? text.length : text.indexOf("\n", last);
  const lines = text.slice(from, to).split("\n");
  const isOn = lines.some((line) => line.trim()) && lines.every((line) => !line.trim() || sign.test(line));
  const isQuote = sign.test("> ");
  let count = 0;
  const put = lines.map((line) => {
    if (isOn) return line.replace(sign, "");
    if (!line.trim() && lines.length > 1) return isQuote ? ">" : line;
    return prefix(++count) + (isQuote ? line : line.replace(/^(?:[-*+]|\d{1,9}[.)]) +/, ""));
  }).join("\n");
  // What follows at once would be read as part of it.
  const gap = !isOn && /^\n[^\n]/.test(text.slice(to)) ? "\n" : "";
  return { from, to, put: put + gap, start: start === end ? from + put.length : from, end: from + put.length };
}

/** @param {string} text @param {number} start @param {number} end @returns {Edit} */
function fenced(text, start, end) {
  const picked = text.slice(start, end);
  const inside = /^```\n([^]*?)\n?```\n?$/.exec(picked)?.[1];
  if (inside !== undefined) return { from: start, to: end, put: inside, start, end: start + inside.length };
  const [before, after] = [start && text[start - 1] !== "\n" ? "\n" : "", text[end] && text[end] !== "\n" ? "\n" : ""];
  const put = `\`\`\`\n${picked.replace(/\n$/, "")}\n\`\`\``;
  return { from: start, to: end, put: before + put + after, start: start + before.length, end: start + before.length + put.length };
}

/** The words stay selected where an address is to be pasted, and the other way round.
 * @param {string} text @param {number} start @param {number} end @returns {Edit} */
function linked(text, start, end) {
  const picked = text.slice(start, end);
  const label = /^\[([^\]]*)\]\([^)\s]*\)$/.exec(picked)?.[1];
  if (label !== undefined) return { from: start, to: end, put: label, start, end: start + label.length };
  if (/^https?:\/\/\S+$/.test(picked)) return { from: start, to: end, put: `[](${picked})`, start: start + 1, end: start + 1 };
  const put = `[${picked}](https:/${"/"})`;
  if (!picked) return { from: start, to: end, put, start: start + 1, end: start + 1 };
  return { from: start, to: end, put, start: start + picked.length + 3, end: start + put.length - 1 };
}
