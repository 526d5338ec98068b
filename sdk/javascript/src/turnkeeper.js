// @ts-check
import { Keeping } from "./keeping.js";
import { isControlled, roomOf, roomOfMenu } from "./rules.js";
import { cover, show } from "./screen.js";
import { Visit } from "./visit.js";

export { Visit };

const DAY_MILLIS = 86_400_000;
const MOST_REDIRECTS = 3;

/**
 * The waiting room's connector in a browser. A convenience for visitors, never a lock: whoever owns the browser can change what
 * runs in it, so the service checks the pass itself (the Java SDK, or a gate in front of it).
 *
 * @typedef {import("../turnkeeper").Options} Options
 * @typedef {{status?: number, problem?: string, retryAfter?: number}} Failure
 */
export class Turnkeeper {
  /** @param {Options} options */
  constructor(options) {
    this.node = new URL(options.node).origin;
    this.gate = new URL(options.gate ?? this.node).origin;
    this.failure = options.failure ?? "closed";
    this.cookie = options.cookie ?? true;
    this.keeping = new Keeping(options.storage === undefined ? storage("localStorage") : options.storage, this.node);
    this.around = new Surroundings(this, options);
  }

  /**
   * Takes a place, or finds the one this browser has. Follows it by itself; set `onPosition`, `onAdmitted`, `onEnded` on what comes back.
   *
   * @param {{room: string} | {url: string} | {action: string}} asked
   * @returns {Visit}
   */
  enter(asked) {
    const visit = new Visit(asked, this.around);
    const leave = (/** @type {PageTransitionEvent} */ event) => event.persisted || visit.leave();
    globalThis.addEventListener?.("pagehide", leave);
    // Not before whoever called has set what it wants to hear.
    Promise.resolve()
      .then(() => visit.run())
      .finally(() => globalThis.removeEventListener?.("pagehide", leave));
    return visit;
  }

  /**
   * The room that protects a page or a call, by the node's rules; null for none.
   *
   * @param {string | {action: string}} what  a URL, or a menu code
   * @param {string} [method]
   * @returns {Promise<string | null>} rejected where the node never told its rules and cannot be reached
   */
  async roomFor(what, method = "GET") {
    const page = new URL(typeof what === "string" ? what : location.href, globalThis.location?.href);
    const rules = await this.#rules(page.hostname);
    const port = Number(page.port) || (page.protocol === "https:" ? 443 : 80);
    const room = typeof what === "string" ? roomOf(rules, { path: page.pathname, port, method }) : roomOfMenu(rules, what.action);
    return room && isControlled(rules, room) ? room : null;
  }

  /**
   * As `fetch`, but where the rules protect the call it first waits for its turn, and shows the pass.
   *
   * @param {string} url
   * @param {RequestInit & {onVisit?: (visit: Visit) => void}} [init]  onVisit: to show the wait
   * @returns {Promise<Response>}
   */
  async fetch(url, init = {}) {
    const { onVisit, ...request } = init;
    const room = await this.roomFor(url, request.method ?? "GET").catch((failure) => {
      if (this.around.isUnreachable(failure)) return null;
      throw failure;
    });
    if (!room) return fetch(url, request);
    const visit = this.enter({ room });
    onVisit?.(visit);
    const pass = await visit.admitted;
    visit.stop(); // who goes on calling is heard by the service
    const headers = new Headers(request.headers);
    if (pass && new URL(url, location.href).origin === location.origin) headers.set("X-Turnkeeper-Pass", pass);
    return fetch(url, { ...request, headers });
  }

  /**
   * Guards the page that it runs in: shows the wait over it, or sends the visitor to the waiting page and back.
   *
   * @param {"overlay" | "redirect"} mode
   * @returns {Promise<Visit | null>} null where nothing protects this page
   */
  async guard(mode) {
    const page = new URL(location.href);
    const handOver = page.searchParams.get("tk_pass");
    if (handOver) history.replaceState(history.state, "", without(page, "tk_pass"));
    const room = await this.#guarded();
    if (!room) return null;
    if (handOver) await this.#accept(room, handOver);
    if (mode === "overlay" || this.keeping.get(room)?.pass) {
      const visit = this.enter({ room });
      if (mode === "overlay") show(visit, language(), true);
      else visit.onEnded = ({ state }) => state === "EXPIRED" && this.#redirect(room);
      return visit;
    }
    if (!(await this.#isInside(room))) this.#redirect(room);
    return null;
  }

  /** Shows a visit over the page until it is let in. @param {Visit} visit */
  show(visit) {
    show(visit, language(), false);
  }

  /** @returns {Promise<string | null>} */
  async #guarded() {
    for (let failures = 1; ; failures++) {
      try {
        return await this.roomFor(location.href);
      } catch (failure) {
        if (this.around.isUnreachable(/** @type {Failure} */ (failure)) || this.failure === "open") return null;
        const uncover = cover(language());
        await this.around.pause(Math.min(30_000, 1000 * 2 ** failures) * (0.5 + Math.random() / 2));
        uncover();
      }
    }
  }

  /** Where `/gate/` and `/wait/` are mounted under the page's own host, the node has set its cookies there itself. @param {string} room */
  async #isInside(room) {
    if (this.gate !== location.origin) return false;
    const current = this.gate + "/wait/_/api/v1/visits/current?room=" + room;
    const visit = await this.around.send("GET", current, {}, undefined, { credentials: "same-origin" }).catch(() => ({}));
    return visit.state === "ADMITTED";
  }

  /** @param {string} room @param {string} token */
  async #accept(room, token) {
    const query = "?tk_pass=" + encodeURIComponent(token) + "&return=" + encodeURIComponent(location.href);
    try {
      const { pass, passExpiresAt } = await this.around.send("GET", this.gate + "/gate/accept" + query, {});
      this.keep(room, { pass, until: Date.parse(passExpiresAt) });
    } catch {
      // spent or late: the way to the queue is open
    }
  }

  /** @param {string} room */
  #redirect(room) {
    const trail = new Keeping(storage("sessionStorage"), this.node);
    const { times = 0, since = 0 } = trail.get("redirects") ?? {};
    const recent = Date.now() - since < 60_000;
    if (recent && times >= MOST_REDIRECTS) {
      console.error("Turnkeeper: sent to the queue of " + room + " three times within a minute and came back without a pass");
      return;
    }
    trail.put("redirects", { times: recent ? times + 1 : 1, since: recent ? since : Date.now() });
    location.replace(this.gate + "/gate/enter?return=" + encodeURIComponent(location.href));
  }

  /** @param {string} host @returns {Promise<import("./rules.js").Rules>} */
  async #rules(host) {
    const name = "rules " + host;
    try {
      const rules = await this.around.send("GET", "/api/v1/rules?host=" + encodeURIComponent(host), {}, undefined, { cache: "default" });
      this.keeping.put(name, { rules, at: Date.now() });
      return rules;
    } catch (failure) {
      const kept = this.keeping.get(name);
      if (kept && Math.abs(Date.now() - kept.at) < DAY_MILLIS) return kept.rules;
      throw failure;
    }
  }

  /** @param {string} room @param {import("./keeping.js").Kept | null} kept  null: nothing any more */
  keep(room, kept) {
    if (kept) this.keeping.put(room, kept);
    else this.keeping.drop(room);
    if (!this.cookie || !globalThis.document) return;
    const seconds = kept?.pass ? Math.max(1, Math.round(((kept.until ?? 0) - Date.now()) / 1000)) : 0;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "tkp_" + room + "=" + (kept?.pass ?? "") + "; Path=/; Max-Age=" + seconds + "; SameSite=Lax" + secure;
  }
}

/** What a visit needs of the world: calls that end, a clock that nobody sets, pauses that end early when it is worth it. */
export class Surroundings {
  /** @param {Turnkeeper} turnkeeper @param {Options} options */
  constructor(turnkeeper, options) {
    this.turnkeeper = turnkeeper;
    this.source = options.source ?? "node";
    this.cache = options.view ?? turnkeeper.node;
    this.timeoutMillis = options.timeoutMillis ?? 3000;
    this.now = () => performance.now();
  }

  /** @param {string} room @param {import("./keeping.js").Kept | null} kept */
  keep(room, kept) {
    this.turnkeeper.keep(room, kept);
  }

  /** @param {string} room @returns {import("./keeping.js").Kept | null} */
  kept(room) {
    return this.turnkeeper.keeping.get(room);
  }

  /** One tab at a time, so that two that are opened at once do not take two places. @param {string | null} room @param {() => Promise<number>} act */
  alone(room, act) {
    return room && globalThis.navigator?.locks ? navigator.locks.request("turnkeeper " + this.turnkeeper.node + room, act) : act();
  }

  /** Whether a failure means that this visitor is let in by the failure mode. Being offline oneself does not. @param {Failure} failure */
  isUnreachable({ status = 0, problem = "" }) {
    const silent = status === 0 || (status >= 500 && !problem);
    return silent && this.turnkeeper.failure === "open" && globalThis.navigator?.onLine !== false;
  }

  /**
   * @param {string} method @param {string} path @param {Record<string, string>} headers @param {object} [body] @param {RequestInit} [init]
   * @returns {Promise<any>} rejected with a {@link Failure}
   */
  async send(method, path, headers, body, init) {
    const answer = await this.#fetch(path, {
      method,
      headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json" }), ...headers },
      body: body && JSON.stringify(body),
      ...init,
    }, true);
    return answer.status === 204 ? {} : answer.json();
  }

  /** @param {string} room @param {AbortSignal} signal */
  async view(room, signal) {
    return (await this.#fetch(this.cache + "/api/v1/rooms/" + room + "/view", { signal, cache: "default" }, true)).json();
  }

  /** @param {string} path @param {Record<string, string>} headers @param {AbortSignal} signal */
  async stream(path, headers, signal) {
    return /** @type {ReadableStream<Uint8Array>} */ ((await this.#fetch(path, { headers, signal }, false)).body);
  }

  /** @param {string} path @param {RequestInit} init @param {boolean} bounded */
  async #fetch(path, init, bounded) {
    const abort = new AbortController();
    const stop = () => abort.abort();
    init.signal?.addEventListener("abort", stop);
    const timer = setTimeout(stop, this.timeoutMillis);
    try {
      const url = new URL(path, this.turnkeeper.node);
      const answer = await fetch(url, { cache: "no-store", credentials: "omit", ...init, signal: abort.signal });
      if (!answer.ok) throw await refused(answer);
      if (!bounded) return answer;
      return new Response(answer.status === 204 ? null : await answer.text(), { status: answer.status });
    } catch (failure) {
      throw typeof (/** @type {any} */ (failure).status) === "number" ? failure : { status: 0, problem: "", cause: failure };
    } finally {
      clearTimeout(timer);
      if (bounded) init.signal?.removeEventListener("abort", stop);
    }
  }

  /** Ends early when the page is seen again or is back online. @param {number} millis @param {AbortSignal} [signal] @returns {Promise<void>} */
  pause(millis, signal) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        globalThis.removeEventListener?.("online", done);
        globalThis.document?.removeEventListener("visibilitychange", seen);
        resolve();
      };
      const seen = () => document.visibilityState === "visible" && done();
      const timer = setTimeout(done, millis);
      signal?.addEventListener("abort", done);
      globalThis.addEventListener?.("online", done);
      globalThis.document?.addEventListener("visibilitychange", seen);
      if (signal?.aborted) done();
    });
  }
}

/** @param {Response} answer @returns {Promise<Failure>} */
async function refused(answer) {
  const json = await answer.json().catch(() => ({}));
  const asked = answer.headers.get("Retry-After") ?? "";
  return {
    status: answer.status,
    problem: String(json.type ?? "").split(":").pop() ?? "",
    retryAfter: /^\d+$/.test(asked) ? Math.min(600, Number(asked)) : 0,
  };
}

/** @param {URL} page @param {string} parameter */
function without(page, parameter) {
  const clean = new URL(page);
  clean.searchParams.delete(parameter);
  return clean.href;
}

function language() {
  return (document.documentElement.lang || navigator.language || "en").slice(0, 2);
}

/** @param {"localStorage" | "sessionStorage"} kind */
function storage(kind) {
  try {
    return globalThis[kind] ?? null;
  } catch {
    return null;
  }
}

/** The script tag: `data-mode` overlay (default), redirect, or api; its other attributes are the options. */
function begin() {
  const tag = [...document.querySelectorAll("script[type=module][src]")].find((script) => /** @type {any} */ (script).src === import.meta.url);
  if (!tag) return;
  const { mode = "overlay", node, gate, failure, timeout, source, view, cookie } = /** @type {HTMLElement} */ (tag).dataset;
  const turnkeeper = new Turnkeeper({
    node: node ?? import.meta.url,
    gate,
    failure: failure === "open" ? "open" : "closed",
    timeoutMillis: Number(timeout) || undefined,
    source: source === "view" ? "view" : "node",
    view,
    cookie: cookie !== "off",
  });
  Object.assign(globalThis, { turnkeeper });
  if (mode !== "api") turnkeeper.guard(mode === "redirect" ? "redirect" : "overlay");
}

if (globalThis.document) begin();
