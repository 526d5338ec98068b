import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn, signPauseMillis, viewPauseMillis } from "../crowd.js";

const view = { generation: 3, serving: 100, issued: 1100, waiting: 600, outflowPerMinute: 60, gone: [[600, 200], [1100, 400]], retentionSeconds: 300 };
const visit = { generation: 3, position: 600 };

test("the place is worked out from the view", () => {
  assert.deepEqual(placeIn(view, visit), { rank: 300, ahead: 299, behind: 300, waiting: 600, eta: { lowSeconds: 225, highSeconds: 405 } });
});

test("without an outflow the wait is not known", () => {
  assert.equal(placeIn({ ...view, outflowPerMinute: 0 }, visit).eta, null);
  assert.equal(placeIn({ ...view, outflowPerMinute: null }, visit).eta, null);
});

test("only the node knows of a turn, of another generation, and where the room shows no numbers", () => {
  assert.equal(placeIn(view, { ...visit, position: 100 }), null);
  assert.equal(placeIn(view, { ...visit, generation: 2 }), null);
  assert.equal(placeIn({ ...view, gone: null }, visit), null);
  assert.equal(placeIn({ ...view, serving: null }, visit), null);
});

test("the front looks often, the back seldom, and the node is told well before it forgets", () => {
  assert.equal(viewPauseMillis({ rank: 1 }, 0.5), 1010);
  assert.equal(viewPauseMillis({ rank: 1_000_000 }, 0.5), 20_000);
  assert.ok(signPauseMillis(view, 1) <= 100_000);
});
