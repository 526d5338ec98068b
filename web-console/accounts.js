// @ts-check

import { h } from "preact";
import { useState } from "preact/hooks";
import { call, currentSession, mayEverywhere } from "./api.js";
import { Fault, Field, Roles, Sure, useDoing, useListed } from "./form.js";
import { ApiKeys, SigningKeys } from "./keys.js";
import { moment, text } from "./texts.js";

const PATH = "/api/v1/admin/accounts";

/** Who may log in, and with what. */
export function Accounts() {
  const back = h("p", {}, h("a", { href: "#/" }, `← ${text("back")}`));
  if (!mayEverywhere("admin")) return h("section", {}, back, h("p", {}, text("onlyAdmins")));
  return h("section", {}, back, h("h1", {}, text("accountsAndKeys")), h(AccountList, {}), h(ApiKeys, {}), h(SigningKeys, {}));
}

function AccountList() {
  const { listed: accounts, told, fault, changed } = useListed(PATH);
  const [making, setMaking] = useState(false);
  /** @param {string} said */
  const done = (said) => {
    setMaking(false);
    changed(said);
  };
  return h(
    "section",
    { "aria-labelledby": "accounts" },
    h(
      "div",
      { class: "row heading part" },
      h("h2", { id: "accounts" }, text("accounts")),
      h("button", { onClick: () => setMaking(!making), "aria-expanded": making }, text("newAccount")),
    ),
    h(Fault, {}, fault),
    h("p", { role: "status", class: "told" }, told),
    making && h(NewAccount, { onDone: done, onEnd: () => setMaking(false) }),
    h("ul", { class: "entries" }, (accounts ?? []).map((account) => h(Account, { key: account.name, account, onDone: done }))),
  );
}

/** @param {{onDone: (said: string) => void, onEnd: () => void}} props */
function NewAccount({ onDone, onEnd }) {
  const [account, setAccount] = useState({ name: "", password: "", roles: ["viewer"] });
  const { fault, wrong, busy, act } = useDoing("name", "password", "roles");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await act(() => call("POST", PATH, account))) onDone(text("accountMade", { name: account.name }));
  };
  return h(
    "form",
    { class: "panel", onSubmit: submit, "aria-label": text("newAccount") },
    h(
      "div",
      { class: "row top" },
      h(Field, { label: text("name"), value: account.name, onInput: (name) => setAccount({ ...account, name }), wrong: wrong.name, autocomplete: "off", required: true, name: "account-name" }),
      h(Field, { label: text("newPassword"), value: account.password, onInput: (password) => setAccount({ ...account, password }), wrong: wrong.password, type: "password", autocomplete: "new-password", required: true, name: "account-password" }),
    ),
    h(Roles, { chosen: account.roles, onChange: (roles) => setAccount({ ...account, roles }), wrong: wrong.roles }),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, text("create")), h("button", { type: "button", class: "quiet", onClick: onEnd }, text("cancel"))),
  );
}

/** @param {{account: any, onDone: (said: string) => void}} props */
function Account({ account, onDone }) {
  const [open, setOpen] = useState("");
  const { fault, busy, act } = useDoing();
  const path = `${PATH}/${encodeURIComponent(account.name)}`;
  const isSelf = currentSession()?.token !== undefined && currentSession()?.name === account.name;
  const turn = (/** @type {string} */ what) => setOpen(open === what ? "" : what);
  const remove = async () => {
    setOpen("");
    if (await act(() => call("DELETE", path))) onDone(text("accountGone", { name: account.name }));
  };
  const changed = () => {
    setOpen("");
    onDone(text("accountDone", { name: account.name }));
  };
  return h(
    "li",
    { class: "panel" },
    h(
      "div",
      { class: "row heading" },
      h("strong", {}, account.name, isSelf && h("span", { class: "soft" }, ` (${text("accountYou")})`)),
      h("span", { class: "badges" }, account.roles.map((/** @type {string} */ role) => h("span", { key: role, class: "state" }, role))),
    ),
    h("p", { class: "soft" }, text("changedAt", { at: moment(account.changedAt) }), account.mustChangePassword && ` · ${text("mustChange")}`),
    h(
      "div",
      { class: "row" },
      h("button", { class: "quiet", "aria-expanded": open === "roles", onClick: () => turn("roles") }, text("changeRoles")),
      isSelf
        ? h("a", { class: "button quiet", href: "#/password" }, text("myPassword"))
        : h("button", { class: "quiet", "aria-expanded": open === "password", onClick: () => turn("password") }, text("givePassword")),
      h("button", { class: "danger", disabled: busy, onClick: () => setOpen("delete"), "aria-label": `${text("deleteAccount")}: ${account.name}` }, text("deleteAccount")),
    ),
    h(Fault, {}, fault),
    open === "roles" && h(OtherRoles, { account, path, onDone: changed }),
    open === "password" && h(NewPassword, { path, onDone: changed }),
    open === "delete" && h(Sure, { question: text("sureDeleteAccount", { name: account.name }), onYes: remove, onNo: () => setOpen("") }),
  );
}

/** @param {{account: any, path: string, onDone: () => void}} props */
function OtherRoles({ account, path, onDone }) {
  const [roles, setRoles] = useState(/** @type {string[]} */ (account.roles));
  const { fault, wrong, busy, act } = useDoing("roles");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await act(() => call("PATCH", path, { roles }))) onDone();
  };
  return h(
    "form",
    { class: "inner", onSubmit: submit },
    h(Roles, { chosen: roles, onChange: setRoles, wrong: wrong.roles }),
    h("p", { class: "soft" }, text("rolesHint")),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, text("save"))),
  );
}

/** @param {{path: string, onDone: () => void}} props */
function NewPassword({ path, onDone }) {
  const [password, setPassword] = useState("");
  const { fault, wrong, busy, act } = useDoing("password");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (await act(() => call("PATCH", path, { password }))) onDone();
  };
  return h(
    "form",
    { class: "inner", onSubmit: submit },
    h(Field, { label: text("newPassword"), value: password, onInput: setPassword, wrong: wrong.password, type: "password", autocomplete: "new-password", required: true, name: "given-password" }),
    h("p", { class: "soft" }, text("givePasswordHint")),
    h(Fault, {}, fault),
    h("div", { class: "row" }, h("button", { disabled: busy }, text("save"))),
  );
}
