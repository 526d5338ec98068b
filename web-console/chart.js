// @ts-check

import { h } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { chosenLanguage, text } from "./texts.js";

/** @type {any} The library puts itself there. */
const Chart = /** @type {any} */ (globalThis).Chart;

/**
 * @typedef {object} Line
 * @property {string} label
 * @property {string} colour CSS property that holds it
 * @property {"people" | "flow"} axis at the left, at the right
 * @property {boolean} [stepped]
 * @property {number[]} [dash]
 * @property {{x: number, y: number | null}[]} points x in milliseconds; null: unknown
 */

/** Few enough that each may be seen by itself: one between two unknown ones has no line. */
const SEEN_POINTS = 200;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How far the times at the foot of a chart may lie apart. */
const TICKS = [MINUTE / 6, MINUTE / 2, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY, 28 * DAY, 91 * DAY];

/** What is drawn of a room's seconds: field, CSS property of its colour, which axis. */
const OF_A_SECOND = [
  { field: "waiting", colour: "--waiting", axis: "people" },
  { field: "inside", colour: "--inside", axis: "people" },
  { field: "limit", colour: "--limit", axis: "people", stepped: true, dash: [4, 4] },
  { field: "inflow", colour: "--inflow", axis: "flow" },
  { field: "outflow", colour: "--outflow", axis: "flow" },
];

/** @param {string} name */
function property(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param {number} at milliseconds */
function timeOfDay(at) {
  return new Date(at).toLocaleTimeString(chosenLanguage(), { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** Round ones, by the clock of whoever looks. @param {{min: number, max: number, ticks: {value: number}[]}} scale @param {number} most */
function roundTimes(scale, most) {
  const apart = TICKS.find((step) => (scale.max - scale.min) / step <= most) ?? DAY * 364;
  const first = new Date(scale.min).setHours(0, 0, 0, 0);
  scale.ticks = [];
  for (let at = first + Math.ceil((scale.min - first) / apart) * apart; at <= scale.max; at += apart) scale.ticks.push({ value: at });
}

/** @param {number} width of the chart @param {(at: number) => string} when @param {boolean} twoAxes */
function settings(width, when, twoAxes) {
  const soft = property("--soft");
  const grid = { color: property("--line") };
  const ticks = { color: soft, precision: 0 };
  return {
    animation: false,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: "index", intersect: false },
    elements: { line: { borderWidth: 2 } },
    scales: {
      x: {
        type: "linear",
        bounds: "data",
        grid,
        ticks: { color: soft, maxRotation: 0, callback: when },
        afterBuildTicks: (/** @type {any} */ scale) => roundTimes(scale, width < 500 ? 3 : 8),
      },
      people: { beginAtZero: true, grid, ticks },
      ...(twoAxes && { flow: { beginAtZero: true, position: "right", grid: { drawOnChartArea: false }, ticks } }),
    },
    plugins: {
      legend: { labels: { color: property("--ink"), boxWidth: 16 }, position: "bottom" },
      tooltip: { callbacks: { title: (/** @type {any[]} */ items) => when(items[0].parsed.x) } },
    },
  };
}

/** @param {Line} line */
function drawn({ label, colour, axis, stepped, dash, points }) {
  const known = points.filter(({ y }) => y !== null).length;
  return {
    label,
    data: points,
    yAxisID: axis,
    stepped,
    borderDash: dash,
    borderColor: property(colour),
    backgroundColor: property(colour),
    pointRadius: known < points.length && known <= SEEN_POINTS ? 3 : 0,
  };
}

/** On the page's ground, which a picture by itself does not have. @param {HTMLCanvasElement} canvas @param {string} name of the file */
function savePicture(canvas, name) {
  const picture = document.createElement("canvas");
  picture.width = canvas.width;
  picture.height = canvas.height;
  const pen = /** @type {CanvasRenderingContext2D} */ (picture.getContext("2d"));
  pen.fillStyle = property("--panel");
  pen.fillRect(0, 0, picture.width, picture.height);
  pen.drawImage(canvas, 0, 0);
  picture.toBlob((blob) => blob && saveFile(blob, name));
}

/** @param {Blob} blob @param {string} name */
export function saveFile(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * Lines over time. Which lines there are, by label, does not change; give another key where it would.
 *
 * @param {{lines: Line[], label: string, when: (at: number) => string, picture?: string}} props picture: name of a file in which it may be kept
 */
export function LineChart({ lines, label, when, picture }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const chart = useRef(/** @type {any} */ (null));
  useEffect(() => {
    chart.current = new Chart(canvas.current, {
      type: "line",
      data: { datasets: lines.map(drawn) },
      options: settings(
        canvas.current?.parentElement?.clientWidth ?? 0,
        when,
        lines.some(({ axis }) => axis === "flow"),
      ),
    });
    return () => chart.current.destroy();
  }, []);
  useEffect(() => {
    lines.forEach((line, i) => Object.assign(chart.current.data.datasets[i], drawn(line)));
    chart.current.update("none");
  }, [lines]);
  return h(
    "figure",
    {},
    h("div", { class: "chart" }, h("canvas", { ref: canvas, role: "img", "aria-label": label })),
    picture && h("button", { type: "button", class: "quiet", onClick: () => canvas.current && savePicture(canvas.current, picture) }, text("savePicture")),
  );
}

/** One room's last minutes. @param {{seconds: any[]}} props */
export function RoomChart({ seconds }) {
  const lines = useMemo(
    () =>
      OF_A_SECOND.map(({ field, axis, ...look }) => ({
        ...look,
        axis: /** @type {"people" | "flow"} */ (axis),
        label: text(/** @type {any} */ (field)) + (axis === "flow" ? ` (${text("aSecond")})` : ""),
        points: seconds.map((second) => ({ x: Date.parse(second.at), y: second[field] })),
      })),
    [seconds],
  );
  return h(LineChart, { lines, label: text("lastMinutes"), when: timeOfDay });
}
