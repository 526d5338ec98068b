/** What the browser SDK offers: `/sdk/turnkeeper.js`. */

export interface Options {
  /** The waiting room, as "https://queue.example.com"; only its origin counts. */
  node: string;
  /** Where the waiting page and `/gate/` are reached, if elsewhere. */
  gate?: string;
  /** What happens to newcomers while the waiting room cannot be reached: let in, or made to wait. Default: closed. */
  failure?: "open" | "closed";
  /** Of each call. Default: 3000. */
  timeoutMillis?: number;
  /** Whether the place is followed by the node's stream and polls, or by the public view that a CDN may answer. Default: node. */
  source?: "node" | "view";
  /** Where the public view is, if a CDN answers it. Default: the node. */
  view?: string;
  /** Whether the pass is also kept in the cookie `tkp_<room>` of the page's host, for the service to check. Default: true. */
  cookie?: boolean;
  /** Where tickets and passes are kept; null: in the page's memory. Default: localStorage. */
  storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
}

export interface Place {
  room: string;
  position: number;
  /** How many are still to enter, oneself included. */
  rank: number;
  ahead: number;
  behind: number;
  waiting: number;
  /** null: not known yet. */
  eta: { lowSeconds: number; highSeconds: number } | null;
}

export interface Visit {
  /** WAITING, ADMITTED, COMPLETED, CANCELLED, EXPIRED, BLOCKED, NOT_CONTROLLED; ENTERING and CLOSED are the SDK's own. */
  readonly state: string;
  readonly room: string | null;
  /** The pass, or null where none is needed; rejected when the visit ends before it is let in. */
  readonly admitted: Promise<string | null>;
  onPosition: (place: Place) => void;
  /** bypassed: let in by the failure mode, not by the waiting room. */
  onAdmitted: (admission: { pass: string | null; bypassed: boolean }) => void;
  onEnded: (end: { state: string; reason?: string }) => void;
  onRoom: (room: { state?: string; message?: Record<string, string> | null }) => void;
  /** A call failed; it is tried again by itself. */
  onTrouble: (trouble: { status: number; problem: string; retryMillis: number }) => void;
  complete(): Promise<void>;
  cancel(): Promise<void>;
  /** Stops following; the place stays. */
  stop(): void;
}

export class Turnkeeper {
  constructor(options: Options);
  enter(asked: { room: string } | { url: string } | { action: string }): Visit;
  roomFor(what: string | { action: string }, method?: string): Promise<string | null>;
  fetch(url: string, init?: RequestInit & { onVisit?: (visit: Visit) => void }): Promise<Response>;
  /** Shows a visit over the page until it is let in. */
  show(visit: Visit): void;
  guard(mode: "overlay" | "redirect"): Promise<Visit | null>;
}

declare global {
  /** Made by the script tag. */
  var turnkeeper: Turnkeeper;
}
