// @ts-check

import { h } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { call, mayAs, read } from "./api.js";
import { LineChart, saveFile } from "./chart.js";
import { Fault, Field, useDoing } from "./form.js";
import { chosenLanguage, day, number, text } from "./texts.js";

const PATH = "/api/v1/stats/compare";
const DAY_MILLIS = 86_400_000;

/** Times to choose from: the first and the last day, counted back from today. */
const SPANS = { today: [0, 0], yesterday: [1, 1], days7: [6, 0], days40: [39, 0], days365: [364, 0] };

/** Over the whole time: what is added up, and of what the most is said. */
const SUMS = ["inflow", "outflow", "completed", "abandoned", "cancelled", "expired", "revoked", "unused", "bypassed", "blocked", "turnedAway"];
const MOST = ["waiting", "inside", "p50", "p95", "p99"];
const METRICS = ["waiting", "inside", ...SUMS, "p50", "p95", "p99"];

const COLOURS = ["--inside", "--waiting", "--outflow", "--inflow", "--limit"];

/** One line of a comparison: a room over a time. @typedef {{room: string, from: string, to: string, points: any[]}} Series */

/** @param {string} metric */
const named = (metric) => text(/** @type {any} */ (`metric-${metric}`));

/** A day by the calendar of whoever looks. @param {number} ago @returns {string} YYYY-MM-DD */
function dayAgo(ago) {
  const now = new Date();
  return iso(new Date(now.getFullYear(), now.getMonth(), now.getDate() - ago));
}

/** @param {Date} date @returns {string} */
function iso(date) {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** The same number of days just before. @param {string} from @param {string} to @returns {string[]} */
function before(from, to) {
  const [first, last] = [from, to].map((day) => Date.parse(day));
  const shift = last - first + DAY_MILLIS;
  return [first, last].map((day) => new Date(day - shift).toISOString().slice(0, 10));
}

/** What happened, in charts: of one room, of several beside each other, of one beside itself the time before. */
export function Statistics() {
  const known = useKnownRooms();
  const [asked, setAsked] = useState({ rooms: "", span: "today", from: dayAgo(0), to: dayAgo(0), twice: false });
  const [shown, setShown] = useState(/** @type {{query: string, step: string, series: Series[]} | null} */ (null));
  const { fault, wrong, busy, act } = useDoing("rooms", "from", "to");
  const set = (/** @type {Partial<typeof asked>} */ some) => setAsked({ ...asked, ...some });
  const rooms = asked.rooms.split(",").map((room) => room.trim()).filter(Boolean);
  const show = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(async () => {
      const query = queryOf(rooms, asked);
      const { body } = await call("GET", `${PATH}?${query}`);
      setShown({ query, step: body.step, series: seriesOf(body) });
    });
  };
  return h(
    "section",
    {},
    mayAs("viewer", "operator", "admin") && h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`)),
    h("h1", {}, text("statistics")),
    h(
      "form",
      { class: "panel", onSubmit: show },
      h(Field, { label: text("statisticsRooms"), value: asked.rooms, onInput: (rooms) => set({ rooms }), wrong: wrong.rooms, required: true, name: "rooms", list: "known-rooms" }),
      h("datalist", { id: "known-rooms" }, known.map((room) => h("option", { key: room, value: room }))),
      h(
        "div",
        { class: "row top" },
        h(Choice, { label: text("period"), name: "span", value: asked.span, of: [...Object.keys(SPANS), "own"], named: (span) => text(/** @type {any} */ (`span-${span}`)), onChange: (span) => set({ span, ...daysOf(span) }) }),
        asked.span === "own" && h(Field, { label: text("from"), value: asked.from, onInput: (from) => set({ from }), wrong: wrong.from, type: "date", required: true }),
        asked.span === "own" && h(Field, { label: text("to"), value: asked.to, onInput: (to) => set({ to }), wrong: wrong.to, type: "date", required: true }),
      ),
      rooms.length < 2 &&
        h("div", { class: "checks" }, h("label", {}, h("input", { type: "checkbox", name: "twice", checked: asked.twice, onChange: () => set({ twice: !asked.twice }) }), h("span", {}, text("besideBefore")))),
      h(Fault, {}, fault),
      h("div", {}, h("button", { disabled: busy }, text("show"))),
    ),
    shown && h(Shown, { key: shown.query, ...shown }),
  );
}

/** @param {string} span @returns {{from?: string, to?: string}} */
function daysOf(span) {
  const days = /** @type {Record<string, number[]>} */ (SPANS)[span];
  return days ? { from: dayAgo(days[0]), to: dayAgo(days[1]) } : {};
}

/** For who may see them; others know what they look for. */
function useKnownRooms() {
  const [rooms, setRooms] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    if (!mayAs("viewer", "operator", "admin")) return;
    call("GET", "/api/v1/admin/rooms").then(
      ({ body }) => setRooms(body.map((/** @type {any} */ room) => room.id)),
      () => {},
    );
  }, []);
  return rooms;
}

/** @param {string[]} rooms @param {{from: string, to: string, twice: boolean}} asked */
function queryOf(rooms, { from, to, twice }) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return new URLSearchParams(
    /** @type {Record<string, string>} */ (
      twice && rooms.length === 1 ? { room: rooms[0], periods: `${from}/${to},${before(from, to).join("/")}`, zone } : { rooms: rooms.join(","), from, to, zone }
    ),
  ).toString();
}

/** Without what is still to come. @param {any} body @returns {Series[]} */
function seriesOf(body) {
  const now = Date.now();
  const all = body.periods ?? body.rooms;
  return all.map((/** @type {any} */ one) => ({ ...body, ...one, points: one.points.filter((/** @type {any} */ point) => Date.parse(point.at) <= now) }));
}

/** @param {{query: string, step: string, series: Series[]}} props */
function Shown({ query, step, series }) {
  const [metric, setMetric] = useState("waiting");
  const { fault, act } = useDoing();
  const file = ["statistics", ...new Set(series.map(({ room }) => room)), series[0].from.slice(0, 10)].join("-");
  const when = (/** @type {number} */ at) =>
    new Date(at).toLocaleString(chosenLanguage(), step === "minute" || step === "hour" ? { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { dateStyle: "medium" });
  const save = () => act(async () => saveFile(new Blob([await read(`${PATH}?${query}`, "text/csv")], { type: "text/csv" }), `${file}.csv`));
  return h(
    "div",
    {},
    h("p", { class: "soft", role: "status" }, text("stepOf", { step: text(/** @type {any} */ (`step-${step}`)), points: number(series[0].points.length) })),
    series.length === 1 ? h(OfOne, { series: series[0], when, file }) : h(Beside, { series, metric, setMetric, when, file }),
    h(Totals, { series }),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { class: "quiet", onClick: save }, text("saveCsv"))),
  );
}

/** @param {Series} series @param {string} metric @param {number} [shift] milliseconds, to lie above another time @returns {{x: number, y: number | null}[]} */
function pointsOf({ points }, metric, shift = 0) {
  return points.map((point) => ({ x: Date.parse(point.at) + shift, y: point[metric] }));
}

/** @param {{series: Series, when: (at: number) => string, file: string}} props */
function OfOne({ series, when, file }) {
  /** @param {string} metric @param {string} colour @param {"people" | "flow"} axis */
  const line = (metric, colour, axis) => ({ label: named(metric), colour, axis, points: pointsOf(series, metric) });
  return h(
    "div",
    {},
    h(LineChart, {
      lines: [line("waiting", "--waiting", "people"), line("inside", "--inside", "people"), line("inflow", "--inflow", "flow"), line("outflow", "--outflow", "flow")],
      label: text("chartOf", { what: text("statistics"), room: series.room }),
      when,
      picture: `${file}.png`,
    }),
    h("h2", { class: "part" }, text("waits")),
    h(LineChart, {
      lines: [line("p50", "--inside", "people"), line("p95", "--waiting", "people"), line("p99", "--inflow", "people")],
      label: text("chartOf", { what: text("waits"), room: series.room }),
      when,
      picture: `${file}-waited.png`,
    }),
  );
}

/** @param {{series: Series[], metric: string, setMetric: (metric: string) => void, when: (at: number) => string, file: string}} props */
function Beside({ series, metric, setMetric, when, file }) {
  const lines = series.map((one, i) => ({
    label: nameOf(one, series),
    colour: COLOURS[i % COLOURS.length],
    dash: i < COLOURS.length ? undefined : [6, 4],
    axis: /** @type {"people"} */ ("people"),
    points: pointsOf(one, metric, Date.parse(series[0].from) - Date.parse(one.from)),
  }));
  return h(
    "div",
    {},
    h(Choice, { label: text("metric"), name: "metric", value: metric, of: METRICS, named, onChange: setMetric }),
    h(LineChart, { lines, label: named(metric), when, picture: `${file}-${metric}.png` }),
  );
}

/** By what it differs from the others: its room, or its days. @param {Series} one @param {Series[]} all @returns {string} */
function nameOf(one, all) {
  if (all.length < 2 || all[0].room !== all[1].room) return one.room;
  const days = [Date.parse(one.from), Date.parse(one.to) - 1].map((at) => day(new Date(at).toISOString()));
  return [...new Set(days)].join(" – ");
}

/** @param {{series: Series[]}} props */
function Totals({ series }) {
  const id = useId();
  const rows = [...SUMS.map((metric) => ({ metric, name: named(metric), most: false })), ...MOST.map((metric) => ({ metric, name: text("atMost", { what: named(metric) }), most: true }))];
  /** @param {Series} one @param {string} metric @param {boolean} most */
  const value = ({ points }, metric, most) => {
    const known = points.map((point) => point[metric]).filter((one) => one !== null);
    if (most) return known.length ? number(Math.max(...known)) : "–";
    return number(known.reduce((sum, one) => sum + one, 0));
  };
  return h(
    "div",
    { class: "panel scrolls", role: "region", "aria-labelledby": id, tabIndex: 0 },
    h(
      "table",
      {},
      h("caption", { id }, text("totals")),
      h("thead", {}, h("tr", {}, h("td", {}), series.map((one) => h("th", { scope: "col", key: one.room + one.from }, nameOf(one, series))))),
      h(
        "tbody",
        {},
        rows.map(({ metric, name, most }) => h("tr", { key: name }, h("th", { scope: "row" }, name), series.map((one) => h("td", { key: one.room + one.from }, value(one, metric, most))))),
      ),
    ),
  );
}

/** @param {{label: string, name: string, value: string, of: string[], named: (one: string) => string, onChange: (chosen: string) => void}} props */
function Choice({ label, name, value, of, named, onChange }) {
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("select", { name, value, onChange: (/** @type {any} */ event) => onChange(event.target.value) }, of.map((one) => h("option", { key: one, value: one }, named(one)))),
  );
}
