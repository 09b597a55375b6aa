// The walk through all reviews of an app.
import type { Review } from './data.cjs';
import type { Options } from './options.cjs';
import type { ReviewFilter } from './reviews.cjs';

/** Options of `allReviews`. `deadlineMs` is the longest that the whole walk may take, from its first step on. */
export interface AllReviewsOptions extends ReviewFilter, Options {
  /** The language. Default: the client's, else `'en'`. */
  readonly lang?: string | undefined;
  /**
   * Several languages instead of `lang`, or `'all'` that a source has seen reviews in. Codes that share their
   * reviews (`'ru'` and `'tg'`) are walked once.
   */
  readonly langs?: readonly string[] | 'all' | undefined;
  /** Only reviews from this time on (Date, or ms since 1970). In the order `'newest'` older pages are not asked for. */
  readonly since?: Date | number | undefined;
  /** Only reviews up to this time (Date, or ms since 1970). */
  readonly until?: Date | number | undefined;
  /** Ends after this many reviews. Default: all. */
  readonly max?: number | undefined;
  /**
   * Goes on where another walk was: its `cursor`, whose language must be one of this walk's; or a `nextToken` of
   * `reviews`, for the first language. Languages before it are left out.
   */
  readonly from?: string | undefined;
  /** Reviews per HTTP request, 1 to 1,000. Default 1,000. */
  readonly num?: number | undefined;
}

/** A walk through all reviews of an app. It can be walked once. */
export interface ReviewWalk extends AsyncIterable<Review> {
  /**
   * Goes on from here: the option `from` of another walk with the same options. It names a language and the page
   * being read, `'en:TOKEN'`, so what this walk gave of that page comes again. `undefined` when there is nothing
   * left: after `end`, `since` and `repeatedToken`.
   */
  readonly cursor: string | undefined;
  /** Pages read so far. */
  readonly pages: number;
  /** Reviews yielded so far. */
  readonly reviews: number;
  /** Why it ended; `undefined` while it has not, and when its loop was left. */
  readonly end: ReviewWalkEnd | undefined;
}

/** Why a walk ended. */
export interface ReviewWalkEnd {
  /**
   * `end`: there are no more. `max`: as many as asked for, and there may be more. `since`: the pages left are older
   * than asked for. `repeatedToken`: in some language Play began to repeat itself, so there may be more. `error`: a
   * page failed for good, or the walk was aborted; it threw `error`.
   */
  reason: 'end' | 'max' | 'since' | 'repeatedToken' | 'error';
  /** Reviews yielded. */
  reviews: number;
  /** Pages read. */
  pages: number;
  /** Only with the reason `error`. */
  error?: unknown;
}

/**
 * Walks through all reviews of an app, page after page and language after language; each review comes once. Each
 * language keeps the cookies of its own chain, in memory only. A page that fails is asked again with the same
 * token; if it fails for good the walk throws, and `cursor` goes on from there.
 *
 * Throws an `InvalidArgumentError` at once when an option cannot be, a `ClientClosedError` on a closed client; nothing is asked before the first step.
 *
 * @example
 * const walk = allReviews('com.example.app', { langs: ['en', 'de'], since: new Date('2026-01-01') });
 * for await (const review of walk) save(review);
 * console.log(walk.end?.reason, walk.cursor);
 */
export function allReviews(appId: string, options?: AllReviewsOptions): ReviewWalk;
