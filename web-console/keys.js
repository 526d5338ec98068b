// @ts-check

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "./api.js";
import { Fault, Field, Roles, Sure, useDoing, useListed } from "./form.js";
import { day, moment, text } from "./texts.js";

const API_KEYS = "/api/v1/admin/api-keys";
const SIGNING_KEYS = "/api/v1/admin/keys";

/** What programs log in with. */
export function ApiKeys() {
  const { listed: keys, told, fault, changed } = useListed(API_KEYS);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState("");
  const create = async (/** @type {any} */ body) => {
    const { key } = (await call("POST", API_KEYS, body)).body;
    setMaking(false);
    setMade(key);
    changed("");
  };
  return h(
    "section",
    { "aria-labelledby": "api-keys" },
    h(
      "div",
      { class: "row heading part" },
      h("h2", { id: "api-keys" }, text("apiKeys")),
      h("button", { onClick: () => setMaking(!making), "aria-expanded": making }, text("newApiKey")),
    ),
    h(Fault, {}, fault),
    h("p", { role: "status", class: "told" }, told),
    making && h("div", { class: "panel" }, h(KeyForm, { send: create, label: text("create"), onEnd: () => setMaking(false) })),
    made && h(Made, { made, label: text("keyOnce"), onEnd: () => setMade("") }),
    keys?.length === 0 && !making && h("p", { class: "soft" }, text("noApiKeys")),
    h("ul", { class: "entries" }, (keys ?? []).map((key) => h(Key, { key: key.id, of: key, onDone: changed }))),
  );
}

/** A secret that was just made, this once. @param {{made: string, label: string, onEnd: () => void}} props */
export function Made({ made, label, onEnd }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  const [copied, setCopied] = useState(false);
  useEffect(() => field.current?.select(), [made]);
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(made);
    } catch {
      // Browsers have it over HTTPS alone; the older way works everywhere.
      document.execCommand("copy");
    }
    setCopied(true);
  };
  return h(
    "div",
    { class: "panel made" },
    h("label", { class: "field" }, h("span", {}, label), h("input", { ref: field, readOnly: true, value: made, name: "made-key", spellcheck: false })),
    h("div", { class: "row" }, h("button", { onClick: copy }, text("copy")), h("button", { class: "quiet", onClick: onEnd }, text("done"))),
    h("p", { role: "status", class: "told" }, copied ? text("copied") : ""),
  );
}

/**
 * @param {{of?: any, send: (body: any) => Promise<unknown>, label: string, onEnd: () => void}} props
 *   of: the key that is changed; none where one is made
 */
function KeyForm({ of, send, label, onEnd }) {
  const ends = of ? localDay(of.expiresAt) : "";
  const [key, setKey] = useState({ name: of?.name ?? "", roles: of?.roles ?? ["viewer"], rooms: (of?.rooms ?? []).join(", "), ends });
  const { fault, wrong, busy, act } = useDoing("name", "roles", "rooms", "expiresAt");
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const rooms = key.rooms.split(/[\s,]+/).filter(Boolean);
    act(() => send({ name: key.name, roles: key.roles, rooms, ...(key.ends && key.ends !== ends && { expiresAt: new Date(`${key.ends}T23:59:59`).toISOString() }) }));
  };
  return h(
    "form",
    { class: "inner", onSubmit: submit },
    h(
      "div",
      { class: "row top" },
      h(Field, { label: text("keyName"), value: key.name, onInput: (name) => setKey({ ...key, name }), wrong: wrong.name, required: true, name: "key-name" }),
      h(Field, { label: text(of ? "keyEndsLater" : "keyEnds"), value: key.ends, onInput: (to) => setKey({ ...key, ends: to }), wrong: wrong.expiresAt, type: "date", required: Boolean(of), name: "key-ends" }),
    ),
    h(Roles, { chosen: key.roles, onChange: (roles) => setKey({ ...key, roles }), wrong: wrong.roles }),
    h(Field, { label: text("keyRooms"), value: key.rooms, onInput: (rooms) => setKey({ ...key, rooms }), wrong: wrong.rooms, name: "key-rooms", spellcheck: false }),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, label), h("button", { type: "button", class: "quiet", onClick: onEnd }, text("cancel"))),
  );
}

/** @param {string} at @returns {string} as a date field has it */
function localDay(at) {
  const time = new Date(at);
  return `${time.getFullYear()}-${String(time.getMonth() + 1).padStart(2, "0")}-${String(time.getDate()).padStart(2, "0")}`;
}

/** @param {{of: any, onDone: (said: string) => void}} props */
function Key({ of, onDone }) {
  const [open, setOpen] = useState("");
  const { fault, busy, act } = useDoing();
  const path = `${API_KEYS}/${encodeURIComponent(of.id)}`;
  const change = async (/** @type {any} */ body) => {
    await call("PATCH", path, body);
    setOpen("");
    onDone(text("keyDone", { name: body.name }));
  };
  const remove = async () => {
    setOpen("");
    if (await act(() => call("DELETE", path))) onDone(text("keyGone", { name: of.name }));
  };
  return h(
    "li",
    { class: "panel" },
    h(
      "div",
      { class: "row heading" },
      h("strong", {}, of.name),
      h("span", { class: "badges" }, of.expired && h("span", { class: "state CLOSED" }, text("expired")), of.roles.map((/** @type {string} */ role) => h("span", { key: role, class: "state" }, role))),
    ),
    h(
      "p",
      { class: "soft" },
      [of.rooms.length ? of.rooms.join(", ") : text("allRooms"), text("endsAt", { at: day(of.expiresAt) }), text("madeBy", { who: of.createdBy, at: day(of.createdAt) })].join(" · "),
    ),
    h(
      "div",
      { class: "row" },
      h("button", { class: "quiet", "aria-expanded": open === "change", onClick: () => setOpen(open === "change" ? "" : "change"), "aria-label": `${text("change")}: ${of.name}` }, text("change")),
      h("button", { class: "danger", disabled: busy, onClick: () => setOpen("delete"), "aria-label": `${text("deleteAccount")}: ${of.name}` }, text("deleteAccount")),
    ),
    h(Fault, {}, fault),
    open === "change" && h(KeyForm, { of, send: change, label: text("save"), onEnd: () => setOpen("") }),
    open === "delete" && h(Sure, { question: text("sureDeleteKey", { name: of.name }), onYes: remove, onNo: () => setOpen("") }),
  );
}

/** What passes and tickets are signed with. */
export function SigningKeys() {
  const [keys, setKeys] = useState(/** @type {any[]} */ ([]));
  const [asked, setAsked] = useState("");
  const [told, setTold] = useState("");
  const { fault, busy, act } = useDoing();
  useEffect(() => void act(async () => setKeys((await call("GET", SIGNING_KEYS)).body)), []);
  const rotate = async () => {
    setAsked("");
    setTold("");
    const body = asked === "sureRotateNow" ? { now: true } : {};
    if (await act(async () => setKeys((await call("POST", `${SIGNING_KEYS}/rotate`, body)).body))) setTold(text("rotated"));
  };
  return h(
    "section",
    { "aria-labelledby": "signing-keys" },
    h("div", { class: "row heading part" }, h("h2", { id: "signing-keys" }, text("signingKeys"))),
    h(Fault, {}, fault),
    h("p", { role: "status", class: "told" }, told),
    h(
      "ul",
      { class: "entries" },
      keys.map((key) =>
        h(
          "li",
          { key: key.id, class: "panel" },
          h("div", { class: "row heading" }, h("strong", {}, `${text(/** @type {any} */ (`use${key.use}`))} · ${key.algorithm}`), h("code", { class: "soft" }, key.id)),
          h(
            "p",
            { class: "soft" },
            [text(/** @type {any} */ (`key${key.state}`), { at: moment(key.signsFrom) }), key.verifiesUntil && text("verifiesUntil", { at: moment(key.verifiesUntil) })].filter(Boolean).join(" · "),
          ),
        ),
      ),
    ),
    h(
      "div",
      { class: "row" },
      h("button", { class: "quiet", disabled: busy, onClick: () => setAsked("sureRotate") }, text("rotate")),
      h("button", { class: "danger", disabled: busy, onClick: () => setAsked("sureRotateNow") }, text("rotateNow")),
    ),
    asked && h(Sure, { question: text(/** @type {any} */ (asked)), onYes: rotate, onNo: () => setAsked("") }),
  );
}
