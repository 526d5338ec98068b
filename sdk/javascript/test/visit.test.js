import assert from "node:assert/strict";
import { after, test } from "node:test";
import { Turnkeeper } from "../src/turnkeeper.js";
import { memory, stream, stubNode } from "./stub.js";

const WAITING = { room: "buy", state: "WAITING", ticket: "t-1", generation: 1, position: 9, rank: 4, firstRank: 4, ahead: 3, behind: 2, waiting: 6, eta: null, nextPollMillis: 1000 };
const ADMITTED = { ...WAITING, state: "ADMITTED", rank: 0, ahead: 0, pass: "p-1", passExpiresAt: "2099-01-01T00:00:00Z", nextPollMillis: 60_000 };
const ENTER = "POST /api/v1/visits";
const NOW = "GET /api/v1/visits/current";
const STREAM = "GET /api/v1/visits/current/stream";
const ALIVE = "POST /api/v1/visits/current/alive";
const noStream = () => [503, { type: "urn:turnkeeper:problem:too-many-streams" }, { "Retry-After": "30" }];

const open = [];
after(() => Promise.all(open.map((node) => node.close())));

/** @returns a connector whose pauses are over at once, and noted */
async function connector(plan, options = {}) {
  const node = await stubNode(plan);
  open.push(node);
  const storage = memory();
  const turnkeeper = new Turnkeeper({ node: node.address, storage, timeoutMillis: 2000, ...options });
  const pauses = [];
  const really = turnkeeper.around.pause.bind(turnkeeper.around);
  turnkeeper.around.pause = (millis, signal) => {
    pauses.push(millis);
    return pauses.length > 50 || millis > 30_000 ? really(millis, signal) : really(0, signal);
  };
  return { node, turnkeeper, storage, pauses };
}

/** Answers in turn; the last one again and again. */
function inTurn(...answers) {
  let next = 0;
  return (call, response) => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    return typeof answer === "function" ? answer(call, response) : answer;
  };
}

function ended(visit) {
  return new Promise((resolve) => (visit.onEnded = resolve));
}

function troubled(visit) {
  return new Promise((resolve) => (visit.onTrouble = resolve));
}

test("follows its place by the stream until it is let in", async () => {
  const { node, turnkeeper } = await connector({
    [ENTER]: () => [201, WAITING],
    [STREAM]: (call, response) => stream(response, ["position", { ...WAITING, rank: 2, ahead: 1 }, "5"], ["heartbeat", {}], ["admitted", ADMITTED]),
  });
  const visit = turnkeeper.enter({ room: "buy" });
  const ranks = [];
  visit.onPosition = ({ rank }) => ranks.push(rank);
  assert.equal(await visit.admitted, "p-1");
  visit.stop();
  assert.deepEqual(ranks, [4, 2]);
  assert.deepEqual(node.calls[0].body, { room: "buy" });
  assert.equal(node.calls[1].authorization, "Ticket t-1");
  assert.ok(node.calls.every(({ query }) => !/t-1|p-1/.test(query.toString())), "a ticket is never in an address");
  assert.ok(node.calls.every(({ cookie }) => cookie === undefined));
});

test("goes on where a broken stream had ended", async () => {
  const { node, turnkeeper } = await connector({
    [ENTER]: () => [201, WAITING],
    [NOW]: () => [200, WAITING],
    [STREAM]: inTurn(
      (call, response) => {
        stream(response, ["position", WAITING, "41"]);
        response.end();
      },
      (call, response) => stream(response, ["admitted", ADMITTED]),
    ),
  });
  let now = 0;
  turnkeeper.around.now = () => (now += 40_000);
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.deepEqual(node.calls.filter(({ name }) => name === STREAM).map(({ lastEventId }) => lastEventId), [undefined, "41"]);
});

test("polls where there is no stream to be had", async () => {
  const { node, turnkeeper, pauses } = await connector({
    [ENTER]: () => [201, WAITING],
    [STREAM]: noStream,
    [NOW]: inTurn([200, { ...WAITING, rank: 3 }], [200, { ...WAITING, rank: 1 }], [200, ADMITTED]),
  });
  const visit = turnkeeper.enter({ room: "buy" });
  const ranks = [];
  visit.onPosition = ({ rank }) => ranks.push(rank);
  await visit.admitted;
  visit.stop();
  assert.deepEqual(ranks, [4, 3, 1]);
  assert.deepEqual(node.names().slice(0, 5), [ENTER, STREAM, NOW, NOW, NOW]);
  assert.ok(pauses.some((millis) => millis >= 900 && millis <= 1100), "as nextPollMillis says: " + pauses);
});

test("another tab that takes the stream leaves this one polling", async () => {
  const { node, turnkeeper } = await connector({
    [ENTER]: () => [200, WAITING],
    [STREAM]: (call, response) => stream(response, ["replaced", {}]),
    [NOW]: () => [200, ADMITTED],
  });
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.equal(node.names().filter((name) => name === STREAM).length, 1);
});

test("lives on the public view, and asks the node when its turn has come", async () => {
  const view = { generation: 1, state: "ACTIVE", serving: 5, issued: 20, waiting: 14, outflowPerMinute: 60, message: null, retentionSeconds: 300, gone: [[9, 2]] };
  const { node, turnkeeper } = await connector(
    {
      [ENTER]: () => [201, WAITING],
      [NOW]: inTurn([200, WAITING], [200, ADMITTED]),
      "GET /api/v1/rooms/buy/view": inTurn([200, view], [200, view], [200, { ...view, serving: 9, gone: [] }]),
    },
    { source: "view" },
  );
  turnkeeper.around.now = () => 1000;
  const visit = turnkeeper.enter({ room: "buy" });
  const places = [];
  visit.onPosition = ({ rank, ahead }) => places.push([rank, ahead]);
  await visit.admitted;
  visit.stop();
  assert.deepEqual(places.at(-1), [2, 1], "9 − 5 and two gone between");
  assert.ok(!node.names().includes(STREAM));
  assert.deepEqual(
    node.calls.filter(({ name }) => name.endsWith("/view")).map(({ authorization }) => authorization),
    [undefined, undefined, undefined],
  );
});

test("a reload finds its place again by the ticket that was kept", async () => {
  const { node, turnkeeper, storage } = await connector({ [ENTER]: ({ authorization }) => [authorization ? 200 : 201, ADMITTED], [ALIVE]: () => [200, ADMITTED] });
  const first = turnkeeper.enter({ room: "buy" });
  await first.admitted;
  first.stop();
  const again = new Turnkeeper({ node: node.address, storage }).enter({ room: "buy" });
  await again.admitted;
  again.stop();
  assert.equal(node.calls.at(-1).authorization, "Ticket t-1");
});

test("a ticket that is worth nothing any more is replaced once", async () => {
  const { node, turnkeeper } = await connector({
    [ENTER]: ({ authorization }) => (authorization ? [401, { type: "urn:turnkeeper:problem:ticket-forged" }] : [201, ADMITTED]),
    [ALIVE]: () => [200, ADMITTED],
  });
  turnkeeper.keeping.put("buy", { ticket: "old" });
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.deepEqual(node.calls.slice(0, 2).map(({ authorization }) => authorization), ["Ticket old", undefined]);
});

test("a pass brought from the waiting page is kept alive, and its end is an end", async () => {
  const { node, turnkeeper } = await connector({
    [ALIVE]: inTurn([200, { ...ADMITTED, ticket: undefined, pass: "p-2", nextPollMillis: 1000 }], [404, {}]),
  });
  turnkeeper.keeping.put("buy", { pass: "p-1", until: 1 });
  const visit = turnkeeper.enter({ room: "buy" });
  const end = ended(visit);
  assert.equal(await visit.admitted, "p-2");
  assert.deepEqual(await end, { state: "EXPIRED", reason: undefined });
  assert.deepEqual(node.calls.map(({ authorization }) => authorization), ["Pass p-1", "Pass p-2"]);
  assert.equal(turnkeeper.keeping.get("buy"), null);
});

test("an old pass that nobody knows leads to the queue", async () => {
  const { node, turnkeeper } = await connector({ [ALIVE]: inTurn([404, {}], [200, ADMITTED]), [ENTER]: () => [201, ADMITTED] });
  turnkeeper.keeping.put("buy", { pass: "old" });
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.deepEqual(node.names().slice(0, 2), [ALIVE, ENTER]);
});

test("complete and cancel end the visit, here and there", async () => {
  for (const [end, call, state] of [
    ["complete", "POST /api/v1/visits/current/complete", "COMPLETED"],
    ["cancel", "DELETE /api/v1/visits/current", "CANCELLED"],
  ]) {
    const { node, turnkeeper } = await connector({ [ENTER]: () => [201, ADMITTED], [ALIVE]: () => [200, ADMITTED], [call]: () => [200, { state }] });
    const visit = turnkeeper.enter({ room: "buy" });
    await visit.admitted;
    const told = ended(visit);
    await visit[end]();
    assert.equal((await told).state, state);
    assert.equal(node.calls.at(-1).name, call);
    assert.equal(node.calls.at(-1).authorization, "Ticket t-1");
    assert.equal(turnkeeper.keeping.get("buy"), null);
  }
});

test("a waiting visitor who cancels is not admitted", async () => {
  const { turnkeeper } = await connector({
    [ENTER]: () => [201, WAITING],
    [STREAM]: (call, response) => stream(response, ["position", WAITING]),
    "DELETE /api/v1/visits/current": () => [204],
  });
  const visit = turnkeeper.enter({ room: "buy" });
  await new Promise((resolve) => (visit.onPosition = resolve));
  await visit.cancel();
  await assert.rejects(visit.admitted, /CANCELLED/);
});

test("what is not controlled goes on without a pass", async () => {
  for (const answer of [[200, { state: "NOT_CONTROLLED", room: "buy" }], [404, { type: "urn:turnkeeper:problem:no-room" }]]) {
    const { turnkeeper } = await connector({ [ENTER]: () => answer });
    const visit = turnkeeper.enter({ room: "buy" });
    assert.equal(await visit.admitted, null);
  }
});

test("a closed room, a block and an expiry are ends", async () => {
  for (const [answer, state] of [
    [[409, { type: "urn:turnkeeper:problem:closed" }], "CLOSED"],
    [[200, { ...WAITING, state: "BLOCKED" }], "BLOCKED"],
    [[200, { ...WAITING, state: "EXPIRED" }], "EXPIRED"],
  ]) {
    const { turnkeeper } = await connector({ [ENTER]: () => answer });
    assert.equal((await ended(turnkeeper.enter({ room: "buy" }))).state, state);
  }
});

test("after a reset it queues again by itself, within half a minute", async () => {
  const { node, turnkeeper, pauses } = await connector({
    [ENTER]: inTurn([201, WAITING], [201, { ...ADMITTED, generation: 2 }]),
    [STREAM]: (call, response) => stream(response, ["expired", { state: "EXPIRED", reason: "reset" }]),
    [ALIVE]: () => [200, ADMITTED],
  });
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.equal(node.calls.filter(({ name }) => name === ENTER).at(-1).authorization, undefined);
  assert.ok(Math.max(...pauses.slice(0, -1)) <= 30_000);
});

test("a place that another tab took after a reset is this one's too", async () => {
  const { node, turnkeeper } = await connector({
    [ENTER]: inTurn([201, WAITING], [200, { ...ADMITTED, ticket: "t-2", generation: 2 }]),
    [STREAM]: (call, response) => {
      turnkeeper.keeping.put("buy", { ticket: "t-2" }); // the other tab was quicker
      stream(response, ["expired", { state: "EXPIRED", reason: "reset" }]);
    },
    [ALIVE]: () => [200, ADMITTED],
  });
  const visit = turnkeeper.enter({ room: "buy" });
  await visit.admitted;
  visit.stop();
  assert.equal(node.calls.filter(({ name }) => name === ENTER).at(-1).authorization, "Ticket t-2");
});

test("a refusal lets nobody in, however open the failure mode", async () => {
  for (const problem of ["held", "overloaded", "blocked"]) {
    const { turnkeeper } = await connector(
      { [ENTER]: inTurn([503, { type: "urn:turnkeeper:problem:" + problem }, { "Retry-After": "2" }], [201, WAITING]), [STREAM]: () => new Promise(() => {}) },
      { failure: "open" },
    );
    const visit = turnkeeper.enter({ room: "buy" });
    const trouble = await troubled(visit);
    assert.equal(trouble.problem, problem);
    assert.ok(trouble.retryMillis >= 2000, "as Retry-After says");
    await new Promise((resolve) => (visit.onPosition = resolve));
    assert.equal(visit.state, "WAITING");
    visit.stop();
  }
});

test("a waiting room out of reach lets newcomers in where its operator chose so", async () => {
  for (const enter of [() => [502], (call, response) => response.destroy(), () => new Promise(() => {})]) {
    const { turnkeeper } = await connector({ [ENTER]: enter }, { failure: "open", timeoutMillis: 100 });
    const visit = turnkeeper.enter({ room: "buy" });
    const admission = new Promise((resolve) => (visit.onAdmitted = resolve));
    assert.deepEqual(await admission, { pass: null, bypassed: true });
  }
});

test("a waiting room out of reach keeps newcomers waiting else, and is asked again", async () => {
  const { turnkeeper } = await connector({ [ENTER]: inTurn([502], [502], [201, ADMITTED]), [ALIVE]: () => [200, ADMITTED] });
  const visit = turnkeeper.enter({ room: "buy" });
  let troubles = 0;
  visit.onTrouble = () => troubles++;
  assert.equal(await visit.admitted, "p-1");
  visit.stop();
  assert.equal(troubles, 2);
});

test("who has a place is never let in by a failure: no way round the queue by airplane mode", async () => {
  const { turnkeeper } = await connector(
    { [ENTER]: () => [201, WAITING], [STREAM]: (call, response) => response.destroy(), [NOW]: (call, response) => response.destroy() },
    { failure: "open" },
  );
  const visit = turnkeeper.enter({ room: "buy" });
  let admitted = false;
  visit.onAdmitted = () => (admitted = true);
  for (let i = 0; i < 5; i++) await troubled(visit);
  visit.stop();
  assert.equal(admitted, false);
});

test("a device that is offline itself is not let in", async () => {
  const { turnkeeper } = await connector({ [ENTER]: (call, response) => response.destroy() }, { failure: "open" });
  Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
  try {
    const visit = turnkeeper.enter({ room: "buy" });
    await troubled(visit);
    assert.equal(visit.state, "ENTERING");
    visit.stop();
  } finally {
    delete globalThis.navigator;
  }
});

test("rules outlive an outage of the node", async () => {
  const rules = { host: "shop.example.com", rooms: { buy: { state: "ACTIVE" } }, paths: [{ room: "buy", path: "/buy/**" }], menus: [{ room: "buy", path: "/", menu: "TRF*" }] };
  const { turnkeeper } = await connector({ "GET /api/v1/rules": inTurn([200, rules], [502]) });
  assert.equal(await turnkeeper.roomFor("https://shop.example.com/buy/1?x#y"), "buy");
  assert.equal(await turnkeeper.roomFor("https://shop.example.com/about"), null, "from what was kept");
  const { turnkeeper: unlucky } = await connector({ "GET /api/v1/rules": () => [502] });
  await assert.rejects(unlucky.roomFor("https://shop.example.com/buy/1"));
});

test("a browser that keeps nothing still has its place as long as the page is there", async () => {
  const forbidden = { getItem: fail, setItem: fail, removeItem: fail };
  function fail() {
    throw new DOMException("forbidden", "SecurityError");
  }
  const { node, turnkeeper } = await connector({ [ENTER]: () => [201, ADMITTED], [ALIVE]: () => [200, ADMITTED] }, { storage: forbidden });
  for (let i = 0; i < 2; i++) {
    const visit = turnkeeper.enter({ room: "buy" });
    await visit.admitted;
    visit.stop();
  }
  assert.equal(node.calls.filter(({ name }) => name === ENTER).at(-1).authorization, "Ticket t-1");
});
