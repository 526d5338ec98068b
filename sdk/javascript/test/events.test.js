import assert from "node:assert/strict";
import { test } from "node:test";
import { eventsOf } from "../src/events.js";

async function read(...chunks) {
  const bytes = chunks.map((chunk) => (typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk));
  const events = [];
  for await (const event of eventsOf(ReadableStream.from(bytes))) events.push(event);
  return events;
}

test("reads events with their ids, data and retry", async () => {
  assert.deepEqual(await read('retry: 1500\n\nid: 7\nevent: position\ndata: {"rank":3}\n\n:comment\ndata:x\ndata: y\n\n'), [
    { event: "message", data: "", id: "", retry: 1500 },
    { event: "position", data: '{"rank":3}', id: "7", retry: null },
    { event: "message", data: "x\ny", id: "7", retry: null },
  ]);
});

test("reads events however they are cut", async () => {
  const text = new TextEncoder().encode('event: room\r\ndata: {"message":"예매"}\r\n\r\n');
  for (let cut = 1; cut < text.length; cut++) {
    const [event, ...more] = await read(text.slice(0, cut), text.slice(cut));
    assert.deepEqual([event.event, event.data, more.length], ["room", '{"message":"예매"}', 0], "cut at " + cut);
  }
});

test("leaves an unfinished event out, and fields that it does not know", async () => {
  assert.deepEqual(await read("weather: fine\nretry: soon\ndata: 1\n\ndata: cut"), [
    { event: "message", data: "1", id: "", retry: null },
  ]);
});
