import { afterAnswer, afterFailure, afterReset } from "./pace.js";

/**
 * What the page knows, and what follows from it. Pure: no clock, no chance, no DOM. Every event says `at`, milliseconds of
 * a clock that only runs forward (not the device's, which its owner may set), and `random` in [0, 1).
 *
 * @typedef {{
 *   visit: object | null,         the last one that the node told
 *   rank: number,                 the lowest that was told of this place: nodes differ by a second, a rank never rises
 *   room: string | null,          ACTIVE, PAUSED …; null: not told yet
 *   opening: number | null,       when the room is to open, by the node's clock; null: it is open, or nobody knows
 *   ahead: number | null,         of `at`, the node's clock; null: not told yet
 *   message: object | null,       the operator's, by language
 *   refusal: string | null,       why there is no place: closed, full, crowded, held, blocked, cookies, unknown, cancelled
 *   offline: boolean,
 *   failures: number,             calls in a row that had no sound answer
 *   tickets: number,              tickets in a row that did not come back to the node
 *   streaming: boolean,
 *   due: {call: "enter" | "look", at: number} | null,   the next call
 *   updatedAt: number | null,
 *   admittedAt: number | null,
 *   waited: boolean,              it was seen waiting, so its turn comes as news
 * }} State
 */

/** Refusals that nothing but the visitor changes. */
const FINAL = ["cookies", "unknown", "cancelled"];

/** @returns {State} a page that has a place to get, at once */
export function beginning(at) {
  return {
    visit: null,
    rank: 0,
    room: null,
    opening: null,
    ahead: null,
    message: null,
    refusal: null,
    offline: false,
    failures: 0,
    tickets: 0,
    streaming: false,
    due: { call: "enter", at },
    updatedAt: null,
    admittedAt: null,
    waited: false,
  };
}

/** @returns {State} */
export function step(state, event) {
  switch (event.type) {
    case "visit":
      return withVisit({ ...state, failures: 0, refusal: null, offline: false, tickets: 0 }, event.visit, event);
    case "entered": // not yet proof that the ticket comes back
      return withVisit({ ...state, failures: 0, refusal: null, offline: false }, event.visit, event);
    case "position": {
      // What the last visit said of the room may be older than what the room said since.
      const { roomState, opensAt, message, at, ...visit } = state.visit ?? {};
      return withVisit({ ...state, failures: 0, offline: false, tickets: 0 }, { ...visit, ...event.position }, event);
    }
    case "room":
      return withRoom(state, event);
    case "streaming":
      return { ...state, streaming: true, failures: 0, offline: false, due: null };
    case "cut":
      return { ...state, streaming: false, due: soon(state, event, 1000 + 2000 * event.random) };
    case "replaced": // another tab of this place has the stream now: this one polls
      return { ...state, streaming: false, due: soon(state, event, afterAnswer(state.visit?.nextPollMillis, event.random)) };
    case "refused":
      return { ...state, refusal: event.refusal, due: null };
    case "failed":
      return withFailure(state, event);
    case "offline":
      return { ...state, offline: true, streaming: false, due: null };
    case "online":
      return { ...state, offline: false, due: state.due || soon(state, event, 1000 * event.random) };
    case "look":
      return { ...state, due: soon(state, event, 0) };
    case "again":
      return { ...beginning(event.at), room: state.room, opening: state.opening, ahead: state.ahead, message: state.message };
    case "left":
      return { ...state, visit: { ...state.visit, state: "CANCELLED" }, streaming: false, due: null };
    default:
      throw new Error("no such event: " + event.type);
  }
}

/** When the room opens, by the clock of `at`: between two times of the node's, so the device's own clock does not matter. */
export function opensAt(state) {
  return state.opening === null || state.ahead === null ? null : state.opening - state.ahead;
}

/** Which of the page's screens shows: the names are those in texts. */
export function screen(state, { entry, target }) {
  if (FINAL.includes(state.refusal)) return state.refusal;
  switch (state.visit?.state) {
    case "ADMITTED":
      return !target ? "inside" : entry === "BUTTON" ? "ready" : "admitted";
    case "NOT_CONTROLLED":
      return target ? "open" : "inside";
    case "CANCELLED":
      return "cancelled";
    case "COMPLETED":
      return "completed";
    case "BLOCKED":
      return "blocked";
  }
  if (state.offline) return "offline";
  if (state.refusal) return state.refusal === "closed" && state.opening !== null ? "before" : state.refusal;
  // One lost call is nothing to worry anybody with.
  if (state.failures > (state.visit ? 1 : 0)) return "error";
  if (state.visit?.state === "EXPIRED") return state.visit.reason === "reset" ? "reset" : "expired";
  if (!state.visit) return "starting";
  if (state.opening !== null && state.room !== "ACTIVE") return "before";
  if (state.room === "PAUSED") return "paused";
  if (state.room === "CLOSED") return "closed";
  return "waiting";
}

/** When the page goes on by itself; null: it does not. Who waited is given a moment to see it. */
export function goesAt(state, config) {
  const name = screen(state, config);
  return (name === "admitted" || name === "open") && !state.offline && state.admittedAt !== null
    ? state.admittedAt + (state.waited ? 3000 : 0)
    : null;
}

/** From 0 to 100, how much of the way from the first rank is done. */
export function progress(state) {
  const first = state.visit?.firstRank || state.rank;
  return first > 0 && isWaiting(state) ? Math.round(100 * (1 - Math.min(state.rank, first) / (first + 1))) : 0;
}

/**
 * What a screen reader is told: every new screen, and a new rank, but at most every half minute.
 *
 * @param last what was said last: {screen, rank, at}
 * @returns the same of now where it is worth saying, else `last`
 */
export function said(last, name, rank, at) {
  if (name !== last.screen) return { screen: name, rank, at };
  return name === "waiting" && rank !== last.rank && at - last.at >= 30_000 ? { screen: name, rank, at } : last;
}

export function isWaiting(state) {
  return state.visit?.state === "WAITING";
}

function withVisit(state, visit, event) {
  const old = state.visit;
  const same = old && old.position === visit.position && old.generation === visit.generation;
  const waiting = visit.state === "WAITING";
  const admitted = visit.state === "ADMITTED" || visit.state === "NOT_CONTROLLED";
  const next = {
    ...state,
    visit,
    rank: !waiting ? 0 : same && state.rank > 0 ? Math.min(state.rank, visit.rank) : visit.rank,
    waited: state.waited || waiting,
    updatedAt: event.at,
    admittedAt: admitted ? (same && state.admittedAt !== null ? state.admittedAt : event.at) : null,
    due: null,
  };
  if (visit.roomState) Object.assign(next, roomOf(visit.roomState, visit.opensAt));
  next.ahead = aheadOf(state.ahead, visit.at, event.at);
  if (visit.message !== undefined) next.message = visit.message;
  if (visit.state === "EXPIRED" && visit.reason === "reset") {
    next.due = { call: "enter", at: event.at + afterReset(event.random) };
  } else if ((waiting || visit.state === "ADMITTED") && !state.streaming) {
    next.due = { call: "look", at: event.at + afterAnswer(visit.nextPollMillis, event.random) };
  }
  return next;
}

function withRoom(state, event) {
  return {
    ...state,
    ...roomOf(event.state, event.opensAt),
    ahead: aheadOf(state.ahead, event.now, event.at),
    message: event.message === undefined ? state.message : event.message,
  };
}

function roomOf(room, opensAt) {
  return { room, opening: opensAt ? Date.parse(opensAt) : null };
}

/**
 * Of what the node says of its time, the quickest word is the truest, unless the node has changed its mind. Some of it is
 * in whole seconds, so a little less is no news.
 */
function aheadOf(known, now, at) {
  const told = Date.parse(now) - at;
  if (Number.isNaN(told)) return known;
  return known === null || told > known || known - told > 3000 ? told : known;
}

function withFailure(state, event) {
  const { status, problem, retryAfterSeconds = 0, at, random } = event;
  const failures = state.failures + 1;
  const later = at + afterFailure(failures, retryAfterSeconds, random);
  const none = { ...state, visit: null, streaming: false, failures: 0 };
  if (status === 401) {
    // The first may be an old ticket. If a fresh one does not come back either, the browser keeps no cookies.
    const tickets = state.tickets + 1;
    return tickets > 1
      ? { ...none, tickets, refusal: "cookies", due: null }
      : { ...none, tickets, due: { call: "enter", at } };
  }
  if (status === 404 && problem === "no-room") return { ...none, refusal: "unknown", due: null };
  if (status === 404 && state.visit) {
    return { ...none, visit: { ...state.visit, state: "EXPIRED" }, due: null };
  }
  if (status === 409) return refused(none, "closed", Math.max(later, at + 20_000));
  if (status === 429 && problem === "blocked") return refused(none, "blocked", null);
  if (status === 429 && problem === "too-many-places" && !state.visit) return refused({ ...none, failures }, "crowded", later);
  if (status === 503 && !state.visit) {
    // A room that lets nobody in while the grid does not answer has nothing against this visitor.
    const refusal = { held: "held", blocked: "held", overloaded: "full", full: "full" }[problem];
    if (refusal) return refused({ ...none, failures }, refusal, later);
  }
  const call = state.visit ? "look" : "enter";
  return { ...state, failures, streaming: false, refusal: null, due: { call, at: later } };
}

/** The count of failures goes on, for the pause; the screen is the refusal's own. */
function refused(state, refusal, at) {
  return { ...state, refusal, due: at === null ? null : { call: "enter", at } };
}

function soon(state, event, millis) {
  const alive = state.visit && (isWaiting(state) || state.visit.state === "ADMITTED");
  if (alive) return { call: "look", at: event.at + millis };
  return !state.visit && !FINAL.includes(state.refusal) ? { call: "enter", at: event.at + millis } : state.due;
}
