// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, mayAs } from "./api.js";
import { Fault, Field, Sure, useDoing } from "./form.js";
import { duration, text } from "./texts.js";

const PATH = "/api/v1/admin/emergency";
const LOOK_MILLIS = 2_000;

/** What the switch stands at, looked at again and again; and a way to turn it. */
export function useEmergency() {
  const [now, setNow] = useState({ mode: "OFF", secondsLeft: 0 });
  const look = () => call("GET", PATH).then(({ body }) => setNow(body), () => {});
  useEffect(() => {
    look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, []);
  /** @param {string} mode @param {number} [seconds] */
  const turn = async (mode, seconds) => setNow((await call("POST", PATH, { mode, seconds })).body);
  return { now, turn };
}

/** On every page while it holds. @param {{now: {mode: string, secondsLeft: number}, turn: (mode: string) => Promise<void>}} props */
export function EmergencyBanner({ now, turn }) {
  const { fault, busy, act } = useDoing();
  if (now.mode === "OFF") return null;
  return h(
    "div",
    { class: "emergency" },
    h("strong", { role: "alert" }, text(now.mode === "BYPASS" ? "emergencyBypass" : "emergencyHold")),
    h("span", {}, text("emergencyLeft", { left: duration(now.secondsLeft) })),
    mayAs("operator", "admin") && h("button", { disabled: busy, onClick: () => act(() => turn("OFF")) }, text("emergencyOff")),
    h(Fault, {}, fault),
  );
}

/** @param {{turn: (mode: string, seconds: number) => Promise<void>}} props */
export function EmergencyPanel({ turn }) {
  const [minutes, setMinutes] = useState("5");
  const [sure, setSure] = useState("");
  const { fault, busy, act } = useDoing();
  const go = () => {
    setSure("");
    act(() => turn(sure, Math.round(60 * Number(minutes))));
  };
  return h(
    "details",
    { class: "panel" },
    h("summary", {}, text("emergency")),
    h(Field, { label: text("emergencyMinutes"), value: minutes, onInput: setMinutes, type: "number", min: 1, max: 1_440, required: true, name: "emergency-minutes" }),
    h(
      "div",
      { class: "row" },
      h("button", { class: "quiet", disabled: busy, onClick: () => setSure("HOLD") }, text("holdAll")),
      h("button", { class: "quiet", disabled: busy, onClick: () => setSure("BYPASS") }, text("bypassAll")),
    ),
    h(Fault, {}, fault),
    sure && h(Sure, { question: text(sure === "HOLD" ? "sureHoldAll" : "sureBypassAll"), onYes: go, onNo: () => setSure("") }),
  );
}
