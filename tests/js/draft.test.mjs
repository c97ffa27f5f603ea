import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { load } from "./load.mjs";

const { forgetDrafts, openDraft, room } = await load("draft.js");

class Kept {
  getItem(name) { return this[name] ?? null; }
  setItem(name, value) { this[name] = value; }
  removeItem(name) { delete this[name]; }
}

beforeEach(() => { globalThis.localStorage = new Kept(); });

test("what was typed and its key are there after a reload", () => {
  const before = openDraft("paper article ");
  before.keep("Half a thought");
  const after = openDraft("paper article ");
  assert.equal(after.text, "Half a thought");
  assert.equal(after.key, before.key);
});

test("a comment that has arrived leaves nothing behind, and the next one gets another key", () => {
  const draft = openDraft("paper article ");
  draft.keep("Done");
  const first = draft.key;
  draft.forget();
  assert.deepEqual(Object.keys(localStorage), []);
  assert.notEqual(draft.key, first);
});

test("where nothing may be stored, what was typed and its key last as long as the page", () => {
  globalThis.localStorage = undefined;
  const before = openDraft("paper memory ");
  before.keep("Half a thought");
  const after = openDraft("paper memory ");
  assert.deepEqual([after.text, after.key], ["Half a thought", before.key]);
  forgetDrafts("paper ");
  assert.equal(openDraft("paper memory ").text, "");
});

test("an emptied field leaves nothing behind", () => {
  const draft = openDraft("paper article ");
  draft.keep("Never mind");
  draft.keep("");
  assert.deepEqual(Object.keys(localStorage), []);
});

test("logging out forgets the drafts of this site alone", () => {
  for (const site of ["paper", "gazette"]) openDraft(`${site} article `).keep("Secret");
  forgetDrafts("paper ");
  assert.equal(openDraft("paper article ").text, "");
  assert.equal(openDraft("gazette article ").text, "Secret");
});

test("a browser without storage, or with rubbish in it, loses nothing but the draft", () => {
  localStorage.setItem("commentbox:draft:paper article ", "{not json");
  assert.equal(openDraft("paper article ").text, "");
  delete globalThis.localStorage;
  const draft = openDraft("paper article ");
  draft.keep("Still typed");
  assert.equal(draft.key.length > 8, true);
});

for (const [text, most, left, isNear, words] of [
  ["", 100, 100, false, "100 characters left"],
  ["a".repeat(79), 100, 21, false, "21 characters left"],
  ["a".repeat(80), 100, 20, true, "20 characters left"],
  ["🙂".repeat(99), 100, 1, true, "1 character left"],
  ["a".repeat(103), 100, -3, true, "3 characters too many"],
]) {
  test(`${text.length} units of ${most}: ${words}`, () => assert.deepEqual(room(text, most), { left, isNear, words }));
}
