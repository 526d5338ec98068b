// @ts-check

import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { text } from "./texts.js";

/** Does one thing at a time, and keeps what went wrong. */
export function useDoing() {
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {() => Promise<unknown>} what @returns {Promise<boolean>} whether it went well */
  const act = async (what) => {
    setBusy(true);
    setFault("");
    try {
      await what();
      return true;
    } catch (failed) {
      setFault(failed instanceof Error ? failed.message : String(failed));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { fault, busy, act, clear: () => setFault("") };
}

/** @param {{children?: any}} props */
export function Fault({ children }) {
  return children ? h("p", { class: "fault", role: "alert" }, children) : null;
}

/** @param {{label: string, value: string, onInput: (value: string) => void} & Record<string, any>} props */
export function Field({ label, value, onInput, ...rest }) {
  return h("label", { class: "field" }, h("span", {}, label), h("input", { value, onInput: (/** @type {any} */ event) => onInput(event.target.value), ...rest }));
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
