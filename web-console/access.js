// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, mayEverywhere, Refused } from "./api.js";
import { Fault, Field, Sure, useDoing } from "./form.js";
import { text } from "./texts.js";

const PATH = "/api/v1/admin/access-rules";
const ACTIONS = ["EXPRESS", "ALLOW", "DENY"];
const CONDITIONS = /** @type {const} */ (["ip", "userAgent", "country", "login"]);
const NOTHING = { action: "DENY", room: "", ip: "", userAgent: "", country: "", login: "", note: "" };

/** Who is let in at once, and who not at all. */
export function AccessRules() {
  const back = h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`));
  const sees = mayEverywhere("viewer", "operator", "admin");
  return h("section", { class: "access" }, back, h("h1", {}, text("access")), sees ? h(Rules, {}) : h("p", {}, text("accessElsewhere")));
}

function Rules() {
  const [rules, setRules] = useState(/** @type {any[] | null} */ (null));
  const [etag, setEtag] = useState("");
  const { fault, wrong, busy, act } = useDoing(...CONDITIONS, "room", "note");
  const mayRun = mayEverywhere("operator", "admin");
  const load = async () => {
    const answer = await call("GET", PATH);
    setRules(answer.body);
    setEtag(answer.etag ?? "");
  };
  useEffect(() => void act(load), []);
  /** Under the list as it is shown: where somebody else was faster, the new one shows. @param {string} method @param {any} rule @param {any} [body] */
  const change = (method, rule, body) =>
    act(async () => {
      try {
        await call(method, `${PATH}/${rule.id}`, body, { "If-Match": etag });
      } catch (refused) {
        if (refused instanceof Refused && refused.status === 412) await load();
        throw refused;
      }
      await load();
    });
  const add = (/** @type {any} */ rule) => act(() => call("POST", PATH, rule).then(load));
  return h(
    "div",
    {},
    h("p", { class: "soft" }, text("accessHow")),
    rules?.length === 0 && h("p", {}, text("accessNone")),
    h(
      "ol",
      { class: "entries" },
      (rules ?? []).map((rule, i) => h(Rule, { key: rule.id, rule, isLast: i === (rules ?? []).length - 1, mayRun, busy, change })),
    ),
    h(Fault, {}, fault),
    mayRun && h(Add, { busy, wrong, add }),
    h(Test, {}),
  );
}

/** @param {{rule: any, isLast: boolean, mayRun: boolean, busy: boolean, change: (method: string, rule: any, body?: any) => Promise<boolean>}} props */
function Rule({ rule, isLast, mayRun, busy, change }) {
  const [asked, setAsked] = useState(false);
  const name = (/** @type {string} */ what) => `${what}: ${rule.position}`;
  const remove = () => {
    setAsked(false);
    change("DELETE", rule);
  };
  return h(
    "li",
    { class: "panel" },
    h(
      "div",
      { class: "row heading" },
      h("span", {}, `${rule.position}. `, h("strong", {}, text(/** @type {any} */ (`access${rule.action}`)))),
      h("span", { class: "badges" }, h("span", { class: "state" }, rule.room ?? text("allRooms"))),
    ),
    h("p", {}, CONDITIONS.filter((field) => rule[field]).map((field) => h("span", { key: field, class: "condition" }, `${text(/** @type {any} */ (`access-${field}`))} `, h("code", {}, rule[field])))),
    h("p", { class: "soft" }, [rule.note, rule.createdBy].filter(Boolean).join(" · ")),
    mayRun &&
      h(
        "div",
        { class: "row" },
        h("button", { class: "quiet", disabled: busy || rule.position === 1, "aria-label": name(text("moveUp")), onClick: () => change("PATCH", rule, { position: rule.position - 1 }) }, "↑"),
        h("button", { class: "quiet", disabled: busy || isLast, "aria-label": name(text("moveDown")), onClick: () => change("PATCH", rule, { position: rule.position + 1 }) }, "↓"),
        h("button", { class: "danger", disabled: busy, "aria-label": name(text("deleteAccount")), onClick: () => setAsked(true) }, text("deleteAccount")),
      ),
    asked && h(Sure, { question: text("sureDeleteRule", { position: rule.position }), onYes: remove, onNo: () => setAsked(false) }),
  );
}

/** @param {{busy: boolean, wrong: Record<string, string>, add: (rule: any) => Promise<boolean>}} props */
function Add({ busy, wrong, add }) {
  const [rule, setRule] = useState(NOTHING);
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const given = Object.fromEntries(Object.entries(rule).map(([field, value]) => [field, value.trim()]).filter(([, value]) => value));
    if (await add(given)) setRule({ ...NOTHING, action: rule.action });
  };
  return h(
    "form",
    { class: "panel", onSubmit: submit, "aria-label": text("newRule") },
    h("h2", {}, text("newRule")),
    h(
      "div",
      { class: "row top" },
      h(
        "label",
        { class: "field" },
        h("span", {}, text("accessAction")),
        h(
          "select",
          { value: rule.action, name: "rule-action", onChange: (/** @type {any} */ event) => setRule({ ...rule, action: event.target.value }) },
          ACTIONS.map((action) => h("option", { key: action, value: action }, text(/** @type {any} */ (`access${action}`)))),
        ),
      ),
      h(Field, { label: text("accessRoom"), value: rule.room, onInput: (room) => setRule({ ...rule, room }), wrong: wrong.room, name: "rule-room", autocomplete: "off" }),
      h(Field, { label: text("accessNote"), value: rule.note, onInput: (note) => setRule({ ...rule, note }), wrong: wrong.note, name: "rule-note", maxLength: 200, autocomplete: "off" }),
    ),
    h(Conditions, { of: rule, onChange: (conditions) => setRule({ ...rule, ...conditions }), wrong, name: "rule" }),
    h("button", { disabled: busy }, text("create")),
  );
}

/** @param {{of: any, onChange: (conditions: any) => void, wrong: Record<string, string>, name: string}} props */
function Conditions({ of, onChange, wrong, name }) {
  return h(
    "div",
    { class: "row top" },
    CONDITIONS.map((field) =>
      h(Field, {
        key: field,
        label: text(/** @type {any} */ (`access-${field}`)),
        value: of[field],
        onInput: (value) => onChange({ [field]: value }),
        wrong: wrong[field],
        name: `${name}-${field}`,
        autocomplete: "off",
        spellcheck: false,
      }),
    ),
  );
}

/** Which rule somebody would meet. */
function Test() {
  const [asked, setAsked] = useState({ ip: "", userAgent: "", country: "", login: "", room: "" });
  const [found, setFound] = useState(/** @type {any} */ (null));
  const { fault, wrong, busy, act } = useDoing(...CONDITIONS, "room");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    act(async () => setFound((await call("GET", `${PATH}/test?${query}`)).body));
  };
  return h(
    "form",
    { class: "panel", onSubmit: submit, "aria-label": text("accessTest") },
    h("h2", {}, text("accessTest")),
    h(Conditions, { of: asked, onChange: (conditions) => setAsked({ ...asked, ...conditions }), wrong, name: "test" }),
    h("div", { class: "row top" }, h(Field, { label: text("accessRoom"), value: asked.room, onInput: (room) => setAsked({ ...asked, room }), wrong: wrong.room, name: "test-room", autocomplete: "off" })),
    h("button", { class: "quiet", disabled: busy }, text("accessAsk")),
    h(Fault, {}, fault),
    h("p", { role: "status", class: "told" }, found ? `${found.blocked ? text("accessBlocked") : text(/** @type {any} */ (`access${found.action}`))} (${found.why})` : ""),
  );
}
