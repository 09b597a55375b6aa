// What a client did and does.

/** What a client did since it was made, and does now. */
export interface Stats {
  /** HTTP requests sent. */
  requests: number;
  /** Calls in them. */
  calls: number;
  /** Bytes of answers' bodies, as they came. */
  bytes: number;
  /** Calls that were asked once more, each time counted. */
  retries: number;
  /** Requests answered with 429 or 503. */
  refused: number;
  /** Requests answered with a captcha, a consent or 403. */
  blocked: number;
  /** Requests that failed in other ways. */
  failed: number;
  /** Requests dropped because nobody waited for them any more. */
  dropped: number;
  /** The exits, in the order of `proxies`; none before the first lookup. */
  exits: ExitStats[];
}

/** A way out: a proxy, or this machine's address. */
export interface ExitStats {
  /** `'direct'`, or the proxy's address without its credentials. */
  name: string;
  /** HTTP requests on the wire. */
  inFlight: number;
  /** HTTP requests at the same time that the pace allows. */
  concurrency: number;
  /** HTTP requests per second that the pace allows; absent where there is no limit. */
  ratePerSecond?: number;
  /** Why it asks nothing now; absent if it does. */
  held?: string;
  /** For how long it will ask nothing, in ms, as far as this is known. */
  heldForMs?: number;
}

/**
 * What the client that the functions share did since `configure`, and does now.
 *
 * @example
 * const { requests, exits } = stats();
 */
export function stats(): Stats;
