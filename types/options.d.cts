// What can be set per call, and what a call tells on its way.

/** What can be set per call. */
export interface Options {
  /** Stops the call: requests on the wire are dropped, and it rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The longest one HTTP request may take, in ms, 1 to 600,000; a retry has it anew. Default: the client's, else
   * 30,000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest the whole call may take, in ms, 1 to 86,400,000, with its retries, its turn in the queue and the time
   * that Google blocks or asks to wait. What has no outcome then fails: with what held it up, else with a
   * `TimeoutError`. A stream that is not read to its end by then throws one. Default: the client's, else none.
   */
  readonly deadlineMs?: number | undefined;
  /**
   * How urgent it is, -10 to 10: what is more urgent is asked first, and what waits becomes more urgent by 1 in 5
   * seconds. Default 0.
   */
  readonly priority?: number | undefined;
}

/** What can be set per call for many. */
export interface BatchOptions extends Options {
  /** HTTP requests of this call at the same time, 1 to 256, within the client's. Default: no bound of its own. */
  readonly concurrency?: number | undefined;
  /**
   * Is told how far the call is: at most 10 times a second, and once at its end, also if it fails; never after an
   * abort or when a loop is left early. What it throws ends the call, which rejects with it.
   */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What can be set per call for streams. */
export interface StreamOptions extends BatchOptions {
  /**
   * The most requests that are read and whose outcomes you have not dealt with yet, 1 to 1,000,000: an outcome counts
   * until the next one is asked for. Default 1,024; where little is asked of each app (`fields`, availability), up to
   * 4,000.
   */
  readonly highWaterMark?: number | undefined;
}

/** How far a call is. */
export interface Progress {
  /** Lookups that have their outcome, failed ones included. */
  done: number;
  /** Lookups that failed. */
  failed: number;
  /** Lookups of the call; of an iterable those that are read so far. */
  total: number;
  /** HTTP requests that asked for any of them. */
  requests: number;
  /** Bytes of the answers' bodies as they came; of requests that are shared with other calls, this call's part. */
  bytes: number;
  /** Lookups that were asked once more, each time counted. */
  retries: number;
  /** How long limits, pauses and blocks have held something back, in ms. */
  waitingMs: number;
  /** Outcomes per second since the start. */
  ratePerSecond: number;
}

/** Where the answers come from, for lookups that Play also shows on a page. */
export interface SourceOptions {
  /**
   * The packed RPC, the page (some 200 KB each), or `'auto'`: the RPC, and the page where the RPC rejects the
   * lookup or three of its answers could not be read or left it out. Default `'auto'`.
   */
  readonly source?: 'auto' | 'rpc' | 'page' | undefined;
}

/** Options of one lookup that Play also shows on a page. */
export interface PageOptions extends Options, SourceOptions {}

/** Options of the all-or-nothing batches. */
export interface AllOptions extends BatchOptions {
  /** `true` gives outcomes, as `Promise.allSettled` does, instead of the first failure. Default `false`. */
  readonly settled?: boolean | undefined;
}
