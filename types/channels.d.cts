// What is published on the channels of `node:diagnostics_channel`.
import type { ErrorCode } from './errors.cjs';
import type { Progress } from './options.cjs';

/** What is published on the channel `playfast:batch:start` of `node:diagnostics_channel`. */
export interface BatchStartMessage {
  /** Counts the calls of this thread; single lookups, pages of `allReviews` and files of `catalogue` too. */
  batch: number;
  /** What is looked up. */
  noun:
    | 'app'
    | 'list'
    | 'search'
    | 'reviews'
    | 'suggest'
    | 'permissions'
    | 'dataSafety'
    | 'similar'
    | 'developer'
    | 'availability'
    | 'catalogue';
  /** The function that was called. */
  function: string;
}

/** What is published on `playfast:batch:end`, however it ended. */
export interface BatchEndMessage extends BatchStartMessage, Progress {
  /** Why the call as a whole failed or was aborted. */
  error?: unknown;
}

/**
 * What is published on `playfast:request:end`, once for each HTTP request that ended (not for those that were dropped),
 * with one of the calls that it was for. Calls that began before there was a subscriber publish none.
 */
export interface RequestEndMessage extends BatchStartMessage {
  /** The RPCs that were called, each once; absent for a page. */
  rpcIds?: string[];
  /** Path and query of the page, or the address of a file of the catalogue; absent for RPCs. */
  page?: string;
  /** Lookups in it, those of other calls included. */
  calls: number;
  /** The exit's name, as in `stats()`. */
  exit: string;
  /** HTTP status, where an answer came. */
  status?: number;
  /** Bytes of the body, as they came. */
  bytes: number;
  /** How long it took, in ms. */
  ms: number;
  /** How often the lookup that was asked most often has been asked by now. */
  attempt: number;
  /** Why it brought nothing. */
  cause?: 'refused' | 'blocked' | 'consent' | 'server' | 'network' | 'rejected';
  /** The code of the error that says so. */
  code?: ErrorCode;
}
