// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "./api.js";
import { Fault, Field, useDoing } from "./form.js";
import { moment, number, text } from "./texts.js";

const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];
const STATES = ["ACTIVE", "PAUSED", "INACTIVE", "DRAINING", "CLOSED"];
const SHOWN = 6;

/** After a step's time, how long until the room is looked at again: the grid has done it by then. */
const DONE_MILLIS = 2_500;

/** `setTimeout` takes no more, which is 24 days. */
const LONGEST_MILLIS = 2 ** 31 - 1;

/**
 * @typedef {{at?: string, every?: {days?: string[], time: string}, state?: string, limit?: number, perMinute?: number}} Step
 * @typedef {{zone: string | null, steps: Step[], next: {at: string, local: string, state?: string, limit?: number, perMinute?: number}[]}} Plan
 */

/**
 * When the room changes by itself, and the form that says so.
 *
 * @param {{room: any, path: string, mayRun: boolean, load: () => Promise<unknown>, onSaved: () => void}} props
 */
export function Schedule({ room, path, mayRun, load, onSaved }) {
  const [plan, setPlan] = useState(/** @type {Plan | null} */ (null));
  const [etag, setEtag] = useState("");
  useEffect(() => {
    call("GET", `${path}/schedule`).then(
      ({ body, etag }) => {
        setPlan(body);
        setEtag(etag ?? "");
      },
      () => setPlan(null),
    );
  }, [path, room.version]);
  const next = plan?.next[0]?.at;
  useEffect(() => {
    if (!next) return;
    const wait = Math.max(0, Date.parse(next) - Date.now()) + DONE_MILLIS;
    if (wait > LONGEST_MILLIS) return;
    const timer = setTimeout(() => load().catch(() => {}), wait);
    return () => clearTimeout(timer);
  }, [next]);
  if (!plan) return null;
  return h(
    "div",
    { class: "panel schedule" },
    h("h2", {}, text("schedule")),
    plan.next.length === 0
      ? h("p", { class: "soft" }, text("nothingToCome"))
      : h(
          "ul",
          {},
          plan.next.slice(0, SHOWN).map((step) =>
            h(
              "li",
              { key: `${step.at} ${whatIsSet(step)}` },
              h("b", {}, inZone(step, plan.zone ?? "UTC")),
              h("span", {}, whatIsSet(step)),
              h("span", { class: "soft" }, text("yourTime", { time: moment(step.at) })),
            ),
          ),
        ),
    mayRun && h(Editor, { key: JSON.stringify([plan.zone, plan.steps]), plan, etag, path, load, onSaved }),
  );
}

/** @param {{at: string, local: string}} step @param {string} zone */
function inZone(step, zone) {
  try {
    return `${moment(step.at, zone)} ${zone}`;
  } catch {
    // A zone that this browser does not know.
    return step.local;
  }
}

/** @param {{state?: string, limit?: number, perMinute?: number}} step */
function whatIsSet(step) {
  return [
    step.state && text(/** @type {any} */ (step.state)),
    step.limit !== undefined && `${text("limit")} ${number(step.limit)}`,
    step.perMinute !== undefined && `${text("perMinute")} ${number(step.perMinute)}`,
  ]
    .filter(Boolean)
    .join(" · ");
}

/** @param {{plan: Plan, etag: string, path: string, load: () => Promise<unknown>, onSaved: () => void}} props */
function Editor({ plan, etag, path, load, onSaved }) {
  const [zone, setZone] = useState(plan.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [steps, setSteps] = useState(plan.steps);
  const { fault, busy, act } = useDoing();
  /** @param {number} at @param {Step} step */
  const change = (at, step) => setSteps(steps.map((before, i) => (i === at ? step : before)));
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await act(() => call("PUT", `${path}/schedule`, { zone, steps }, { "If-Match": etag }).then(load))) onSaved();
  };
  return h(
    "details",
    {},
    h("summary", {}, text("editSchedule")),
    h(
      "form",
      { onSubmit: save },
      h(Field, { label: text("zone"), name: "zone", value: zone, onInput: setZone, list: "zones", required: true }),
      h("datalist", { id: "zones" }, Intl.supportedValuesOf("timeZone").map((name) => h("option", { key: name, value: name }))),
      steps.map((step, i) =>
        h(StepRow, { key: i, at: i, step, onChange: (now) => change(i, now), onRemove: () => setSteps(steps.filter((_, other) => other !== i)) }),
      ),
      h(Fault, {}, fault),
      h(
        "div",
        { class: "row" },
        h("button", { disabled: busy }, text("save")),
        h("button", { type: "button", class: "quiet", onClick: () => setSteps([...steps, { at: "", state: "ACTIVE" }]) }, text("addStep")),
      ),
    ),
  );
}

/** @param {{at: number, step: Step, onChange: (step: Step) => void, onRemove: () => void}} props */
function StepRow({ at, step, onChange, onRemove }) {
  const { at: once, every, ...set } = step;
  const days = every?.days ?? DAYS;
  const value = (/** @type {any} */ event) => event.target.value;
  /** @param {"state" | "limit" | "perMinute"} name @param {string} chosen empty: it stays as it is */
  const setTo = (name, chosen) => {
    const { [name]: before, ...others } = step;
    onChange(chosen === "" ? others : { ...others, [name]: name === "state" ? chosen : Number(chosen) });
  };
  return h(
    "fieldset",
    { class: "row step" },
    h("legend", {}, text("step", { n: at + 1 })),
    h(
      "label",
      { class: "field" },
      h("span", {}, text("when")),
      h(
        "select",
        {
          value: every ? "every" : "once",
          onChange: (/** @type {any} */ event) => onChange(value(event) === "every" ? { every: { days: DAYS, time: "10:00" }, ...set } : { at: "", ...set }),
        },
        h("option", { value: "once" }, text("once")),
        h("option", { value: "every" }, text("weekly")),
      ),
    ),
    every
      ? [
          h(Field, { key: "time", label: text("time"), type: "time", step: 1, required: true, value: every.time, onInput: (time) => onChange({ ...step, every: { ...every, time } }) }),
          h(
            "div",
            { key: "days", class: "row", role: "group", "aria-label": text("days") },
            DAYS.map((day) =>
              h(
                "label",
                { key: day },
                h("input", {
                  type: "checkbox",
                  checked: days.includes(day),
                  onChange: (/** @type {any} */ event) =>
                    onChange({ ...step, every: { ...every, days: DAYS.filter((each) => (each === day ? event.target.checked : days.includes(each))) } }),
                }),
                text(/** @type {any} */ (day)),
              ),
            ),
          ),
        ]
      : h(Field, { label: text("time"), type: "datetime-local", step: 1, required: true, value: once ?? "", onInput: (time) => onChange({ at: time, ...set }) }),
    h(
      "label",
      { class: "field" },
      h("span", {}, text("state")),
      h(
        "select",
        { value: step.state ?? "", onChange: (/** @type {any} */ event) => setTo("state", value(event)) },
        h("option", { value: "" }, text("asItIs")),
        STATES.map((state) => h("option", { key: state, value: state }, text(/** @type {any} */ (state)))),
      ),
    ),
    h(Field, { label: text("limit"), type: "number", min: 0, max: 10_000_000, placeholder: text("asItIs"), value: step.limit === undefined ? "" : String(step.limit), onInput: (limit) => setTo("limit", limit) }),
    h(Field, { label: text("perMinute"), type: "number", min: 0, max: 10_000_000, placeholder: text("asItIs"), value: step.perMinute === undefined ? "" : String(step.perMinute), onInput: (perMinute) => setTo("perMinute", perMinute) }),
    h("button", { type: "button", class: "quiet", onClick: onRemove }, text("removeStep")),
  );
}
