/** Loads one of our modules without a browser, with the neighbours it imports. */

import { readFile } from "node:fs/promises";

const EMBED = new URL("../../commentbox/web/static/embed/", import.meta.url);

export async function load(name) {
  return import(await address(name));
}

async function address(name) {
  let source = await readFile(new URL(name, EMBED), "utf8");
  for (const [all, neighbour] of source.matchAll(/from "\.\/([\w/]+\.js)"/g)) {
    source = source.replace(all, `from "${await address(neighbour)}"`);
  }
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
