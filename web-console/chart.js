// @ts-check

import { h } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { chosenLanguage, text } from "./texts.js";

/** @type {any} The library puts itself there. */
const Chart = /** @type {any} */ (globalThis).Chart;

/** What is drawn: field of a second, CSS property of its colour, which axis. */
const LINES = [
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

/** @param {number} width of the chart */
function settings(width) {
  const soft = property("--soft");
  const grid = { color: property("--line") };
  const ticks = { color: soft };
  return {
    animation: false,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    interaction: { mode: "index", intersect: false },
    elements: { point: { radius: 0 }, line: { borderWidth: 2 } },
    scales: {
      x: { type: "linear", grid, ticks: { color: soft, maxTicksLimit: width < 500 ? 4 : 8, maxRotation: 0, callback: timeOfDay } },
      people: { beginAtZero: true, grid, ticks: { ...ticks, precision: 0 } },
      flow: { beginAtZero: true, position: "right", grid: { drawOnChartArea: false }, ticks: { ...ticks, precision: 0 } },
    },
    plugins: {
      legend: { labels: { color: property("--ink"), boxWidth: 16 }, position: "bottom" },
      tooltip: { callbacks: { title: (/** @type {any[]} */ items) => timeOfDay(items[0].parsed.x) } },
    },
  };
}

/** One room's last minutes. @param {{seconds: any[]}} props */
export function RoomChart({ seconds }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const chart = useRef(/** @type {any} */ (null));
  useEffect(() => {
    chart.current = new Chart(canvas.current, {
      type: "line",
      data: {
        datasets: LINES.map(({ field, colour, axis, stepped, dash }) => ({
          label: text(/** @type {any} */ (field)) + (axis === "flow" ? ` (${text("aSecond")})` : ""),
          data: [],
          yAxisID: axis,
          stepped,
          borderDash: dash,
          borderColor: property(colour),
          backgroundColor: property(colour),
        })),
      },
      options: settings(canvas.current?.parentElement?.clientWidth ?? 0),
    });
    return () => chart.current.destroy();
  }, []);
  useEffect(() => {
    LINES.forEach(({ field }, i) => {
      chart.current.data.datasets[i].data = seconds.map((second) => ({ x: Date.parse(second.at), y: second[field] }));
    });
    chart.current.update("none");
  }, [seconds]);
  return h("div", { class: "chart" }, h("canvas", { ref: canvas, role: "img", "aria-label": text("lastMinutes") }));
}
