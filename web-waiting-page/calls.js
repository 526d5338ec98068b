import { placeIn, signPauseMillis, viewPauseMillis } from "./crowd.js";

/**
 * The page's calls to the node. What comes of them is told as events of waiting.js; nothing here decides.
 *
 * @param {{api: string, room: string, view: string, now: () => number}} where `api` ends before `/api/v1`
 * @param {(event: object) => void} hear
 */
export function callsTo({ api, room, view, now }, hear) {
  const visits = api + "/api/v1/visits";
  const named = "?room=" + encodeURIComponent(room);
  const tell = (type, more) => hear({ type, at: now(), random: Math.random(), ...more });
  let busy = false;
  let stream = null;
  let heardAt = 0;
  let viewing = 0;

  /** One call at a time, each bounded in time. */
  async function call(method, url, body, type) {
    if (busy) return;
    busy = true;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), 10_000);
    try {
      const answer = await fetch(url, {
        method,
        body,
        headers: body ? { "Content-Type": "application/json" } : {},
        cache: "no-store",
        credentials: "same-origin",
        signal: abort.signal,
      });
      const json = await answer.json().catch(() => ({}));
      if (answer.ok) tell(type, { visit: json });
      else tell("failed", { status: answer.status, problem: nameOf(json.type), retryAfterSeconds: seconds(answer) });
    } catch {
      tell("failed", { status: 0 });
    } finally {
      clearTimeout(timer);
      busy = false;
    }
  }

  function close() {
    if (stream) stream.close();
    stream = null;
    clearTimeout(viewing);
    viewing = 0;
  }

  /** Server-sent events. The browser itself connects again; until it has, the page polls. */
  function open() {
    close();
    stream = new EventSource(visits + "/current/stream" + named);
    heardAt = now();
    const on = (name, use) =>
      stream.addEventListener(name, (event) => {
        heardAt = now();
        use(event.data ? JSON.parse(event.data) : {});
      });
    on("open", () => tell("streaming"));
    on("heartbeat", () => {});
    on("position", (position) => tell("position", { position }));
    on("room", ({ state, message, opensAt }) => tell("room", { state, message, opensAt }));
    for (const end of ["admitted", "expired"]) {
      on(end, (visit) => {
        close();
        tell("visit", { visit });
      });
    }
    on("replaced", () => {
      close();
      tell("replaced");
    });
    stream.onerror = () => {
      if (stream && stream.readyState === EventSource.CLOSED) close();
      tell("cut");
    };
  }

  /** Lives on the public view, which any cache may answer; the node hears now and then that somebody is here. */
  function watch(visit) {
    close();
    let signAt = now() + 30_000;
    const look = async () => {
      let next = 10_000;
      try {
        const seen = await (await fetch(view, { credentials: "omit" })).json();
        if (!viewing) return;
        const place = placeIn(seen, visit);
        tell("room", { state: seen.state, message: seen.message, opensAt: seen.opensAt, now: seen.at });
        if (place) {
          tell("position", { position: place });
          next = viewPauseMillis(place, Math.random());
        }
        if (!place || now() > signAt) {
          signAt = now() + signPauseMillis(seen, Math.random());
          setTimeout(() => call("GET", visits + "/current" + named, undefined, "visit"), 3000 * Math.random());
        }
      } catch {
        tell("cut");
      }
      if (viewing) viewing = setTimeout(look, next);
    };
    viewing = setTimeout(look, 1000 * Math.random());
    tell("streaming");
  }

  return {
    enter: () => call("POST", visits, JSON.stringify({ room }), "entered"),
    look: () => call("GET", visits + "/current" + named, undefined, "visit"),
    open,
    watch,
    close,
    isOpen: () => stream !== null || viewing !== 0,
    /** Nothing came for longer than two heartbeats: what carries the stream has died without a word. */
    isSilent: () => stream !== null && now() - heardAt > 75_000,
    /** @returns whether the node knows that the place is given up */
    async cancel() {
      const answer = await fetch(visits + "/current" + named, { method: "DELETE", credentials: "same-origin" });
      return answer.ok || answer.status === 404;
    },
    /** The page is being closed: the place is freed in 30 s, unless this visitor is heard of before (a reload is). */
    leave: () => navigator.sendBeacon(visits + "/current/leave" + named),
  };
}

/** "urn:turnkeeper:problem:held" → "held" */
function nameOf(type) {
  return String(type || "").split(":").pop();
}

/** What Retry-After asks for; 0 where it asks for nothing. */
function seconds(answer) {
  const value = answer.headers.get("Retry-After");
  return /^\d+$/.test(value || "") ? Math.min(600, Number(value)) : 0;
}
