// @ts-check

import { h } from "preact";
import { useState } from "preact/hooks";
import { changePassword, currentSession, hasPassword } from "./api.js";
import { Fault, Field, useDoing } from "./form.js";
import { text } from "./texts.js";

/** Of whoever logged in by name. */
export function MyPassword() {
  const empty = { before: "", chosen: "", again: "" };
  const [typed, setTyped] = useState(empty);
  const [done, setDone] = useState(false);
  const { fault, wrong, busy, act } = useDoing("password", "currentPassword");
  const differs = typed.again !== "" && typed.again !== typed.chosen;
  if (!hasPassword()) return null;
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setDone(false);
    if (!differs && (await act(() => changePassword(typed.before, typed.chosen)))) {
      setTyped(empty);
      setDone(true);
    }
  };
  return h(
    "section",
    {},
    h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`)),
    h(
      "form",
      { class: "panel narrow", onSubmit: submit },
      h("h1", {}, text("myPassword")),
      h("input", { type: "hidden", autocomplete: "username", value: currentSession()?.name }),
      h(Field, { label: text("passwordBefore"), value: typed.before, onInput: (before) => setTyped({ ...typed, before }), wrong: wrong.currentPassword, type: "password", autocomplete: "current-password", required: true, name: "password-before" }),
      h(Field, { label: text("newPassword"), value: typed.chosen, onInput: (chosen) => setTyped({ ...typed, chosen }), wrong: wrong.password, type: "password", autocomplete: "new-password", minlength: 8, required: true, name: "password-chosen" }),
      h(Field, { label: text("passwordAgain"), value: typed.again, onInput: (again) => setTyped({ ...typed, again }), wrong: differs ? text("passwordsDiffer") : undefined, type: "password", autocomplete: "new-password", required: true, name: "password-again" }),
      h(Fault, {}, fault),
      h("p", { role: "status", class: "told" }, done ? text("passwordChanged") : ""),
      h("div", { class: "row" }, h("button", { disabled: busy }, text("change"))),
    ),
  );
}
