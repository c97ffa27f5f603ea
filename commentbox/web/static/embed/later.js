// @ts-check
/** What only an act asks for comes at that act: a module, and once the style sheet all of them share. */

/** @type {WeakMap<ShadowRoot | Document, Promise<void>>} */
const dressed = new WeakMap();

/**
 * @template {object} Module
 * @param {Pick<Box, "section">} box @param {() => Promise<Module>} load `() => import("./later/name.js")`
 */
export async function later(box, load) {
  const [module] = await Promise.all([load(), dress(box)]);
  return module;
}

/** Comments are not kept back for want of a style. @param {Pick<Box, "section">} box */
function dress({ section }) {
  const shadow = /** @type {ShadowRoot | Document} */ (section.getRootNode());
  const coming = dressed.get(shadow) ?? fetchSheet().then((sheet) => {
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  }).catch(() => { dressed.delete(shadow); });
  dressed.set(shadow, coming);
  return coming;
}

async function fetchSheet() {
  const answer = await fetch(new URL("../css/later.css", import.meta.url), { credentials: "omit" });
  return new CSSStyleSheet().replace(await answer.text());
}
