// A client of its own. The library that `Symbol.asyncDispose` is in is named for projects without Node's types.
/// <reference lib="esnext.disposable" />

import type { PlayStoreOptions } from './configure.cjs';

/** What of this module is no lookup of a client. */
type NoLookup =
  | 'PlayStore'
  | 'configure'
  | 'isPlayfastError'
  | 'parseAppPage'
  | 'parseSearchPage'
  | 'parseListResponse'
  | 'parseReviewsResponse'
  | `${string}Error`;

/** All lookups of this module, and `stats`. */
export type Lookups = Omit<typeof import('../index.cjs'), NoLookup>;

export interface PlayStore extends Lookups {}
/**
 * A client of its own: settings, pace, connections, cache and statistics. Its methods are the functions of this module
 * that look something up (`app`, `appBatch`, …), and `stats`. Two clients share nothing but the process's threads.
 *
 * A client that is let go without `close()` is freed when its last call has ended; it never keeps the process alive.
 *
 * @example
 * await using store = new PlayStore({ lang: 'de', country: 'de', rate: 2 });
 * const outcomes = await store.appBatch(['com.example.one', 'com.example.two']);
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: its methods are the functions, and so are their types.
export class PlayStore {
  /** Throws an `InvalidArgumentError` that names the field. Nothing is asked before the first lookup. */
  constructor(settings?: PlayStoreOptions);
  /**
   * Ends what the client does: lookups that have no outcome fail with a `ClientClosedError`; walks, and streams whose
   * requests are not all read, throw one; requests on the wire are dropped. Later calls fail with one; `stats()` can still
   * be asked. Resolves when nothing is left.
   */
  close(): Promise<void>;
  /** The same as `close`. */
  [Symbol.asyncDispose](): Promise<void>;
}
