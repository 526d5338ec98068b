// @ts-check
import { placeIn, signPauseMillis, viewPauseMillis } from "./crowd.js";
import { eventsOf } from "./events.js";
import { afterAnswer, afterFailure, afterReset } from "./pace.js";

/** Heartbeats come every 30 s: after two and a half of them, what carries the stream has died without a word. */
const SILENCE_MILLIS = 75_000;
const STREAM_AGAIN_MILLIS = 60_000;
const LIVING = ["WAITING", "ADMITTED"];

/**
 * One visitor's way through one room: enters, follows its place by stream, poll or the public view, stays alive inside, ends.
 *
 * @typedef {import("../turnkeeper").Place} Place
 * @typedef {import("./turnkeeper.js").Surroundings} Surroundings
 */
export class Visit {
  /** Set by whoever wants to know. */
  /** @type {(place: Place) => void} */ onPosition = () => {};
  /** @type {(admission: {pass: string | null, bypassed: boolean}) => void} */ onAdmitted = () => {};
  /** @type {(end: {state: string, reason?: string}) => void} */ onEnded = () => {};
  /** @type {(room: {state?: string, message?: Record<string, string> | null}) => void} */ onRoom = () => {};
  /** @type {(trouble: {status: number, problem: string, retryMillis: number}) => void} */ onTrouble = () => {};

  /** @type {any} the last one that the node told */ #last = null;
  #failures = 0;
  #over = false;
  #told = "";
  #streamAgainAt = 0;
  #lastEventId = "";
  /** Tickets and passes that turned out to be worth nothing. @type {Array<string | undefined>} */ #void = [];
  #signAt = 0;
  #abort = new AbortController();
  /** @type {(pass: string | null) => void} */ #resolve = () => {};
  /** @type {(reason: Error) => void} */ #reject = () => {};

  /** @param {object} asked  the body of the enter: room, url or action @param {Surroundings} around */
  constructor(asked, around) {
    this.asked = asked;
    this.around = around;
    /** @type {string | null} */ this.room = /** @type {any} */ (asked).room ?? null;
    /** @type {import("./keeping.js").Kept} */ this.kept = (this.room && around.kept(this.room)) || {};
    /** The pass, or null where the failure mode let in; rejected when the visit ends before. @type {Promise<string | null>} */
    this.admitted = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.admitted.catch(() => {}); // told by onEnded too
  }

  /** Told the same as the properties are, beside them. @type {Array<Partial<Pick<Visit, "onPosition" | "onAdmitted" | "onEnded" | "onRoom" | "onTrouble">>>} */
  watchers = [];

  get state() {
    return this.#last?.state ?? "ENTERING";
  }

  /** Goes on until the visit is over. */
  async run() {
    while (!this.#over) {
      const millis = await this.#step().catch((failure) => this.#failed(failure));
      if (!this.#over) await this.around.pause(millis, this.#abort.signal);
    }
  }

  /** The place is free for the next one. */
  complete() {
    return this.#end("POST", "/current/complete", "COMPLETED");
  }

  /** Gives the place up, waiting or inside. */
  cancel() {
    return this.#end("DELETE", "/current", "CANCELLED");
  }

  /** Stops following, and keeps the place as long as the room keeps a silent one. */
  stop() {
    this.#over = true;
    this.#abort.abort();
  }

  /** The page is being closed: the place is freed in 30 s unless something of this visitor is heard before. */
  leave() {
    if (this.state !== "WAITING" || !this.kept.ticket) return;
    this.around.send("POST", "/api/v1/visits/current/leave" + this.#query(), this.#headers(), undefined, { keepalive: true }).catch(() => {});
  }

  /** @returns {Promise<number>} until the next step */
  async #step() {
    if (!this.#last) return this.around.alone(this.room, async () => this.#hear(await this.#enter()));
    if (this.state === "ADMITTED") return this.#hear(await this.#call("POST", "/current/alive"));
    if (this.around.source === "view") return this.#view();
    if (this.around.now() >= this.#streamAgainAt) return this.#stream();
    return this.#hear(await this.#call("GET", "/current"));
  }

  /**
   * Another tab may have a place meanwhile. With a pass alone (the queue was stood elsewhere), the pass is asked after; with a
   * ticket, the place is kept.
   */
  #enter() {
    const kept = this.room && this.around.kept(this.room);
    if (kept && !this.#void.includes(name(kept))) this.kept = kept;
    if (this.kept.pass && !this.kept.ticket) return this.#call("POST", "/current/alive");
    return this.#call("POST", "", this.asked);
  }

  /** @param {any} visit @returns {number} */
  #hear(visit) {
    const before = this.state;
    this.#failures = 0;
    this.#last = { ...this.#last, ...visit };
    this.room = this.#last.room ?? this.room;
    if (visit.ticket) this.kept.ticket = visit.ticket;
    if (visit.pass) {
      this.kept.pass = visit.pass;
      this.kept.until = Date.parse(visit.passExpiresAt) || 0;
    }
    if (LIVING.includes(this.state)) this.#keep();
    else this.#forget();
    if (visit.message !== undefined || visit.roomState) this.#tellRoom({ state: visit.roomState, message: visit.message });
    switch (this.state) {
      case "WAITING":
        if (visit.rank) this.#tell("onPosition", this.#last);
        break;
      case "ADMITTED":
        if (before !== "ADMITTED") this.#admit(this.kept.pass ?? null, false);
        break;
      case "NOT_CONTROLLED":
        this.#admit(null, false);
        this.stop();
        break;
      case "EXPIRED":
        if (visit.reason === "reset") return this.#again(afterReset(Math.random()));
      // falls through
      default:
        this.#finish(this.state, visit.reason);
    }
    return afterAnswer(visit.nextPollMillis, Math.random());
  }

  #keep() {
    if (this.room) this.around.keep(this.room, this.kept);
  }

  /** What is kept, unless it is another tab's newer place. */
  #forget() {
    if (!this.room) return;
    const kept = this.around.kept(this.room);
    if (name(kept) === name(this.kept)) this.around.keep(this.room, null);
  }

  /** A new place in place of the old one. @param {number} millis */
  #again(millis) {
    this.#void.push(name(this.kept));
    this.kept = {};
    this.#last = null;
    return millis;
  }

  /** @returns {Promise<number>} */
  async #stream() {
    const headers = { ...this.#headers(), Accept: "text/event-stream", ...(this.#lastEventId && { "Last-Event-ID": this.#lastEventId }) };
    const abort = new AbortController();
    const stop = () => abort.abort();
    this.#abort.signal.addEventListener("abort", stop);
    let retry = 1000;
    let silence = setTimeout(stop, SILENCE_MILLIS);
    try {
      const body = await this.around.stream("/api/v1/visits/current/stream" + this.#query(), headers, abort.signal);
      for await (const { event, data, id, retry: asked } of eventsOf(body)) {
        clearTimeout(silence);
        silence = setTimeout(stop, SILENCE_MILLIS);
        this.#lastEventId = id || this.#lastEventId;
        retry = asked ?? retry;
        if (event === "replaced") break; // another tab has it: this one polls
        const told = data ? JSON.parse(data) : {};
        if (event === "room") this.#tellRoom(told);
        if (event === "position") this.#hear({ state: "WAITING", ...told });
        if (event === "admitted") return this.#hear(told);
        if (event === "expired") return this.#hear({ state: "EXPIRED", ...told });
        if (event === "replaced" || this.#over) break;
      }
      this.#streamAgainAt = this.around.now() + STREAM_AGAIN_MILLIS;
    } catch (failure) {
      this.#streamAgainAt = this.around.now() + Math.max(STREAM_AGAIN_MILLIS, 1000 * (/** @type {any} */ (failure)?.retryAfter ?? 0));
      retry = /** @type {any} */ (failure)?.status ? 0 : retry;
    } finally {
      clearTimeout(silence);
      this.#abort.signal.removeEventListener("abort", stop);
      abort.abort();
    }
    return retry * (0.5 + Math.random());
  }

  /** Lives on what any cache may answer, and lets the node hear of it now and then. @returns {Promise<number>} */
  async #view() {
    const view = await this.around.view(/** @type {string} */ (this.room), this.#abort.signal);
    this.#tellRoom(view);
    const place = placeIn(view, this.#last);
    const signs = this.around.now() > this.#signAt;
    if (place && !signs) {
      this.#tell("onPosition", { ...this.#last, ...place });
      return viewPauseMillis(place, Math.random());
    }
    this.#signAt = this.around.now() + signPauseMillis(view, Math.random());
    await this.around.pause(place ? 0 : 3000 * Math.random(), this.#abort.signal);
    const visit = await this.#call("GET", "/current");
    this.#hear(visit);
    return place ? viewPauseMillis(place, Math.random()) : afterAnswer(visit.nextPollMillis, Math.random());
  }

  /** @param {any} failure as thrown by Surroundings.send @returns {number} */
  #failed(failure) {
    if (this.#over) return 0;
    const { status = 0, problem = "", retryAfter = 0 } = failure;
    this.#failures++;
    if (status === 404 && problem === "no-room") return this.#let(false);
    if (status === 409) return this.#finish("CLOSED", problem);
    if (status === 401 || (status === 404 && this.#last) || (status === 404 && this.kept.pass)) return this.#lost();
    if (!this.#last && this.around.isUnreachable(failure)) return this.#let(true);
    const millis = afterFailure(this.#failures, retryAfter, Math.random());
    this.#tell("onTrouble", { status, problem, retryMillis: millis });
    return millis;
  }

  /** What was kept is worth nothing (any more): once, a new place is asked for. @returns {number} */
  #lost() {
    const had = this.kept.ticket || this.kept.pass;
    this.#forget();
    return had && !this.#last ? this.#again(0) : this.#finish("EXPIRED");
  }

  /** @param {boolean} bypassed @returns {number} */
  #let(bypassed) {
    this.#last = { state: "NOT_CONTROLLED" };
    this.#admit(null, bypassed);
    this.stop();
    return 0;
  }

  /** @param {string | null} pass @param {boolean} bypassed */
  #admit(pass, bypassed) {
    this.#resolve(pass);
    this.#tell("onAdmitted", { pass, bypassed });
  }

  /** @param {"onPosition" | "onAdmitted" | "onEnded" | "onRoom" | "onTrouble"} what @param {any} news */
  #tell(what, news) {
    for (const watcher of [...this.watchers, this]) watcher[what]?.(news);
  }

  /** @param {string} state @param {string} [reason] @returns {number} */
  #finish(state, reason) {
    this.#last = { ...this.#last, state };
    this.stop();
    this.#reject(new Error("the visit ended: " + state));
    this.#tell("onEnded", { state, reason });
    return 0;
  }

  /** @param {{state?: string, message?: Record<string, string> | null}} room */
  #tellRoom({ state, message }) {
    const told = JSON.stringify([state, message]);
    if (told !== this.#told) this.#tell("onRoom", { state, message });
    this.#told = told;
  }

  /** @param {string} method @param {string} path @param {string} state */
  async #end(method, path, state) {
    const [query, headers] = [this.#query(), this.#headers()];
    const had = this.kept.ticket || this.kept.pass;
    this.stop();
    if (had) await this.around.send(method, "/api/v1/visits" + path + query, headers);
    this.#forget();
    this.#finish(state);
  }

  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  #call(method, path, body) {
    return this.around.send(method, "/api/v1/visits" + path + (path && this.#query()), this.#headers(), body, { signal: this.#abort.signal });
  }

  #query() {
    return this.room ? "?room=" + encodeURIComponent(this.room) : "";
  }

  /** @returns {Record<string, string>} */
  #headers() {
    const { ticket, pass } = this.kept;
    return ticket ? { Authorization: "Ticket " + ticket } : pass ? { Authorization: "Pass " + pass } : {};
  }
}

/** @param {import("./keeping.js").Kept | null} kept */
function name(kept) {
  return kept?.ticket ?? kept?.pass;
}
