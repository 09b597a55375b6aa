// Searches.
import type { SearchResults } from './data.cjs';
import type { AllOptions, BatchOptions, PageOptions, SourceOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

/** A search: the term, or the term with what else matters. */
export type SearchRequest =
  | string
  | (LocaleRequest & {
      /** What is searched for; 1,000 bytes at most. */
      readonly term: string;
      /** Apps, 1 to 250. Default 30. Play serves 20 to 30 and rarely more; see `complete` of the answer. */
      readonly num?: number | undefined;
      /** Which prices. Play's own filter leaks, so the answer is filtered again. Default `'all'`. */
      readonly price?: 'all' | 'free' | 'paid' | undefined;
    });

/**
 * Searches for apps. The app that the term names comes first, each app once. Finding none is no error.
 *
 * Rejects with a `PlayfastError` when there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { apps } = await search({ term: 'panda', price: 'free', country: 'de' });
 */
export function search(request: SearchRequest, options?: PageOptions): Promise<SearchResults>;

/**
 * Searches for many terms; terms of one language and country share HTTP requests.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function searchBatch(
  requests: readonly SearchRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<SearchResults>[]>;

/** As `searchBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function searchStream(
  requests: Requests<SearchRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<SearchResults>, void, undefined>;

/** The same as `search`. */
export function fetchAndParseSearch(request: SearchRequest, options?: PageOptions): Promise<SearchResults>;

/** Searches for many terms, all or nothing, as `fetchAndParseAppsBatch` looks up apps. */
export function fetchAndParseSearchBatch(
  requests: readonly SearchRequest[],
  options: AllOptions & SourceOptions & { readonly settled: true },
): Promise<Outcome<SearchResults>[]>;
export function fetchAndParseSearchBatch(
  requests: readonly SearchRequest[],
  options?: AllOptions & SourceOptions & { readonly settled?: false | undefined },
): Promise<SearchResults[]>;
export function fetchAndParseSearchBatch(
  requests: readonly SearchRequest[],
  options?: AllOptions & SourceOptions,
): Promise<SearchResults[] | Outcome<SearchResults>[]>;
