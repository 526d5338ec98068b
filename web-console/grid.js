// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "./api.js";
import { Fault } from "./form.js";
import { clock, number, tenths, text } from "./texts.js";

const LOOK_MILLIS = 2_000;
const PATIENCE_MILLIS = 5_000;

/** Ticks that a node's word may be late while all is well: one on its way, one missed. */
const LATE_TICKS = 3;

/** Looked at again and again, while it is shown to somebody. */
function useSight() {
  const [sight, setSight] = useState(/** @type {any} */ (null));
  const [fault, setFault] = useState("");
  useEffect(() => {
    let shown = true;
    let timer = 0;
    const look = async () => {
      try {
        if (!document.hidden) {
          const { body } = await call("GET", "/api/v1/admin/grid", undefined, {}, AbortSignal.timeout(PATIENCE_MILLIS));
          if (!shown) return;
          setSight(body);
          setFault("");
        }
      } catch {
        if (shown) setFault(text("gridSilent"));
      }
      if (shown) timer = setTimeout(look, LOOK_MILLIS);
    };
    look();
    return () => {
      shown = false;
      clearTimeout(timer);
    };
  }, []);
  return { sight, fault };
}

/** Are all nodes there, and may one more fail? */
export function GridPage() {
  const { sight, fault } = useSight();
  return h(
    "section",
    {},
    h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`)),
    h("h1", {}, text("grid")),
    h(Fault, {}, fault),
    sight && h(Verdict, { sight }),
    sight && h("p", { class: "soft" }, text("gridSeen", { node: sight.node, at: clock(sight.at) })),
    sight && h("ul", { class: "rooms nodes" }, sight.nodes.map((/** @type {any} */ node) => h(Node, { key: node.address, node }))),
    sight && h(Facts, { sight }),
    sight?.rooms.length > 0 && h(Rooms, { rooms: sight.rooms }),
  );
}

/** @param {any} sight @returns {[string, string]} what it comes to, and how bad that is */
function verdict(sight) {
  const nodes = text("gridOf", { present: number(sight.present), configured: number(sight.configured) });
  const { group } = sight;
  if (group?.majority === false) return [text("gridNoMajority"), "bad"];
  if (!sight.givesPlaces) return [text("gridStalled", { nodes }), "bad"];
  if (!group) return [text("gridAlone"), "warn"];
  if (group.majority === null) return [text("gridUnknown", { nodes }), "warn"];
  if (group.mayFail === 0) return [text("gridNoneMayFail", { nodes }), "warn"];
  const tone = sight.present < sight.configured ? "warn" : "good";
  return group.mayFail === 1 ? [text("gridOneMayFail", { nodes }), tone] : [text("gridMayFail", { nodes, count: number(group.mayFail) }), tone];
}

/** @param {{sight: any}} props */
function Verdict({ sight }) {
  const [said, tone] = verdict(sight);
  return h("p", { class: `verdict ${tone}`, role: "status" }, said);
}

/** @param {{node: any}} props */
function Node({ node }) {
  const late = node.present && node.ticksBehind >= LATE_TICKS;
  const notes = [
    node.seat && text(/** @type {any} */ (node.seat === "CORE" && !node.present ? "seatCOREmissing" : `seat${node.seat}`)),
    node.configured === false && text("notConfigured"),
    late && text("ticksBehind", { ticks: number(node.ticksBehind) }),
    node.present && node.ticksBehind === null && text("neverHeard"),
    node.present && !node.state && text("unknownState"),
  ].filter(Boolean);
  const state = node.present ? node.state : "missing";
  return h(
    "li",
    { class: `panel ${node.present ? "" : "absent"}` },
    h("div", { class: "row heading" }, h("strong", {}, node.address), state && h("span", { class: `state ${state} ${late ? "late" : ""}` }, text(/** @type {any} */ (state)))),
    h("span", { class: late || node.seat === "REMOVED" ? "warned" : "soft" }, [node.self && text("thisNode"), ...notes].filter(Boolean).join(" · ")),
    node.name && h("code", { class: "soft" }, node.name),
  );
}

/** @param {{sight: any}} props */
function Facts({ sight }) {
  const { tick, group, calls, exchange } = sight;
  /** @param {number | null} micros */
  const millis = (micros) => (micros === null ? text("unknown") : `${number(Math.round(micros / 100) / 10)} ms`);
  const facts = [
    [text("tick"), text("tickAge", { number: number(tick.number), age: tenths(tick.ageMillis) })],
    [text("wonBy"), tick.wonBy ?? text("unknown")],
    ...(group
      ? [
          [text("majority"), group.size === null ? text("unknown") : `${text("majorityOf", group)}${group.size === group.configured ? "" : `, ${text("madeFor", group)}`}`],
          [text("leader"), group.leader ?? text("unknown")],
        ]
      : []),
    [text("calls"), `${millis(calls.p50Micros)} · ${millis(calls.p99Micros)}`],
    [text("unanswered"), `${number(calls.failed)} · ${number(calls.unanswered)}`],
    [text("exchanged"), `${bytes(exchange.sentBytes)} · ${bytes(exchange.receivedBytes)}`],
  ];
  return h("dl", { class: "panel facts" }, facts.map(([name, value]) => h("div", { key: name }, h("dt", {}, name), h("dd", {}, value))));
}

/** @param {number} count */
function bytes(count) {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  return `${number(Math.round((10 * count) / 1000 ** power) / 10)} ${units[power]}`;
}

/** How far each room's decisions have come. @param {{rooms: any[]}} props */
function Rooms({ rooms }) {
  return h(
    "section",
    { "aria-labelledby": "grid-rooms" },
    h("h2", { id: "grid-rooms" }, text("rooms")),
    h(
      "ul",
      { class: "entries" },
      rooms.map((room) =>
        h(
          "li",
          { key: room.room, class: "panel" },
          h("div", { class: "row heading" }, h("a", { href: `#/rooms/${room.room}` }, room.room), h("span", { class: `state ${room.standing}` }, text(/** @type {any} */ (room.standing), { mode: room.failureMode }))),
          h(
            "span",
            { class: "soft" },
            [
              room.decidedAgoMillis === null ? text("neverDecided") : text("decidedAgo", { age: tenths(room.decidedAgoMillis) }),
              room.decidedBy,
              room.decidedAgoMillis !== null && room.decidedUnder < room.version && text("pendingVersion", { version: room.version }),
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        ),
      ),
    ),
  );
}
