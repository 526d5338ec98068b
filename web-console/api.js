// @ts-check

import { eventsOf } from "./events.js";

/**
 * Who is logged in: by name (a token that ends by itself) or by an API key. Kept for this tab alone.
 *
 * @typedef {{name: string, token?: string, key?: string, roles: string[], expiresAt?: string, forSomeRooms?: boolean}} Session
 */

const KEPT = "turnkeeper-session";

/** What a node refused, in its own words. */
export class Refused extends Error {
  /** @param {number} status @param {{type?: string, title?: string, detail?: string, errors?: {field: string, detail: string}[]}} problem */
  constructor(status, problem) {
    super([problem.detail ?? problem.title ?? `HTTP ${status}`, ...(problem.errors ?? []).map((error) => `${error.field}: ${error.detail}`)].join("\n"));
    this.status = status;
    this.type = problem.type ?? "";
    this.errors = problem.errors ?? [];
  }
}

/** @type {Session | null} */
let session = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
/** While one login has ended and the next one is on its way: what is refused meanwhile ends nothing. */
let betweenLogins = false;
/** @type {(session: Session | null) => void} */
let onSession = () => {};

export function currentSession() {
  return session;
}

/** @param {(session: Session | null) => void} listener */
export function whenSessionChanges(listener) {
  onSession = listener;
}

/** A login goes on while somebody has the console open; looked after once a minute. */
const RENEWED_BEFORE_MILLIS = 10 * 60_000;

setInterval(async () => {
  const before = session;
  if (!before?.token || !before.expiresAt || Date.parse(before.expiresAt) - Date.now() > RENEWED_BEFORE_MILLIS) return;
  try {
    const { body } = await call("POST", "/api/v1/login/renew");
    if (session === before) keep({ ...before, ...body });
  } catch {
    // It is tried again in a minute, and ends by itself.
  }
}, 60_000);

/** @param {Session | null} now */
function keep(now) {
  session = now;
  if (now) sessionStorage.setItem(KEPT, JSON.stringify(now));
  else sessionStorage.removeItem(KEPT);
  onSession(now);
}

/** @param {...string} roles */
export function mayAs(...roles) {
  return session?.roles.some((role) => roles.includes(role)) ?? false;
}

export function logOut() {
  keep(null);
}

/**
 * @param {string} name @param {string} password
 * @param {string} chosen a password of one's own, where somebody else chose the first one
 * @returns {Promise<boolean>} false where such a one is missing
 */
export async function logIn(name, password, chosen) {
  const { body } = await call("POST", "/api/v1/login", { name, password });
  if (!body.mustChangePassword) {
    keep({ name, ...body });
    return true;
  }
  if (!chosen) return false;
  await call("PATCH", `/api/v1/admin/accounts/${encodeURIComponent(name)}`, { password: chosen }, { Authorization: `Bearer ${body.token}` });
  return logIn(name, chosen, "");
}

/** Ends this login, as every change of a password does, and begins the next. @param {string} before @param {string} chosen */
export async function changePassword(before, chosen) {
  const name = session?.name ?? "";
  betweenLogins = true;
  try {
    await call("PATCH", `/api/v1/admin/accounts/${encodeURIComponent(name)}`, { password: chosen, currentPassword: before });
    await logIn(name, chosen, "");
  } finally {
    betweenLogins = false;
  }
}

/** A key does not say what it may do, so it is tried: the most that only an admin and only an operator may read. @param {string} key */
export async function logInByKey(key) {
  const before = session;
  session = { name: "API key", key, roles: ["admin"] };
  try {
    const viewer = await opens("/api/v1/admin/rooms");
    const admin = viewer === "no" ? viewer : await opens("/api/v1/admin/api-keys");
    const operator = viewer === "no" || admin === "yes" ? admin : await opens("/api/v1/admin/audit?limit=1");
    session.forSomeRooms = operator === "elsewhere";
    session.roles = [viewer === "no" ? "stats" : admin !== "no" ? "admin" : operator !== "no" ? "operator" : "viewer"];
  } catch (refused) {
    session = before;
    throw refused;
  }
  keep(session);
}

/** Whether the login may read it; "elsewhere": its role may, but it is for some rooms alone. @param {string} path */
async function opens(path) {
  try {
    await call("GET", path);
    return "yes";
  } catch (refused) {
    if (!(refused instanceof Refused) || refused.status !== 403) throw refused;
    return refused.type.includes("outside-key-scope") ? "elsewhere" : "no";
  }
}

/** Whether somebody is logged in by name, and so has a password. */
export function hasPassword() {
  return Boolean(session?.token);
}

/** As {@link mayAs}, of what is not a room's. @param {...string} roles */
export function mayEverywhere(...roles) {
  return mayAs(...roles) && !session?.forSomeRooms;
}

/** @returns {Record<string, string>} */
function credentials() {
  if (session?.key) return { "X-Api-Key": session.key };
  return session?.token ? { Authorization: `Bearer ${session.token}` } : {};
}

/**
 * @param {string} method @param {string} path @param {unknown} [body] @param {Record<string, string>} [headers] @param {AbortSignal} [signal]
 * @returns {Promise<{body: any, etag: string | null, headers: Headers}>}
 */
export async function call(method, path, body, headers = {}, signal) {
  const asked = session;
  const answer = await fetch(path, {
    method,
    cache: "no-store",
    signal,
    headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }), ...credentials(), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : null;
  if (!answer.ok) {
    if (answer.status === 401 && session && session === asked && !betweenLogins) keep(null);
    throw new Refused(answer.status, json ?? {});
  }
  return { body: json, etag: answer.headers.get("ETag"), headers: answer.headers };
}

/** A whole answer as it is, such as a file to keep. @param {string} path @param {string} type @returns {Promise<string>} */
export async function read(path, type) {
  const answer = await fetch(path, { cache: "no-store", headers: { Accept: type, ...credentials() } });
  if (!answer.ok) throw new Refused(answer.status, {});
  return answer.text();
}

/**
 * Follows all rooms: the last minutes at once, then every second, for as long as nobody aborts it.
 *
 * @param {AbortSignal} aborted
 * @param {(seconds: any[]) => void} onSeconds
 * @param {(connected: boolean) => void} onConnected
 */
export async function follow(aborted, onSeconds, onConnected) {
  for (let pause = 500; !aborted.aborted; pause = Math.min(2 * pause, 5_000)) {
    try {
      onSeconds((await call("GET", "/api/v1/admin/live")).body);
      const answer = await fetch("/api/v1/admin/live", {
        cache: "no-store",
        headers: { Accept: "text/event-stream", ...credentials() },
        signal: aborted,
      });
      if (!answer.ok || !answer.body) throw new Refused(answer.status, {});
      onConnected(true);
      pause = 500;
      for await (const { event, data } of eventsOf(answer.body)) {
        if (event === "live") onSeconds([JSON.parse(data)]);
      }
    } catch (failed) {
      if (aborted.aborted || (failed instanceof Refused && failed.status === 401 && !session)) return;
    }
    onConnected(false);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
