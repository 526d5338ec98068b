// @ts-check

import { h } from "preact";
import { useState } from "preact/hooks";
import { logIn, logInByKey } from "./api.js";
import { Fault, Field, useDoing } from "./form.js";
import { text } from "./texts.js";

export function LogIn() {
  const [byKey, setByKey] = useState(false);
  const [name, setName] = useState("");
  const [secret, setSecret] = useState("");
  const [chosen, setChosen] = useState("");
  const [mustChoose, setMustChoose] = useState(false);
  const { fault, busy, act, clear } = useDoing();
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    act(async () => {
      if (byKey) await logInByKey(secret);
      else if (!(await logIn(name, secret, chosen))) setMustChoose(true);
    });
  };
  const turn = () => {
    setByKey(!byKey);
    setSecret("");
    clear();
  };
  return h(
    "form",
    { class: "panel login", onSubmit: submit },
    h("h1", {}, text("logIn")),
    !byKey && h(Field, { label: text("name"), value: name, onInput: setName, autocomplete: "username", required: true }),
    h(Field, {
      label: byKey ? text("key") : text("password"),
      value: secret,
      onInput: setSecret,
      type: "password",
      autocomplete: byKey ? "off" : "current-password",
      required: true,
    }),
    mustChoose && h("p", { role: "status" }, text("mustChoose")),
    mustChoose && h(Field, { label: text("newPassword"), value: chosen, onInput: setChosen, type: "password", autocomplete: "new-password", minlength: 8, required: true }),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, text("logIn")), h("button", { type: "button", class: "quiet", onClick: turn }, text(byKey ? "withName" : "withKey"))),
  );
}
