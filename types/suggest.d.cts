// Suggestions for the beginning of a term.
import type { Suggestions } from './data.cjs';
import type { BatchOptions, Options, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

/** What to have suggestions for: the beginning of a term, or that with language and country. */
export type SuggestRequest =
  | string
  | (LocaleRequest & {
      /** What is typed so far; 1,000 bytes at most. */
      readonly term: string;
    });

/**
 * Looks up what Play's search field suggests for the beginning of a term, best first: five terms at most (RPC
 * `IJ4APc`, recorded in 2026). No suggestions is an answer.
 *
 * Rejects with a `PlayfastError` when there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { suggestions } = await suggest('pand');
 * const german = await suggest({ term: 'pand', lang: 'de', country: 'de' });
 */
export function suggest(request: SuggestRequest, options?: Options): Promise<Suggestions>;

/**
 * Looks up suggestions for many terms; up to 32 of one language and country share an HTTP request.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function suggestBatch(
  requests: readonly SuggestRequest[],
  options?: BatchOptions,
): Promise<Outcome<Suggestions>[]>;

/** As `suggestBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function suggestStream(
  requests: Requests<SuggestRequest>,
  options?: StreamOptions,
): AsyncGenerator<Outcome<Suggestions>, void, undefined>;
