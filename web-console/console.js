// @ts-check

import { h, render } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { AccessRules } from "./access.js";
import { Accounts } from "./accounts.js";
import { currentSession, follow, hasPassword, logOut, mayAs, mayEverywhere, whenSessionChanges } from "./api.js";
import { Audit } from "./audit.js";
import { Dashboard } from "./dashboard.js";
import { EmergencyBanner, useEmergency } from "./emergency.js";
import { GridPage } from "./grid.js";
import { LogIn } from "./login.js";
import { MyPassword } from "./password.js";
import { RoomPage } from "./room.js";
import { Statistics } from "./statistics.js";
import { chooseLanguage, chosenLanguage, text } from "./texts.js";
import { Webhooks } from "./webhooks.js";

const KEPT_SECONDS = 600;

/** @type {Record<string, import("preact").FunctionComponent>} */
const PAGES = { "#/access": AccessRules, "#/audit": Audit, "#/grid": GridPage, "#/statistics": Statistics, "#/accounts": Accounts, "#/webhooks": Webhooks, "#/password": MyPassword };

/** @typedef {Map<string, any[]>} Board every room's last seconds, oldest first */

/** @param {Board} board @param {any[]} seconds @returns {Board} */
function withSeconds(board, seconds) {
  const now = new Map(board);
  for (const second of seconds) {
    const known = now.get(second.room) ?? [];
    if (known.length && known[known.length - 1].at >= second.at) continue;
    now.set(second.room, [...known, second].slice(-KEPT_SECONDS));
  }
  const newest = [...now.values()].reduce((at, all) => (all[all.length - 1].at > at ? all[all.length - 1].at : at), "");
  const stale = new Date(Date.parse(newest) - 5_000).toISOString();
  for (const [room, all] of now) if (all[all.length - 1].at < stale) now.delete(room);
  return now;
}

function useBoard() {
  const [board, add] = useReducer(withSeconds, new Map());
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const abort = new AbortController();
    follow(abort.signal, add, setConnected);
    return () => abort.abort();
  }, []);
  return { board, connected };
}

function useHash() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const changed = () => setHash(location.hash);
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return hash;
}

function Office() {
  const { board, connected } = useBoard();
  const emergency = useEmergency();
  const hash = useHash();
  const room = /^#\/rooms\/([^/]+)$/.exec(hash)?.[1];
  const nodes = Math.max(0, ...[...board.values()].map((all) => all[all.length - 1].nodes));
  return h(
    "div",
    { class: "office" },
    h(
      "p",
      { class: connected ? "pulse" : "pulse lost", role: "status" },
      connected ? `${text("connected")} · ${text("nodes")} ${nodes}` : text("disconnected"),
    ),
    h(EmergencyBanner, emergency),
    hash in PAGES
      ? h(PAGES[hash], {})
      : room
        ? h(RoomPage, { key: room, id: room, seconds: board.get(room) ?? [] })
        : h(Dashboard, { board, mayCreate: mayAs("admin"), turn: emergency.turn }),
  );
}

/** Of who may see nothing but statistics. */
function Desk() {
  return h("div", { class: "office" }, useHash() === "#/password" ? h(MyPassword, {}) : h(Statistics, {}));
}

function Console() {
  const [session, setSession] = useState(currentSession());
  const [language, setLanguage] = useState(chosenLanguage());
  useEffect(() => whenSessionChanges(setSession), []);
  useEffect(() => {
    document.title = text("title");
    document.documentElement.lang = language;
  }, [language]);
  const turn = () => {
    chooseLanguage(language === "ko" ? "en" : "ko");
    setLanguage(chosenLanguage());
  };
  return h(
    "div",
    {},
    h(
      "header",
      {},
      h("a", { href: "#/", class: "home" }, text("title")),
      session && mayEverywhere("viewer", "operator", "admin") && h("a", { href: "#/grid" }, text("grid")),
      session && h("a", { href: "#/statistics" }, text("statistics")),
      session && mayEverywhere("viewer", "operator", "admin") && h("a", { href: "#/access" }, text("access")),
      session && mayAs("operator", "admin") && h("a", { href: "#/audit" }, text("audit")),
      session && mayEverywhere("admin") && h("a", { href: "#/accounts" }, text("accountsAndKeys")),
      session && mayEverywhere("admin") && h("a", { href: "#/webhooks" }, text("webhooks")),
      h("span", { class: "who" }, session && hasPassword() ? h("a", { href: "#/password", title: text("myPassword") }, session.name) : (session?.name ?? "")),
      h("button", { class: "quiet", lang: language === "ko" ? "en" : "ko", onClick: turn }, text("language")),
      session && h("button", { class: "quiet", onClick: logOut }, text("logOut")),
    ),
    h("main", { key: language }, !session ? h(LogIn, {}) : mayAs("viewer", "operator", "admin") ? h(Office, {}) : h(Desk, {})),
  );
}

render(h(Console, {}), /** @type {HTMLElement} */ (document.getElementById("console")));
