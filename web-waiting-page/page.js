import { callsTo } from "./calls.js";
import { bell } from "./notify.js";
import { beginning, goesAt, isWaiting, opensAt, progress, said, screen, step } from "./waiting.js";
import { pick, speak } from "./words.js";

/**
 * The page itself: shows what waiting.js makes of what calls.js hears. Elements say what they show:
 * `data-say="key"` a text, `data-tk="name"` a value, `data-on="…"` on which screens, `data-if="name"` only with that value.
 */

const body = document.body;
const main = document.querySelector("main");
const settings = { offered: "ko en ja zh", ...body.dataset };
const room = settings.room || location.pathname.split("/").filter(Boolean)[1] || "";
const asked = new URLSearchParams(location.search);
const target = settings.target ?? asked.get("return") ?? "";
const config = { entry: settings.entry || "AUTO", target: target !== "" };
const offered = settings.offered.split(" ");
const claimSeconds = Number(settings.claimSeconds || 0);
const api = settings.api ?? "/wait/_";
const viewUrl = settings.view || api + "/api/v1/rooms/" + encodeURIComponent(room) + "/view";
const source = settings.source ?? asked.get("source") ?? "stream";
const now = () => performance.now();
const CLOSED = "tk:closed:";
const WENT = "tk:went:";

let words = speak(pick(offered, settings.language || remembered(), navigator.languages));
let state = beginning(now());
let spoken = { screen: "", rank: 0, at: 0 };
let streamAt = 0;
let leaving = false;
const ring = bell();
const calls = callsTo({ api, room, view: viewUrl, now }, hear);

function hear(event) {
  const before = screen(state, config);
  const entered = event.type === "visit" || event.type === "entered";
  state = step(state, event);
  const after = screen(state, config);
  if (after !== before && (after === "admitted" || after === "ready") && state.waited) {
    ring.ring(words.say.notified, settings.name || room);
  }
  if (!isWaiting(state)) calls.close();
  else if (entered && !calls.isOpen() && now() >= streamAt) connect();
  show();
}

function connect() {
  streamAt = now() + 60_000 * (1 + Math.random());
  if (source === "view") calls.watch(state.visit);
  else if (source !== "poll" && "EventSource" in window) calls.open();
}

function beat() {
  const at = now();
  if (calls.isSilent()) {
    calls.close();
    hear({ type: "cut", at, random: Math.random() });
  }
  if (state.due && at >= state.due.at && navigator.onLine) {
    const { call } = state.due;
    state = { ...state, due: null };
    calls[call]();
  }
  const goes = goesAt(state, config);
  if (goes !== null && at >= goes) go();
  show();
}

function go() {
  if (leaving) return;
  leaving = true;
  stored((storage) => storage.setItem(WENT + room, String(Date.now())));
  location.replace(goUrl());
}

/** Sent back here by the gate, which asks another node: not round and round without a breath. */
function wentLately() {
  return Date.now() - Number(stored((storage) => storage.getItem(WENT + room)) || 0) < 15_000;
}

/** Storage may be refused, and whatever lies there only makes things nicer. */
function stored(use) {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}

function goUrl() {
  return "/gate/enter?return=" + encodeURIComponent(target);
}

function show() {
  const at = now();
  const name = screen(state, config);
  const { visit } = state;
  const waiting = isWaiting(state);
  const [heading, lead] = words.say.screens[name];
  const opens = opensAt(state);
  const left = state.admittedAt === null ? 0 : claimSeconds - (at - state.admittedAt) / 1000;
  const values = {
    heading,
    lead,
    roomName: settings.name || room,
    rank: waiting ? words.number(state.rank) : "",
    ahead: waiting ? words.number(Math.max(0, state.rank - 1)) : "",
    behind: waiting ? words.number(visit.behind || 0) : "",
    waiting: waiting ? words.number(Math.max(visit.waiting || 0, state.rank)) : "",
    position: visit ? words.number(visit.position) : "",
    wait: waiting ? words.eta(visit.eta) : "",
    updated: state.updatedAt === null ? "" : words.fill(words.say.updated, { time: words.time(Date.now() - (at - state.updatedAt)) }),
    message: messageIn(state.message),
    keep: waiting && claimSeconds ? words.fill(words.say.keep, { duration: words.duration(claimSeconds) }) : "",
    left: left > 0 && claimSeconds ? words.fill(words.say.left, { duration: words.clock(left) }) : "",
    opens: opens > at ? words.fill(words.say.opens, { duration: words.clock((opens - at) / 1000) }) : "",
    opensAt: state.opening === null ? "" : words.fill(words.say.opensAt, { time: words.day(state.opening) }),
    next: state.due ? words.fill(words.say.next, { duration: words.duration(Math.max(1, (state.due.at - at) / 1000)) }) : "",
    notify: ring.isOn() ? words.say.notifying : words.say.notify,
  };
  for (const [key, value] of Object.entries(values)) {
    for (const element of document.querySelectorAll(`[data-tk="${key}"]`)) setText(element, value);
  }
  set(main.dataset, "screen", name);
  set(main.dataset, "has", Object.keys(values).filter((key) => values[key] !== "").join(" "));
  set(main.dataset, "digits", values.rank.length > 7 ? "long" : values.rank.length > 5 ? "mid" : "short");
  for (const bar of document.querySelectorAll("progress[data-tk-progress]")) set(bar, "value", progress(state));
  const turn = name === "admitted" || name === "ready";
  const first = waiting ? values.rank : turn ? words.say.tabTurn : "";
  set(document, "title", (first ? first + " · " : "") + values.roomName);
  speakUp(name, values, at);
}

function speakUp(name, values, at) {
  const next = said(spoken, name, state.rank, at);
  if (next === spoken) return;
  const first = spoken.screen !== name;
  spoken = next;
  const place = isWaiting(state) ? words.fill(words.say.said, { rank: values.rank, wait: words.say.wait + ": " + values.wait }) : "";
  document.querySelector("[data-tk-live]").textContent = (first ? values.heading + ". " + values.lead + " " : "") + place;
}

function messageIn(message) {
  return message ? message[words.language] || message[offered.find((each) => message[each])] || "" : "";
}

/** All that does not change while one waits. */
function label() {
  document.documentElement.lang = words.language === "zh" ? "zh-Hans" : words.language;
  for (const element of document.querySelectorAll("[data-say]")) setText(element, words.say[element.dataset.say]);
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", words.say[element.dataset.sayLabel]);
  }
  for (const link of document.querySelectorAll("a[data-language]")) {
    if (link.dataset.language === words.language) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const link of document.querySelectorAll("[data-go]")) link.href = goUrl();
}

function languages() {
  const nav = document.querySelector("[data-languages]");
  if (!nav || nav.children.length > 0) return;
  nav.append(
    ...offered.map((code) => {
      const link = document.createElement("a");
      link.dataset.language = link.lang = link.hreflang = code;
      link.href = "?lang=" + code + (target ? "&return=" + encodeURIComponent(target) : "");
      link.textContent = speak(code).say.language;
      return link;
    }),
  );
}

function remembered() {
  return /(?:^|; )tk-lang=(\w+)/.exec(document.cookie)?.[1];
}

function set(object, key, value) {
  if (object[key] !== value) object[key] = value;
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** What visitors do; custom pages use the same names. */
const deeds = {
  notify: () => ring.toggle().then(show),
  retry: () => hear({ type: state.visit ? "look" : "again", at: now(), random: 0 }),
  again: () => {
    markLeft(false);
    calls.close();
    hear({ type: "again", at: now(), random: 0 });
  },
  leave: async () => {
    leaving = true;
    try {
      if (await calls.cancel()) {
        markLeft(true);
        hear({ type: "left", at: now(), random: 0 });
      }
    } catch {
      hear({ type: "failed", status: 0, at: now(), random: Math.random() });
    }
    leaving = false;
  },
};

/** So that a reload of a page that was left does not stand in line again. */
function markLeft(left) {
  const url = new URL(location.href);
  url.searchParams.delete("tk_probe");
  if (left) url.searchParams.set("left", "1");
  else url.searchParams.delete("left");
  history.replaceState(null, "", url);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-language]");
  const deed = event.target.closest("[data-do]");
  if (link) {
    event.preventDefault();
    document.cookie = "tk-lang=" + link.dataset.language + "; path=/wait/; max-age=31536000; samesite=lax";
    words = speak(link.dataset.language);
    spoken = { ...spoken, screen: "" };
    label();
    show();
  } else if (deed && state.refusal !== "cookies") {
    event.preventDefault();
    deeds[deed.dataset.do]();
  } else if (event.target.closest("[data-go]")) {
    leaving = true; // going on, not leaving
  }
});

addEventListener("offline", () => {
  calls.close();
  hear({ type: "offline", at: now(), random: 0 });
});
addEventListener("online", () => hear({ type: "online", at: now(), random: Math.random() }));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.visit && !state.due && !calls.isOpen()) hear({ type: "look", at: now(), random: 0 });
});
addEventListener("pagehide", () => {
  calls.close();
  if (leaving || !isWaiting(state)) return;
  calls.leave();
  // Another tab of the same place must not lose it: it makes itself heard at once.
  stored((storage) => storage.setItem(CLOSED + room, String(Date.now())));
});
addEventListener("storage", (event) => {
  if (event.key === CLOSED + room && isWaiting(state)) setTimeout(() => calls.look(), 2000);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    leaving = false;
    hear({ type: "look", at: now(), random: 0 });
  }
});

document.documentElement.classList.add("js");
if (location.search.includes("tk_probe")) markLeft(location.search.includes("left=1"));
languages();
label();
if (!navigator.onLine) hear({ type: "offline", at: now(), random: 0 });
if (wentLately()) state = { ...state, waited: true };
const given = document.getElementById("tk-visit");
if (given) {
  for (const event of JSON.parse(given.textContent)) hear({ at: now(), random: Math.random(), ...event });
}
show();
setInterval(beat, 500);
beat();
