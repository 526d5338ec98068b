import assert from "node:assert/strict";
import { test } from "node:test";
import { beginning, goesAt, opensAt, progress, said, screen, step } from "../waiting.js";

const AUTO = { entry: "AUTO", target: true };
const T = 1_000_000;

const place = (more) => ({
  state: "WAITING", position: 120, generation: 1, rank: 40, firstRank: 50, ahead: 39, behind: 3, waiting: 43, eta: null,
  nextPollMillis: 5000, ...more,
});
const visit = (more, at = T) => ({ type: "visit", visit: place(more), at, random: 0.5 });
const failed = (status, problem, more) => ({ type: "failed", status, problem, at: T, random: 0.5, ...more });
const after = (...events) => events.reduce(step, beginning(T));

test("a new page enters at once", () => {
  const state = beginning(T);
  assert.deepEqual(state.due, { call: "enter", at: T });
  assert.equal(screen(state, AUTO), "starting");
});

test("a waiting place is shown, and looked at again when the node says", () => {
  const state = after(visit());
  assert.equal(screen(state, AUTO), "waiting");
  assert.deepEqual(state.due, { call: "look", at: T + 5000 });
});

test("the pause before the next look is jittered by a tenth", () => {
  assert.equal(step(beginning(T), { ...visit(), random: 0 }).due.at, T + 4500);
  assert.equal(step(beginning(T), { ...visit(), random: 1 }).due.at, T + 5500);
});

test("an open stream needs no looks; a broken one does", () => {
  const streaming = step(after(visit()), { type: "streaming", at: T, random: 0 });
  assert.equal(streaming.due, null);
  assert.equal(step(streaming, visit({ rank: 30 })).due, null);
  const cut = step(streaming, { type: "cut", at: T, random: 0.5 });
  assert.deepEqual(cut.due, { call: "look", at: T + 2000 });
  assert.equal(screen(cut, AUTO), "waiting");
});

test("a rank never rises while the place is the same", () => {
  const state = after(visit({ rank: 40 }), visit({ rank: 35 }), visit({ rank: 37 }));
  assert.equal(state.rank, 35);
  assert.equal(step(state, visit({ rank: 60, position: 300 })).rank, 60);
  assert.equal(step(state, visit({ rank: 60, generation: 2 })).rank, 60);
});

test("progress runs from the first rank to the front", () => {
  assert.equal(progress(after(visit({ rank: 50 }))), 2);
  assert.equal(progress(after(visit({ rank: 25 }))), 51);
  assert.equal(progress(after(visit({ rank: 1 }))), 98);
  assert.equal(progress(beginning(T)), 0);
});

test("a turn that was waited for is shown for a moment before the page goes on", () => {
  const state = after(visit(), visit({ state: "ADMITTED", rank: 0 }, T + 10_000));
  assert.equal(screen(state, AUTO), "admitted");
  assert.equal(goesAt(state, AUTO), T + 13_000);
});

test("who need not wait goes on at once", () => {
  assert.equal(goesAt(after(visit({ state: "ADMITTED", rank: 0 })), AUTO), T);
  const open = after(visit({ state: "NOT_CONTROLLED", rank: 0 }));
  assert.equal(screen(open, AUTO), "open");
  assert.equal(goesAt(open, AUTO), T);
});

test("with a button, or without a place to go to, the page does not go on by itself", () => {
  const state = after(visit({ state: "ADMITTED", rank: 0 }));
  assert.equal(screen(state, { entry: "BUTTON", target: true }), "ready");
  assert.equal(goesAt(state, { entry: "BUTTON", target: true }), null);
  assert.equal(screen(state, { entry: "AUTO", target: false }), "inside");
  assert.equal(goesAt(state, { entry: "AUTO", target: false }), null);
});

test("the turn's clock does not start again with each look", () => {
  const state = after(visit({ state: "ADMITTED" }), visit({ state: "ADMITTED" }, T + 9000));
  assert.equal(state.admittedAt, T);
});

test("one lost call is not worth a word, two are, and an answer ends it", () => {
  const one = step(after(visit()), failed(0));
  assert.equal(screen(one, AUTO), "waiting");
  const two = step(one, failed(502));
  assert.equal(screen(two, AUTO), "error");
  assert.equal(two.rank, 40);
  assert.equal(two.due.call, "look");
  assert.equal(screen(step(two, visit({ rank: 38 })), AUTO), "waiting");
});

test("retries back off, up to a minute", () => {
  let state = after(visit());
  const pauses = [];
  for (let i = 0; i < 9; i++) {
    state = step(state, failed(0));
    pauses.push(state.due.at - T);
  }
  assert.deepEqual(pauses, [1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000, 45_000]);
});

test("Retry-After is kept, with jitter only upwards", () => {
  const pause = (random) => step(after(visit()), failed(503, "overloaded", { retryAfterSeconds: 7, random })).due.at - T;
  assert.equal(pause(0), 7000);
  assert.equal(pause(1), 9100);
});

test("offline keeps the place and asks nothing; online asks at once", () => {
  const away = step(after(visit()), { type: "offline", at: T, random: 0 });
  assert.equal(screen(away, AUTO), "offline");
  assert.equal(away.due, null);
  assert.equal(away.rank, 40);
  const back = step(away, { type: "online", at: T + 60_000, random: 0.5 });
  assert.equal(screen(back, AUTO), "waiting");
  assert.deepEqual(back.due, { call: "look", at: T + 60_500 });
});

test("offline before a place was got enters once online", () => {
  const state = after({ type: "offline", at: T, random: 0 }, { type: "online", at: T, random: 0 });
  assert.deepEqual(state.due, { call: "enter", at: T });
});

for (const [status, problem, name] of [
  [409, "closed", "closed"],
  [503, "held", "held"],
  [429, "too-many-places", "crowded"],
  [503, "overloaded", "full"],
  [503, "blocked", "held"],
]) {
  test(`a newcomer who is told ${status} ${problem} sees "${name}", and the page asks again`, () => {
    const state = after(failed(status, problem, { retryAfterSeconds: 5 }));
    assert.equal(screen(state, AUTO), name);
    assert.equal(state.due.call, "enter");
    assert.ok(state.due.at >= T + 5000);
  });
}

test("a blocked visitor is told so, and the page rests", () => {
  const state = after(failed(429, "blocked"));
  assert.equal(screen(state, AUTO), "blocked");
  assert.equal(state.due, null);
  assert.equal(screen(after(visit({ state: "BLOCKED" })), AUTO), "blocked");
});

test("too many calls from one address are only a pause", () => {
  const state = step(after(visit()), failed(429, "too-many", { retryAfterSeconds: 10 }));
  assert.equal(screen(state, AUTO), "waiting");
  assert.equal(state.due.at, T + 11_500);
});

test("overload while waiting keeps place and screen", () => {
  const state = step(after(visit()), failed(503, "overloaded"));
  assert.equal(screen(state, AUTO), "waiting");
  assert.equal(state.visit.position, 120);
});

test("a paused or closed room keeps the place and its number", () => {
  const room = (state, more) => ({ type: "room", state, at: T, random: 0, ...more });
  const paused = after(visit(), room("PAUSED"));
  assert.equal(screen(paused, AUTO), "paused");
  assert.equal(paused.rank, 40);
  assert.equal(screen(step(paused, room("ACTIVE")), AUTO), "waiting");
  assert.equal(screen(after(visit(), room("CLOSED")), AUTO), "closed");
  assert.equal(screen(after(visit({ roomState: "PAUSED" })), AUTO), "paused");
});

test("before opening, the time left is between two times of the node, whatever the device's clock says", () => {
  const state = after(visit(), {
    type: "room", state: "PAUSED", opensAt: "2030-01-01T10:00:00Z", now: "2030-01-01T09:58:30Z", at: T, random: 0,
  });
  assert.equal(screen(state, AUTO), "before");
  assert.equal(opensAt(state), T + 90_000);
});

test("the node's time comes with other words too; the latest of whole seconds does not make the countdown jump", () => {
  const before = after(visit(), { type: "room", state: "PAUSED", opensAt: "2030-01-01T10:00:00Z", at: T, random: 0 });
  assert.equal(screen(before, AUTO), "before");
  assert.equal(opensAt(before), null, "nobody has said yet what time it is");
  const told = (at, now) => ({ type: "position", position: { rank: 39, at: now }, at, random: 0 });
  const known = step(before, told(T, "2030-01-01T09:59:00Z"));
  assert.equal(opensAt(known), T + 60_000);
  assert.equal(opensAt(step(known, told(T + 1_900, "2030-01-01T09:59:01Z"))), T + 60_000);
  assert.equal(opensAt(step(known, told(T + 1_000, "2030-01-01T09:59:11Z"))), T + 50_000, "ten seconds are a set clock");
});

test("once the time has come, it is before opening until the node says that it is open", () => {
  const state = after(visit(), {
    type: "room", state: "PAUSED", opensAt: "2030-01-01T10:00:00Z", now: "2030-01-01T10:00:01Z", at: T, random: 0,
  });
  assert.equal(screen(state, AUTO), "before");
  const open = step(state, { type: "room", state: "ACTIVE", opensAt: null, at: T, random: 0 });
  assert.equal(screen(open, AUTO), "waiting");
});

test("who comes to a closed room that opens later is before opening, and paused is without a time", () => {
  const room = { type: "room", state: "CLOSED", opensAt: "2030-01-01T10:00:00Z", now: "2030-01-01T09:00:00Z", at: T, random: 0 };
  const refused = { type: "failed", status: 409, problem: "closed", retryAfterSeconds: 20, at: T, random: 0 };
  assert.equal(screen(after(room, refused), AUTO), "before");
  assert.equal(screen(after({ ...room, opensAt: null }, refused), AUTO), "closed");
});

test("a position after the room's own word does not bring back what an older visit said of the room", () => {
  const told = after(
    visit({ roomState: "ACTIVE", message: null }),
    { type: "room", state: "CLOSED", message: { en: "Sold out" }, at: T, random: 0 },
    { type: "position", position: { rank: 39 }, at: T, random: 0 },
  );
  assert.equal(screen(told, AUTO), "closed");
  assert.deepEqual(told.message, { en: "Sold out" });
  assert.equal(told.rank, 39);
});

test("an open room with a change to come is just open", () => {
  const state = after(visit(), {
    type: "room", state: "ACTIVE", opensAt: "2030-01-01T10:00:00Z", now: "2030-01-01T09:00:00Z", at: T, random: 0,
  });
  assert.equal(screen(state, AUTO), "waiting");
});

test("an expired place asks the visitor; one of a reset line is asked for again within half a minute", () => {
  const expired = after(visit(), visit({ state: "EXPIRED" }));
  assert.equal(screen(expired, AUTO), "expired");
  assert.equal(expired.due, null);
  const reset = (random) => step(after(visit()), { ...visit({ state: "EXPIRED", reason: "reset" }), random });
  assert.equal(screen(reset(0.5), AUTO), "reset");
  assert.deepEqual(reset(0.5).due, { call: "enter", at: T + 15_000 });
  assert.ok(reset(0.999).due.at <= T + 30_000);
});

test("a place that the node has forgotten has expired", () => {
  assert.equal(screen(step(after(visit()), failed(404, "no-visit")), AUTO), "expired");
});

test("an unknown room is said to be one", () => {
  const state = after(failed(404, "no-room"));
  assert.equal(screen(state, AUTO), "unknown");
  assert.equal(state.due, null);
});

test("an old ticket is replaced; a new one that does not come back means that cookies are refused", () => {
  const once = after(visit(), failed(401, "ticket-unknown-key"));
  assert.deepEqual(once.due, { call: "enter", at: T });
  const entered = step(once, { ...visit({ position: 200 }), type: "entered" });
  assert.equal(screen(step(entered, failed(401, "no-ticket")), AUTO), "cookies");
  assert.equal(screen(step(step(entered, visit()), failed(401, "no-ticket")), AUTO), "starting");
});

test("who left sees so, asks nothing, and may stand in line again", () => {
  const left = step(after(visit()), { type: "left", at: T, random: 0 });
  assert.equal(screen(left, AUTO), "cancelled");
  assert.equal(left.due, null);
  const again = step(left, { type: "again", at: T + 5, random: 0 });
  assert.equal(screen(again, AUTO), "starting");
  assert.deepEqual(again.due, { call: "enter", at: T + 5 });
});

test("a tab whose stream another took over polls", () => {
  const state = after(visit(), { type: "streaming", at: T, random: 0 }, { type: "replaced", at: T, random: 0.5 });
  assert.equal(screen(state, AUTO), "waiting");
  assert.deepEqual(state.due, { call: "look", at: T + 5000 });
});

test("positions of the stream change the numbers only", () => {
  const state = after(visit(), {
    type: "position", position: { rank: 12, ahead: 11, behind: 8, waiting: 20, eta: { lowSeconds: 5, highSeconds: 9 } }, at: T + 1, random: 0,
  });
  assert.equal(state.rank, 12);
  assert.equal(state.visit.behind, 8);
  assert.equal(state.visit.state, "WAITING");
  assert.equal(state.visit.firstRank, 50);
});

test("a screen reader hears each new screen, and ranks at most every half minute", () => {
  const first = said({ screen: "", rank: 0, at: 0 }, "waiting", 40, T);
  assert.deepEqual(first, { screen: "waiting", rank: 40, at: T });
  assert.equal(said(first, "waiting", 39, T + 29_999), first);
  assert.equal(said(first, "waiting", 40, T + 90_000), first);
  assert.notEqual(said(first, "waiting", 39, T + 30_000), first);
  assert.notEqual(said(first, "paused", 39, T + 1), first);
});

test("an unknown event is a mistake in the page", () => {
  assert.throws(() => step(beginning(T), { type: "oops" }), /no such event: oops/);
});
