// @ts-check

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, mayAs, Refused } from "./api.js";
import { Blocks } from "./blocks.js";
import { RoomChart } from "./chart.js";
import { Fault, Field, Sure, useDoing } from "./form.js";
import { Schedule } from "./schedule.js";
import { duration, number, text } from "./texts.js";

/** Which buttons a state offers, and which of them ask first. */
const VERBS = {
  ACTIVE: ["pause", "drain", "close", "deactivate"],
  PAUSED: ["activate", "drain", "close"],
  INACTIVE: ["activate", "close"],
  DRAINING: ["activate", "pause", "close"],
  CLOSED: ["activate"],
};
const ASKED = { drain: "sureDrain", close: "sureClose", deactivate: "sureDeactivate", delete: "sureDelete" };

/** How long a slider rests before what it shows is applied. */
const SETTLED_MILLIS = 250;

/** The room's configuration, and what changes it. @param {string} id */
function useRoom(id) {
  const [room, setRoom] = useState(/** @type {any} */ (null));
  const [etag, setEtag] = useState("");
  const [missing, setMissing] = useState(false);
  const path = `/api/v1/admin/rooms/${id}`;
  const take = (/** @type {{body: any, etag: string | null}} */ answer) => {
    setRoom(answer.body);
    setEtag(answer.etag ?? "");
  };
  const load = () =>
    call("GET", path).then(take, (refused) => {
      if (refused instanceof Refused && refused.status === 404) setMissing(true);
      else throw refused;
    });
  useEffect(() => {
    load().catch(() => {});
  }, [id]);
  /** @param {string} method @param {unknown} body */
  const change = async (method, body) => {
    try {
      take(await call(method, path, body, { "If-Match": etag }));
    } catch (refused) {
      if (refused instanceof Refused && refused.status === 412) {
        await load();
        throw new Error(text("overtaken"));
      }
      throw refused;
    }
  };
  return { room, etag, path, missing, load, change };
}

/** @param {{id: string, seconds: any[]}} props */
export function RoomPage({ id, seconds }) {
  const { room, etag, path, missing, load, change } = useRoom(id);
  const { fault, busy, act } = useDoing();
  const [asked, setAsked] = useState("");
  const [done, setDone] = useState(/** @type {{said: string, undo?: () => void} | null} */ (null));
  const now = seconds[seconds.length - 1];
  const mayRun = mayAs("operator", "admin");

  if (missing) return h("section", {}, h("p", {}, text("gone")), h("a", { href: "#/" }, text("back")));
  if (!room) return null;

  /** @param {string} field @param {string} what @param {number} value */
  const apply = (field, what, value) => {
    const before = room[field];
    if (value === before) return;
    act(() => change("PATCH", { [field]: value })).then((well) => {
      if (well) {
        setDone({
          said: text("changed", { what, before: number(before), now: number(value) }),
          undo: () => act(() => call("PATCH", path, { [field]: before }, { "If-Match": "*" }).then(load)).then(() => setDone(null)),
        });
      }
    });
  };
  const turn = (/** @type {string} */ verb) => {
    setAsked("");
    act(async () => {
      if (verb === "delete") {
        await call("DELETE", path, undefined, { "If-Match": etag });
        location.hash = "#/";
      } else {
        await call("POST", `${path}/${verb}`);
        await load();
      }
    });
  };
  const verbs = VERBS[/** @type {keyof typeof VERBS} */ (room.state)];

  return h(
    "section",
    {},
    h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`)),
    h("div", { class: "row heading" }, h("h1", {}, room.name), h("span", { class: `state ${room.state}` }, text(room.state))),
    now ? h(Funnel, { now }) : null,
    h(Fault, {}, fault),
    h(
      "div",
      { role: "status", class: done ? "done row" : "" },
      done?.said,
      done?.undo && h("button", { class: "quiet", onClick: done.undo }, text("undo")),
      done && h("button", { class: "quiet", "aria-label": text("dismiss"), onClick: () => setDone(null) }, "×"),
    ),
    mayRun &&
      h(
        "div",
        { class: "panel" },
        h(Slider, { label: text("limit"), name: "limit", value: room.limit, onSettled: (value) => apply("limit", text("limit"), value) }),
        h(Slider, { label: text("perMinute"), name: "perMinute", value: room.perMinute, onSettled: (value) => apply("perMinute", text("perMinute"), value) }),
        h(
          "div",
          { class: "row" },
          verbs.map((verb) =>
            h(
              "button",
              { key: verb, disabled: busy, class: verb === "activate" ? "" : "quiet", onClick: () => (verb in ASKED ? setAsked(verb) : turn(verb)) },
              text(/** @type {any} */ (verb)),
            ),
          ),
        ),
        h(LetIn, { path, act }),
      ),
    h("div", { class: "panel" }, h("h2", {}, text("lastMinutes")), h(RoomChart, { seconds })),
    mayRun && h(Message, { room, path, act, onSent: () => load().then(() => setDone({ said: text("sent") })) }),
    h(Schedule, { room, path, mayRun, load, onSaved: () => setDone({ said: text("scheduleSaved") }) }),
    h(Blocks, { room: id }),
    h(Routes, { room }),
    mayRun && h(Settings, { room, path, etag, act, change, onSaved: () => setDone({ said: text("saved") }) }),
    mayAs("admin") && h("p", {}, h("button", { class: "danger", onClick: () => setAsked("delete") }, text("delete"))),
    asked && h(Sure, { question: text(/** @type {any} */ (ASKED[/** @type {keyof typeof ASKED} */ (asked)])), onYes: () => turn(asked), onNo: () => setAsked("") }),
  );
}

/** The way of a visitor in four numbers. @param {{now: any}} props */
function Funnel({ now }) {
  /** @param {string} name @param {string} value @param {string} [below] */
  const step = (name, value, below) =>
    h("li", {}, h("span", { class: "soft" }, text(/** @type {any} */ (name))), h("b", { "data-count": name }, value), h("span", { class: "soft" }, below ?? ""));
  return h(
    "ol",
    { class: "funnel" },
    step("inflow", number(now.inflow), text("aSecond")),
    step("waiting", number(now.waiting), now.waiting ? `${text("waited")}: ${duration(now.waitedSeconds)}` : ""),
    step("outflow", number(now.outflow), text("aSecond")),
    step("inside", number(now.inside), `${text("limit")} ${number(now.limit)}`),
  );
}

/** A number by slider or keyboard, applied once it rests. @param {{label: string, name: string, value: number, onSettled: (value: number) => void}} props */
function Slider({ label, name, value, onSettled }) {
  const [shown, setShown] = useState(value);
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  const [most, setMost] = useState(roomAbove(value));
  useEffect(() => {
    setShown(value);
    setMost(roomAbove(value));
  }, [value]);
  const set = (/** @type {any} */ event) => {
    if (event.target.value === "" || !event.target.validity.valid) return;
    const wanted = Number(event.target.value);
    setShown(wanted);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onSettled(wanted), SETTLED_MILLIS);
  };
  return h(
    "div",
    { class: "slider" },
    h("label", { for: `${name}-number` }, label),
    h("input", { type: "range", min: 0, max: most, value: shown, onInput: set, "aria-label": label, name }),
    h("input", { id: `${name}-number`, type: "number", min: 0, max: 10_000_000, step: 1, value: shown, onInput: set, name: `${name}-number` }),
  );
}

/** The end of a slider's scale: room to double, in round numbers. @param {number} value */
function roomAbove(value) {
  const digits = 10 ** Math.floor(Math.log10(Math.max(50, 2 * value)));
  return Math.ceil(Math.max(100, 2 * value) / digits) * digits;
}

/** @param {{path: string, act: (what: () => Promise<unknown>) => Promise<boolean>}} props */
function LetIn({ path, act }) {
  const [more, setMore] = useState("10");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const once = crypto.getRandomValues(new Uint32Array(4)).join("-");
    act(() => call("POST", `${path}/serving`, { increment: Number(more) }, { "Idempotency-Key": once }));
  };
  return h(
    "form",
    { class: "row", onSubmit: submit },
    h(Field, { label: text("letIn"), value: more, onInput: setMore, type: "number", min: 1, max: 10_000_000, required: true }),
    h("button", { class: "quiet" }, text("letInButton")),
  );
}

/** @param {{room: any, path: string, act: (what: () => Promise<unknown>) => Promise<boolean>, onSent: () => void}} props */
function Message({ room, path, act, onSent }) {
  const [message, setMessage] = useState({ ko: room.message?.ko ?? "", en: room.message?.en ?? "" });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const body = { ...(room.message ?? {}), ko: message.ko || null, en: message.en || null };
    if (await act(() => call("PUT", `${path}/message`, body))) onSent();
  };
  return h(
    "form",
    { class: "panel", onSubmit: submit },
    h("h2", {}, text("message")),
    h(Field, { label: text("korean"), value: message.ko, lang: "ko", onInput: (value) => setMessage({ ...message, ko: value }) }),
    h(Field, { label: text("english"), value: message.en, lang: "en", onInput: (value) => setMessage({ ...message, en: value }) }),
    h("div", { class: "row" }, h("button", {}, text("send"))),
  );
}

/** @param {{room: any}} props */
function Routes({ room }) {
  const [url, setUrl] = useState("");
  const [found, setFound] = useState("");
  const { fault, act } = useDoing();
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(async () => {
      const { body } = await call("GET", `/api/v1/admin/routes/test?url=${encodeURIComponent(url)}`);
      setFound(JSON.stringify(body, null, 2));
    });
  };
  return h(
    "div",
    { class: "panel" },
    h("h2", {}, text("routes")),
    h(
      "ul",
      { class: "routes" },
      room.routes.map((/** @type {any} */ route) =>
        h("li", {}, h("code", {}, `${(route.methods ?? []).join(" ")} ${route.host ?? ""}${route.port ? `:${route.port}` : ""}${route.path ?? ""}${route.menu ? ` ${route.menu}` : ""}`.trim())),
      ),
    ),
    h(
      "form",
      { class: "row", onSubmit: submit },
      h(Field, { label: text("testUrl"), value: url, onInput: setUrl, required: true, inputmode: "url" }),
      h("button", { class: "quiet" }, text("test")),
    ),
    h(Fault, {}, fault),
    found && h("pre", { role: "status" }, found),
    h("p", {}, h("a", { href: `/wait/${room.id}`, target: "_blank", rel: "noopener" }, text("waitingPage"))),
  );
}

/**
 * The whole room as the node writes it.
 *
 * @param {{room: any, path: string, etag: string, act: (what: () => Promise<unknown>) => Promise<boolean>,
 *   change: (method: string, body: unknown) => Promise<void>, onSaved: () => void}} props
 */
function Settings({ room, path, etag, act, change, onSaved }) {
  const whole = JSON.stringify(room, null, 2);
  const [edited, setEdited] = useState(whole);
  const [told, setTold] = useState("");
  useEffect(() => setEdited(whole), [whole]);
  const check = () =>
    act(async () => {
      const { body } = await call("PUT", `${path}?dryRun=true`, JSON.parse(edited), { "If-Match": etag });
      setTold(JSON.stringify(body, null, 2));
    });
  const save = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setTold("");
    if (await act(() => change("PUT", JSON.parse(edited)))) onSaved();
  };
  return h(
    "details",
    { class: "panel" },
    h("summary", {}, text("settings")),
    h(
      "form",
      { onSubmit: save },
      h("textarea", { value: edited, rows: 16, spellcheck: false, "aria-label": text("settings"), onInput: (/** @type {any} */ event) => setEdited(event.target.value) }),
      told && h("pre", { role: "status" }, told),
      h("div", { class: "row" }, h("button", {}, text("save")), h("button", { type: "button", class: "quiet", onClick: check }, text("check"))),
    ),
  );
}
