// @ts-check

import { h } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { call, Refused } from "./api.js";
import { text } from "./texts.js";

/**
 * Does one thing at a time, and keeps what went wrong: of these fields beside each, everything else as one text.
 *
 * @param {...string} fields
 */
export function useDoing(...fields) {
  const [fault, setFault] = useState("");
  const [wrong, setWrong] = useState(/** @type {Record<string, string>} */ ({}));
  const [busy, setBusy] = useState(false);
  /** @param {() => Promise<unknown>} what @returns {Promise<boolean>} whether it went well */
  const act = async (what) => {
    setBusy(true);
    clear();
    try {
      await what();
      return true;
    } catch (failed) {
      const beside = failed instanceof Refused ? failed.errors.filter(({ field }) => fields.includes(field)) : [];
      setWrong(Object.fromEntries(beside.map(({ field, detail }) => [field, detail])));
      const allBeside = failed instanceof Refused && beside.length > 0 && beside.length === failed.errors.length;
      setFault(allBeside ? text("fieldsWrong") : failed instanceof Error ? failed.message : String(failed));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const clear = () => {
    setFault("");
    setWrong({});
  };
  return { fault, wrong, busy, act, clear };
}

/**
 * What is listed under a path, and what was last said of a change to it.
 *
 * @param {string} path
 */
export function useListed(path) {
  const [listed, setListed] = useState(/** @type {any[] | null} */ (null));
  const [told, setTold] = useState("");
  const { fault, act } = useDoing();
  const load = () => act(async () => setListed((await call("GET", path)).body));
  useEffect(() => void load(), []);
  /** @param {string} said */
  const changed = (said) => {
    setTold(said);
    load();
  };
  return { listed, told, fault, changed };
}

/** @param {{children?: any}} props */
export function Fault({ children }) {
  return children ? h("p", { class: "fault", role: "alert" }, children) : null;
}

/** @param {{label: string, value: string, onInput: (value: string) => void, wrong?: string} & Record<string, any>} props */
export function Field({ label, value, onInput, wrong, ...rest }) {
  const id = useId();
  return h(
    "label",
    { class: "field" },
    h("span", {}, label),
    h("input", { value, onInput: (/** @type {any} */ event) => onInput(event.target.value), ...(wrong && { "aria-invalid": true, "aria-describedby": id }), ...rest }),
    wrong && h("span", { class: "wrong", id }, wrong),
  );
}

/** What an account or a key may do. @param {{chosen: string[], onChange: (chosen: string[]) => void, wrong?: string}} props */
export function Roles({ chosen, onChange, wrong }) {
  const id = useId();
  const turn = (/** @type {string} */ role) => onChange(chosen.includes(role) ? chosen.filter((one) => one !== role) : [...chosen, role]);
  return h(
    "fieldset",
    { class: "checks", ...(wrong && { "aria-describedby": id }) },
    h("legend", {}, text("roles")),
    ["stats", "viewer", "operator", "admin"].map((role) =>
      h(
        "label",
        { key: role },
        h("input", { type: "checkbox", checked: chosen.includes(role), onChange: () => turn(role), name: `role-${role}` }),
        h("span", {}, text(/** @type {any} */ (`role-${role}`))),
      ),
    ),
    wrong && h("span", { class: "wrong", id }, wrong),
  );
}

/** Asks before something that many visitors would feel. @param {{question: string, onYes: () => void, onNo: () => void}} props */
export function Sure({ question, onYes, onNo }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useEffect(() => dialog.current?.showModal(), []);
  return h(
    "dialog",
    { ref: dialog, onCancel: onNo, "aria-labelledby": "sure" },
    h("p", { id: "sure" }, question),
    h("div", { class: "row" }, h("button", { onClick: onYes }, text("goOn")), h("button", { class: "quiet", onClick: onNo }, text("cancel"))),
  );
}
