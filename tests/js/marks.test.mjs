import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { MARKS } = await load("later/marks.js");

/** The text with its selection between bars, before and after; one bar is a caret. */
function after(kind, drawn) {
  const parts = drawn.split("|");
  const text = parts.join("");
  const start = parts[0].length;
  const end = parts.length > 2 ? start + parts[1].length : start;
  const { from, to, put, start: first, end: last } = MARKS[kind](text, start, end);
  const now = text.slice(0, from) + put + text.slice(to);
  const picked = now.slice(first, last);
  return `${now.slice(0, first)}|${picked}${picked ? "|" : ""}${now.slice(last)}`;
}

const TABLE = [
  ["bold", "a |word| b", "a **|word|** b"],
  ["bold", "a **|word|** b", "a |word| b"],
  ["bold", "a |**word**| b", "a |word| b"],
  ["bold", "a| word |b", "a **|word|** b"],
  ["bold", "*|word|*", "***|word|***"],
  ["italics", "**|word|**", "***|word|***"],
  ["italics", "***|word|***", "**|word|**"],
  ["bold", "***|word|***", "*|word|*"],
  ["italics", "*|word|*", "|word|"],
  ["bold", "a |", "a **|**"],
  ["bold", "a **|**", "a |"],
  ["bold", "a **word|**", "a **word**|"],
  ["italics", "|one\n\n- two |", "|*one*\n\n- *two* |"],
  ["italics", "|*one*\n\n- *two*|", "|one\n\n- two|"],
  ["quotation", "on|e", "> one|"],
  ["quotation", "> on|e", "one|"],
  ["quotation", "a\n|one\n\ntwo|\nb", "a\n|> one\n>\n> two|\n\nb"],
  ["quotation", "|> one\n>\n> two|", "|one\n\ntwo|"],
  ["list", "|one\ntwo|", "|- one\n- two|"],
  ["list", "|- one\n- two|", "|one\ntwo|"],
  ["list", "|1. one\n2. two\n|b", "|- one\n- two|\n\nb"],
  ["numbers", "|- one\n- two|", "|1. one\n2. two|"],
  ["numbers", "|", "1. |"],
  ["code", "a |b| c", "a `|b|` c"],
  ["code", "a |b\nc|", "a \n|```\nb\nc\n```|"],
  ["code", "|```\nb\nc\n```|", "|b\nc|"],
  ["link", "see |this|", "see [this](|https://|)"],
  ["link", "see |https://a.example/b|", "see [|](https://a.example/b)"],
  ["link", "see |[this](https://a.example)|", "see |this|"],
  ["link", "see |", "see [|](https://)"],
];

for (const [kind, before, expected] of TABLE) {
  test(`${kind}: ${JSON.stringify(before)}`, () => assert.equal(after(kind, before), expected));
}
