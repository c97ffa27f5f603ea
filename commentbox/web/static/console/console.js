// @ts-check
/** Everything works without this file; with it, no decision loads a page. */

import * as bulk from "./bulk.js";
import { mark, open, take } from "./cards.js";
import * as context from "./context.js";
import * as decide from "./decide.js";
import * as desk from "./desk.js";
import { find } from "./dom.js";
import { dress } from "./dress.js";
import * as keys from "./keys.js";
import { loadMore, watch } from "./more.js";
import * as pending from "./pending.js";
import { say } from "./said.js";
import * as select from "./select.js";
import { relativeTimes } from "./times.js";

decide.install();
bulk.install();
select.install();
pending.install(decide.tellOf);
context.install();
keys.install();
dress();
setInterval(relativeTimes, 60_000);

const [first] = open();
if (first) mark(first);
desk.install();

watch((count) => {
  say(count === 1 ? "A comment has come in." : `${count} comments have come in.`);
  const [added] = open();
  if (added) mark(added);
});

document.addEventListener("focusin", (event) => {
  const item = event.target instanceof Element ? event.target.closest("[data-cards] > li") : null;
  if (item instanceof HTMLElement && find("[data-card]", item)) mark(item);
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-more]") : null;
  if (!link) return;
  event.preventDefault();
  void showMore();
});

async function showMore() {
  const known = new Set(open());
  const count = await loadMore().catch(() => -1);
  if (count < 0) return say("This could not be loaded. Try again.");
  const added = open().find((item) => !known.has(item));
  if (added) return take(added);
  find("[data-end]")?.focus();
  return say("Nothing new has come in.");
}
