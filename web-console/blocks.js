// @ts-check

import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, mayAs } from "./api.js";
import { Fault, Field, useDoing } from "./form.js";
import { duration, text } from "./texts.js";

const PATH = "/api/v1/admin/blocks";
const LOOK_MILLIS = 5_000;

/** Who may not come into this room for a while. @param {{room: string}} props */
export function Blocks({ room }) {
  const [blocks, setBlocks] = useState(/** @type {any[]} */ ([]));
  const { fault, busy, act } = useDoing();
  const mayRun = mayAs("operator", "admin");
  const load = async () => setBlocks((await call("GET", `${PATH}?room=${encodeURIComponent(room)}`)).body);
  useEffect(() => {
    const look = () => void load().catch(() => {});
    look();
    const timer = setInterval(look, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, [room]);
  const lift = (/** @type {any} */ block) => act(() => call("DELETE", `${PATH}/${block.id}`).finally(load));
  return h(
    "div",
    { class: "panel blocks" },
    h("h2", {}, text("blocks")),
    blocks.length === 0 && h("p", { class: "soft" }, text("blocksNone")),
    h(
      "ul",
      {},
      blocks.map((block) =>
        h(
          "li",
          { key: block.id, class: "row heading" },
          h("span", {}, h("code", {}, block.loginId ?? block.ip), " ", h("span", { class: "soft" }, `${text("blockLeft", { left: duration(block.secondsLeft) })} · ${block.createdBy}`)),
          mayRun && h("button", { class: "quiet", disabled: busy, onClick: () => lift(block) }, text("lift")),
        ),
      ),
    ),
    mayRun && h(Add, { room, busy, act, onAdded: load }),
    h(Fault, {}, fault),
  );
}

/** @param {{room: string, busy: boolean, act: (what: () => Promise<unknown>) => Promise<boolean>, onAdded: () => Promise<void>}} props */
function Add({ room, busy, act, onAdded }) {
  const [kind, setKind] = useState("loginId");
  const [who, setWho] = useState("");
  const [minutes, setMinutes] = useState("5");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const well = await act(async () => {
      await call("POST", PATH, { room, [kind]: who.trim(), seconds: Math.round(60 * Number(minutes)) });
      await onAdded();
    });
    if (well) setWho("");
  };
  return h(
    "form",
    { class: "row", onSubmit: submit },
    h(
      "label",
      { class: "field kind" },
      h("span", {}, text("blockBy")),
      h(
        "select",
        { value: kind, name: "block-kind", onChange: (/** @type {any} */ event) => setKind(event.target.value) },
        h("option", { value: "loginId" }, text("blockLogin")),
        h("option", { value: "ip" }, text("blockIp")),
      ),
    ),
    h(Field, { label: text(kind === "ip" ? "blockIp" : "blockLogin"), value: who, onInput: setWho, name: "block-who", required: true, maxLength: 2_048, autocomplete: "off" }),
    h(Field, { label: text("blockMinutes"), value: minutes, onInput: setMinutes, name: "block-minutes", type: "number", min: 1, max: 43_200, required: true }),
    h("button", { class: "quiet", disabled: busy }, text("block")),
  );
}
