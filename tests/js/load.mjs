/** Loads one of our modules without a browser; it must import no other. */

import { readFile } from "node:fs/promises";

const EMBED = new URL("../../commentbox/web/static/embed/", import.meta.url);

export async function load(name) {
  const source = await readFile(new URL(name, EMBED), "utf8");
  return import(`data:text/javascript,${encodeURIComponent(source)}`);
}
