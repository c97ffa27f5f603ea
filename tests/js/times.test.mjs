import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { ago } = await load("dom.js");
const now = new Date("2026-11-23T14:05:00Z");

for (const [at, words] of [
  ["2026-11-23T14:04:30Z", "just now"],
  ["2026-11-23T14:09:00Z", "just now"], // the reader's clock is slow
  ["2026-11-23T14:04:00Z", "1 minute ago"],
  ["2026-11-23T13:05:01Z", "59 minutes ago"],
  ["2026-11-23T13:05:00Z", "1 hour ago"],
  ["2026-11-22T14:05:00Z", "1 day ago"],
  ["2026-11-17T14:05:00Z", "6 days ago"],
  ["2026-11-16T12:00:00Z", "16 November 2026"],
]) {
  test(`${at} is "${words}"`, () => assert.equal(ago(new Date(at), now), words));
}
