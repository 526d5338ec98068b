// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "./api.js";
import { Fault, Field, useDoing } from "./form.js";
import { moment, text } from "./texts.js";

const AT_ONCE = 50;

/** Who changed what, newest first. */
export function Audit() {
  const [room, setRoom] = useState("");
  const [entries, setEntries] = useState(/** @type {any[] | null} */ (null));
  const [cursor, setCursor] = useState(/** @type {string | null} */ (null));
  const { fault, busy, act } = useDoing();
  /** @param {any[]} before @param {string | null} from */
  const more = (before, from) =>
    act(async () => {
      const query = new URLSearchParams({ limit: String(AT_ONCE), ...(room && { room }), ...(from && { cursor: from }) });
      const { body, headers } = await call("GET", `/api/v1/admin/audit?${query}`);
      setEntries([...before, ...body]);
      setCursor(headers.get("X-Next-Cursor"));
    });
  useEffect(() => void more([], null), []);
  /** What is older belongs to the room that is shown. @param {string} other */
  const choose = (other) => {
    setRoom(other);
    setCursor(null);
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    more([], null);
  };
  return h(
    "section",
    {},
    h("p", {}, h("a", { href: "#/" }, text("back"))),
    h("h1", {}, text("audit")),
    h(
      "form",
      { class: "row", onSubmit: submit },
      h(Field, { label: text("auditRoom"), value: room, onInput: choose, name: "audit-room" }),
      h("button", { class: "quiet", disabled: busy }, text("show")),
    ),
    h(Fault, {}, fault),
    entries?.length === 0 && h("p", {}, text("auditEmpty")),
    h("ol", { class: "audit" }, (entries ?? []).map((entry) => h(Entry, { key: entry.hash, entry }))),
    cursor && h("button", { class: "quiet", disabled: busy, onClick: () => more(entries ?? [], cursor) }, text("older")),
  );
}

/** @param {{entry: any}} props */
function Entry({ entry }) {
  const changes = [entry.before && ["−", entry.before], entry.after && ["+", entry.after]].filter(Boolean);
  return h(
    "li",
    { class: "panel" },
    h(
      "div",
      { class: "row heading" },
      h("strong", {}, `${entry.action} · ${entry.target}`),
      h("span", { class: "soft" }, h("time", { dateTime: entry.at }, moment(entry.at)), ` · ${entry.who}`),
    ),
    entry.reason && h("p", {}, `${text("reason")}: ${entry.reason}`),
    changes.length > 0 && h("pre", {}, changes.map(([sign, fields]) => `${sign} ${JSON.stringify(fields)}`).join("\n")),
  );
}
