// @ts-check
/// <reference path="../types.d.ts" />
/** After an `@`, the people of the conversation whose names begin so. */

import { call } from "../api.js";
import { announce, make } from "../dom.js";
import { _, counted } from "../words.js";
import { replace } from "./tools.js";

const TYPED = /(?:^|[\s("“„«>])@([^@\n]{0,40})$/;

/** @param {Box} box @param {HTMLTextAreaElement} text */
export function suggest(box, text) {
  const list = make("ul", { role: "listbox", id: `${text.id}-people`, className: "cb-people", hidden: true, ariaLabel: _("People in this conversation") });
  /** @type {{ id: number, name: string }[]} */
  let people = [];
  let at = 0, nothing = "", asked = 0;
  text.after(make("div", { className: "cb-held" }, list));
  const attributes = { "aria-autocomplete": "list", "aria-haspopup": "listbox", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) text.setAttribute(name, value);

  const typed = () => TYPED.exec(text.selectionStart === text.selectionEnd ? text.value.slice(0, text.selectionEnd) : "")?.[1];

  async function look() {
    const words = typed(), now = ++asked;
    if (words === undefined || (nothing && words.startsWith(nothing))) return close();
    await new Promise((done) => setTimeout(done, 120));
    if (now !== asked) return;
    const query = new URLSearchParams({ url: box.url, q: words });
    const found = await call(box, "GET", `people?${query}`).then((answer) => answer.people, () => []);
    if (now !== asked) return;
    const isNew = list.hidden;
    [people, at] = [found, 0];
    nothing = people.length ? "" : words;
    if (!people.length || people[0]?.name === words) return close();
    list.replaceChildren(...people.map(({ id, name }, n) => {
      const option = make("li", { role: "option", id: `${list.id}-${id}` }, make("bdi", {}, name));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); at = n; choose(); });
      return option;
    }));
    list.hidden = false;
    mark();
    if (isNew) announce(box, counted("{n} person. Enter takes the name.", "{n} people. The arrows choose, Enter takes the name.", people.length));
  }

  function mark() {
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    text.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  function close() {
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  }

  function choose() {
    const words = typed(), name = people[at]?.name;
    close();
    asked += 1;
    if (words !== undefined && name) replace(text, text.selectionEnd - words.length, text.selectionEnd, `${name} `);
    asked += 1; // what was just written is no question
    close();
  }

  const act = /** @type {Record<string, () => void>} */ ({
    ArrowDown: () => { at = (at + 1) % people.length; mark(); },
    ArrowUp: () => { at = (at + people.length - 1) % people.length; mark(); },
    Enter: choose, Tab: choose, Escape: close,
  });
  text.addEventListener("keydown", (event) => {
    const found = act[event.key];
    if (list.hidden || !found || event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the list alone
    found();
  }, { capture: true });
  text.addEventListener("input", look);
  text.addEventListener("click", look);
  text.addEventListener("blur", close);
  look();
}
