// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, mayEverywhere } from "./api.js";
import { Fault, Field, Sure, useDoing, useListed } from "./form.js";
import { Made } from "./keys.js";
import { day, moment, text } from "./texts.js";

const PATH = "/api/v1/admin/webhooks";
const LOOK_MILLIS = 3_000;
const LASTING = ["queue.began", "node.lost", "bypass.began"];
const EVENTS = ["queue.began", "queue.ended", "limit.changed", "node.lost", "node.back", "bypass.began", "bypass.ended"];

/** @param {string} event */
const named = (event) => text(/** @type {any} */ (`event-${event}`));

/** Who is told what happens. */
export function Webhooks() {
  const back = h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`));
  if (!mayEverywhere("admin")) return h("section", {}, back, h("p", {}, text("onlyAdmins")));
  return h("section", {}, back, h("h1", { id: "webhooks" }, text("webhooks")), h(List, {}));
}

function List() {
  const { listed: webhooks, told, fault, changed } = useListed(PATH);
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState("");
  const create = async (/** @type {any} */ body) => {
    const made = (await call("POST", PATH, body)).body;
    setMaking(false);
    setSecret(made.secret);
    changed("");
  };
  return h(
    "section",
    { "aria-labelledby": "webhooks" },
    h("div", { class: "row heading part" }, h("p", { class: "soft" }, text("webhooksHint")), h("button", { onClick: () => setMaking(!making), "aria-expanded": making }, text("newWebhook"))),
    h(Fault, {}, fault),
    h("p", { role: "status", class: "told" }, told),
    making && h("div", { class: "panel" }, h(WebhookForm, { send: create, label: text("create"), onEnd: () => setMaking(false) })),
    secret && h(Made, { made: secret, label: text("secretOnce"), onEnd: () => setSecret("") }),
    webhooks?.length === 0 && !making && h("p", { class: "soft" }, text("noWebhooks")),
    h("ul", { class: "entries" }, (webhooks ?? []).map((webhook) => h(Webhook, { key: webhook.id, of: webhook, onDone: changed, onSecret: setSecret }))),
  );
}

/**
 * @param {{of?: any, send: (body: any) => Promise<unknown>, label: string, onEnd: () => void}} props
 *   of: the webhook that is changed; none where one is made
 */
function WebhookForm({ of, send, label, onEnd }) {
  const [webhook, setWebhook] = useState({
    name: of?.name ?? "",
    url: of?.url ?? "https://",
    events: /** @type {string[]} */ (of?.events ?? ["queue.began", "queue.ended", "node.lost", "node.back", "bypass.began", "bypass.ended"]),
    repeats: Object.fromEntries(LASTING.map((event) => [event, String((of?.repeatSeconds[event] ?? 0) / 60)])),
    rooms: (of?.rooms ?? []).join(", "),
    tries: String(of?.tries ?? 9),
    enabled: of?.enabled ?? true,
  });
  const { fault, wrong, busy, act } = useDoing("name", "url", "events", "rooms", "tries", "repeatSeconds");
  const turn = (/** @type {string} */ event) =>
    setWebhook({ ...webhook, events: webhook.events.includes(event) ? webhook.events.filter((one) => one !== event) : [...webhook.events, event] });
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const { name, url, events, enabled } = webhook;
    const rooms = webhook.rooms.split(/[\s,]+/).filter(Boolean);
    const repeatSeconds = Object.fromEntries(LASTING.map((one) => [one, Math.round(60 * Number(webhook.repeats[one]))]));
    act(() => send({ name, url, events, rooms, repeatSeconds, tries: Number(webhook.tries), enabled }));
  };
  return h(
    "form",
    { class: "inner", onSubmit: submit },
    h(
      "div",
      { class: "row top" },
      h(Field, { label: text("webhookName"), value: webhook.name, onInput: (name) => setWebhook({ ...webhook, name }), wrong: wrong.name, required: true, maxLength: 100, name: "webhook-name" }),
      h(Field, { label: text("webhookUrl"), value: webhook.url, onInput: (url) => setWebhook({ ...webhook, url }), wrong: wrong.url, type: "url", required: true, name: "webhook-url", spellcheck: false }),
    ),
    h(
      "fieldset",
      { class: "checks" },
      h("legend", {}, text("webhookEvents")),
      EVENTS.map((event) =>
        h("label", { key: event }, h("input", { type: "checkbox", checked: webhook.events.includes(event), onChange: () => turn(event), name: `event-${event}` }), h("span", {}, named(event))),
      ),
      wrong.events && h("span", { class: "wrong" }, wrong.events),
    ),
    h(
      "div",
      { class: "row top" },
      LASTING.map((event) =>
        h(Field, {
          key: event,
          label: text(/** @type {any} */ (`repeat-${event}`)),
          value: webhook.repeats[event],
          onInput: (minutes) => setWebhook({ ...webhook, repeats: { ...webhook.repeats, [event]: minutes } }),
          wrong: wrong.repeatSeconds,
          type: "number",
          min: 0,
          max: 1_440,
          required: true,
          name: `repeat-${event}`,
        }),
      ),
    ),
    h(
      "div",
      { class: "row top" },
      h(Field, { label: text("keyRooms"), value: webhook.rooms, onInput: (rooms) => setWebhook({ ...webhook, rooms }), wrong: wrong.rooms, name: "webhook-rooms", spellcheck: false }),
      h(Field, { label: text("webhookTries"), value: webhook.tries, onInput: (tries) => setWebhook({ ...webhook, tries }), wrong: wrong.tries, type: "number", min: 1, max: 12, required: true, name: "webhook-tries" }),
    ),
    h(
      "fieldset",
      { class: "checks" },
      h("label", {}, h("input", { type: "checkbox", checked: webhook.enabled, onChange: () => setWebhook({ ...webhook, enabled: !webhook.enabled }), name: "webhook-enabled" }), h("span", {}, text("webhookEnabled"))),
    ),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, label), h("button", { type: "button", class: "quiet", onClick: onEnd }, text("cancel"))),
  );
}

/** @param {{of: any, onDone: (said: string) => void, onSecret: (secret: string) => void}} props */
function Webhook({ of, onDone, onSecret }) {
  const [open, setOpen] = useState("");
  const [tried, setTried] = useState({ taken: true, said: "" });
  const { fault, busy, act } = useDoing();
  const path = `${PATH}/${encodeURIComponent(of.id)}`;
  const ifMatch = { "If-Match": `"${of.version}"` };
  const turn = (/** @type {string} */ what) => setOpen(open === what ? "" : what);
  const change = async (/** @type {any} */ body) => {
    await call("PATCH", path, body, ifMatch);
    setOpen("");
    onDone(text("webhookDone", { name: body.name }));
  };
  const remove = async () => {
    setOpen("");
    if (await act(() => call("DELETE", path, undefined, ifMatch))) onDone(text("webhookGone", { name: of.name }));
  };
  const rotate = async () => {
    setOpen("");
    await act(async () => {
      onSecret((await call("POST", `${path}/rotate`)).body.secret);
      onDone(text("secretNew", { name: of.name }));
    });
  };
  const test = () =>
    act(async () => {
      setTried({ taken: true, said: "" });
      const { taken, status, detail, millis } = (await call("POST", `${path}/test`)).body;
      const came = [status, detail].filter(Boolean).join(", ");
      setTried({ taken, said: text(taken ? "testTaken" : "testNotTaken", { came, millis }) });
    });
  return h(
    "li",
    { class: "panel" },
    h("div", { class: "row heading" }, h("strong", {}, of.name), h("span", { class: "badges" }, !of.enabled && h("span", { class: "state CLOSED" }, text("webhookOff")))),
    h("p", {}, h("code", {}, of.url)),
    h("p", { class: "soft" }, [of.events.map(named).join(", "), of.rooms.length ? of.rooms.join(", ") : text("allRooms"), text("madeBy", { who: of.createdBy, at: day(of.createdAt) })].join(" · ")),
    of.olderSecretUntil && h("p", { class: "soft" }, text("bothSecrets", { at: moment(of.olderSecretUntil) })),
    h(
      "div",
      { class: "row" },
      h("button", { class: "quiet", disabled: busy, onClick: test, "aria-label": `${text("testWebhook")}: ${of.name}` }, text("testWebhook")),
      h("button", { class: "quiet", "aria-expanded": open === "deliveries", onClick: () => turn("deliveries"), "aria-label": `${text("deliveries")}: ${of.name}` }, text("deliveries")),
      h("button", { class: "quiet", "aria-expanded": open === "change", onClick: () => turn("change"), "aria-label": `${text("change")}: ${of.name}` }, text("change")),
      h("button", { class: "quiet", disabled: busy, onClick: () => setOpen("rotate"), "aria-label": `${text("newSecret")}: ${of.name}` }, text("newSecret")),
      h("button", { class: "danger", disabled: busy, onClick: () => setOpen("delete"), "aria-label": `${text("deleteAccount")}: ${of.name}` }, text("deleteAccount")),
    ),
    h("p", { role: "status", class: "told" }, tried.taken && tried.said),
    h(Fault, {}, fault || (!tried.taken && tried.said)),
    open === "deliveries" && h(Deliveries, { path }),
    open === "change" && h(WebhookForm, { of, send: change, label: text("save"), onEnd: () => setOpen("") }),
    open === "rotate" && h(Sure, { question: text("sureRotateSecret", { name: of.name }), onYes: rotate, onNo: () => setOpen("") }),
    open === "delete" && h(Sure, { question: text("sureDeleteWebhook", { name: of.name }), onYes: remove, onNo: () => setOpen("") }),
  );
}

/** @param {{path: string}} props */
function Deliveries({ path }) {
  const [deliveries, setDeliveries] = useState(/** @type {any[] | null} */ (null));
  const { fault, busy, act } = useDoing();
  const load = async () => setDeliveries((await call("GET", `${path}/deliveries`)).body);
  useEffect(() => {
    const look = () => void load().catch(() => {});
    look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, [path]);
  const retry = (/** @type {any} */ one) => act(() => call("POST", `${path}/deliveries/${encodeURIComponent(one.id)}/retry`).finally(load));
  return h(
    "div",
    { class: "inner blocks" },
    deliveries?.length === 0 && h("p", { class: "soft" }, text("noDeliveries")),
    h(
      "ul",
      {},
      (deliveries ?? []).map((one) =>
        h(
          "li",
          { key: one.id, class: "row heading" },
          h(
            "span",
            {},
            h("span", { class: `state ${STATES[one.state] ?? ""}` }, text(/** @type {any} */ (`delivery${one.state}`))),
            ` ${named(one.event)} `,
            h("code", {}, one.subject),
            h("span", { class: "soft" }, ` ${said(one)}`),
          ),
          one.state !== "SENT" && h("button", { class: "quiet", disabled: busy, onClick: () => retry(one), "aria-label": `${text("retry")}: ${named(one.event)} ${one.subject}` }, text("retry")),
        ),
      ),
    ),
    h(Fault, {}, fault),
  );
}

/** @type {Record<string, string>} */
const STATES = { SENT: "ACTIVE", WAITING: "PAUSED", DEAD: "BROKEN" };

/** @param {any} one */
function said(one) {
  const came = [one.status, one.detail].filter(Boolean).join(", ");
  return [moment(one.happenedAt), one.tries > 0 && text("triedTimes", { tries: one.tries }), one.state !== "SENT" && came, one.nextAt && text("nextAt", { at: moment(one.nextAt) })].filter(Boolean).join(" · ");
}
