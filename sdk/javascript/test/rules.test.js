import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isControlled, roomOf, roomOfMenu } from "../src/rules.js";

const { rules, cases } = JSON.parse(readFileSync(new URL("../../conformance/routes.json", import.meta.url), "utf8"));

for (const { path, port = 443, method = "GET", room } of cases) {
  test(`${method} ${path} on ${port} leads to ${room}`, () => {
    assert.equal(roomOf(rules, { path, port, method }), room);
  });
}

test("menu codes lead by their own patterns, or by a rule for everything", () => {
  assert.equal(roomOfMenu(rules, "TRF01"), "buy");
  assert.equal(roomOfMenu(rules, "xTRF01"), null);
  assert.equal(roomOfMenu({ rooms: {}, paths: [], menus: [{ room: "all", path: "/**", menu: null }] }, "X"), "all");
});

test("an inactive room lets everybody pass", () => {
  assert.equal(isControlled({ rooms: { a: { state: "INACTIVE" } }, paths: [], menus: [] }, "a"), false);
  assert.equal(isControlled(rules, "buy"), true);
});
