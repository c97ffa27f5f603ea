// @ts-check
/** What every card gets when it comes into the page. */

import { markWords } from "./marks.js";
import { relativeTimes } from "./times.js";

/** @param {ParentNode} [root] */
export function dress(root = document) {
  relativeTimes(root);
  markWords(root);
}
