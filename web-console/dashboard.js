// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, mayAs } from "./api.js";
import { EmergencyPanel } from "./emergency.js";
import { Fault, Field, useDoing } from "./form.js";
import { number, text } from "./texts.js";

/** @param {{board: Map<string, any[]>, mayCreate: boolean, turn: (mode: string, seconds: number) => Promise<void>}} props */
export function Dashboard({ board, mayCreate, turn }) {
  const names = useNames(board.size);
  const [creating, setCreating] = useState(false);
  const rooms = [...board.keys()].sort((a, b) => last(board, b).waiting - last(board, a).waiting || a.localeCompare(b));
  return h(
    "section",
    {},
    h("div", { class: "row heading" }, h("h1", {}, text("rooms")), mayCreate && h("button", { onClick: () => setCreating(!creating), "aria-expanded": creating }, text("newRoom"))),
    creating && h(NewRoom, { onEnd: () => setCreating(false) }),
    rooms.length === 0 && !creating ? h("p", {}, text("noRooms")) : null,
    h(
      "ul",
      { class: "rooms" },
      rooms.map((room) => h(Card, { key: room, room, name: names.get(room) ?? room, seconds: board.get(room) ?? [] })),
    ),
    mayAs("operator", "admin") && h(EmergencyPanel, { turn }),
  );
}

/** @param {Map<string, any[]>} board @param {string} room */
function last(board, room) {
  const seconds = board.get(room) ?? [];
  return seconds[seconds.length - 1];
}

/** Names as they are configured; asked for again when rooms come or go. @param {number} rooms */
function useNames(rooms) {
  const [names, setNames] = useState(/** @type {Map<string, string>} */ (new Map()));
  useEffect(() => {
    call("GET", "/api/v1/admin/rooms").then(
      ({ body }) => setNames(new Map(body.map((/** @type {any} */ room) => [room.id, room.name]))),
      () => {},
    );
  }, [rooms]);
  return names;
}

/** @param {{room: string, name: string, seconds: any[]}} props */
function Card({ room, name, seconds }) {
  const now = seconds[seconds.length - 1];
  return h(
    "li",
    { class: "card" },
    h(
      "a",
      { href: `#/rooms/${room}` },
      h("span", { class: "row heading" }, h("strong", {}, name), h("span", { class: `state ${now.state}` }, text(now.state))),
      h("span", { class: "count" }, h("b", { "data-count": "waiting" }, number(now.waiting)), ` ${text("waiting")}`),
      h(Line, { values: seconds.map((second) => second.waiting) }),
      h("span", { class: "soft" }, `${text("inside")} ${number(now.inside)} / ${number(now.limit)}`),
      h("meter", { min: 0, max: Math.max(1, now.limit), value: Math.min(now.inside, now.limit), "aria-label": `${text("inside")}: ${name}` }),
      h("span", { class: "soft" }, `${text("inflow")} ${number(now.inflow)} · ${text("outflow")} ${number(now.outflow)} ${text("aSecond")}`),
    ),
  );
}

/** How many waited, as a line without axes. @param {{values: number[]}} props */
function Line({ values }) {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => `${(100 * i) / Math.max(1, values.length - 1)},${30 - (28 * value) / most}`).join(" ");
  return h("svg", { class: "line", viewBox: "0 0 100 30", preserveAspectRatio: "none", "aria-hidden": "true" }, h("polyline", { points }));
}

/** @param {{onEnd: () => void}} props */
function NewRoom({ onEnd }) {
  const [room, setRoom] = useState({ id: "", name: "", limit: "100", host: "", path: "/**" });
  const { fault, busy, act } = useDoing();
  const set = (/** @type {string} */ field) => (/** @type {string} */ value) => setRoom({ ...room, [field]: value });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { id: room.id, name: room.name, limit: Number(room.limit), routes: [{ host: room.host, path: room.path }] };
    if (await act(() => call("POST", "/api/v1/admin/rooms", body))) onEnd();
  };
  return h(
    "form",
    { class: "panel", onSubmit: submit },
    h("h2", {}, text("newRoom")),
    h(Field, { label: text("id"), value: room.id, onInput: set("id"), required: true, pattern: "[a-z0-9][a-z0-9\\-]{0,39}" }),
    h(Field, { label: text("name"), value: room.name, onInput: set("name"), required: true }),
    h(Field, { label: text("limit"), value: room.limit, onInput: set("limit"), type: "number", min: 0, required: true }),
    h(Field, { label: text("host"), value: room.host, onInput: set("host"), required: true }),
    h(Field, { label: text("path"), value: room.path, onInput: set("path"), required: true }),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, text("create")), h("button", { type: "button", class: "quiet", onClick: onEnd }, text("cancel"))),
  );
}
