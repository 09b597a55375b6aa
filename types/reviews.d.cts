// Pages of reviews.
import type { ReviewPage } from './data.cjs';
import type { AllOptions, BatchOptions, Options, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { Requests, UrgentRequest } from './request.cjs';

/** What reviews to look up; what `reviews` and `allReviews` share. */
export interface ReviewFilter {
  /** In which order. Default `'newest'`. */
  readonly sort?: 'relevant' | 'newest' | 'rating' | undefined;
  /** Only reviews with this many stars, 1 to 5. */
  readonly score?: number | undefined;
  /** Only reviews from this kind of device. */
  readonly device?: 'phone' | 'tablet' | 'chromebook' | 'tv' | undefined;
  /** `false` leaves out names, pictures and ids, and the addresses made of them. Default `true`. */
  readonly reviewers?: boolean | undefined;
}

/**
 * A page of reviews to look up: an app id, or the id with what else matters. There is no `country`: Play keeps
 * reviews by language, and the country changes nothing.
 */
export type ReviewsRequest =
  | string
  | (ReviewFilter &
      UrgentRequest & {
        /** The app id (package name). */
        readonly appId: string;
        /** Language code. Each language has reviews of its own. Default: the client's, else `'en'`. */
        readonly lang?: string | undefined;
        /** Reviews per page, 1 to 1,000. Default 150. */
        readonly num?: number | undefined;
        /** The page after the one that came with this `nextToken`. */
        readonly token?: string | undefined;
      });

/**
 * Looks up a page of an app's reviews; `nextToken` asks for the next. For all of them see `allReviews`. An app
 * without reviews, or one that Play does not know, has an empty page.
 *
 * Rejects with a `PlayfastError` when there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { reviews: newest, nextToken } = await reviews({ appId: 'com.example.app', lang: 'de', num: 500 });
 */
export function reviews(request: ReviewsRequest, options?: Options): Promise<ReviewPage>;

/**
 * Looks up pages of reviews of many apps; pages of one language share HTTP requests.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function reviewsBatch(
  requests: readonly ReviewsRequest[],
  options?: BatchOptions,
): Promise<Outcome<ReviewPage>[]>;

/** As `reviewsBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function reviewsStream(
  requests: Requests<ReviewsRequest>,
  options?: StreamOptions,
): AsyncGenerator<Outcome<ReviewPage>, void, undefined>;

/** As `ReviewsRequest`, with a country that has no effect. */
export type AncestorReviewsRequest = string | (Exclude<ReviewsRequest, string> & { readonly country?: unknown });

/** The same as `reviews`; a `country` is accepted and has no effect. */
export function fetchAndParseReviews(request: AncestorReviewsRequest, options?: Options): Promise<ReviewPage>;

/** Looks up pages of reviews of many apps, all or nothing, as `fetchAndParseAppsBatch` looks up apps. */
export function fetchAndParseReviewsBatch(
  requests: readonly AncestorReviewsRequest[],
  options: AllOptions & { readonly settled: true },
): Promise<Outcome<ReviewPage>[]>;
export function fetchAndParseReviewsBatch(
  requests: readonly AncestorReviewsRequest[],
  options?: AllOptions & { readonly settled?: false | undefined },
): Promise<ReviewPage[]>;
export function fetchAndParseReviewsBatch(
  requests: readonly AncestorReviewsRequest[],
  options?: AllOptions,
): Promise<ReviewPage[] | Outcome<ReviewPage>[]>;
