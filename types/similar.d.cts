// Apps like one app.
import type { SimilarApps } from './data.cjs';
import type { BatchOptions, PageOptions, SourceOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

/** The app that others are similar to: its id (package name), or the id with what else matters. */
export type SimilarRequest =
  | string
  | (LocaleRequest & {
      /** The app id (package name). */
      readonly appId: string;
      /** Apps, 1 to 250. Default 50. Play has some 70; up to 6 come with the first answer. */
      readonly num?: number | undefined;
    });

/**
 * Looks up the apps that Play calls similar to one, the most similar first, each once; never those by the same
 * developer that Play shows beside them. An app without similar apps has an empty, complete list.
 *
 * Up to 6 come with the RPC `ag2B9c`, which shares HTTP requests with other lookups; more are read off the page of the
 * cluster (some 200 KB), and beyond its 50 by the RPC `qnKhOb`. With `source: 'rpc'` all beyond the first 6 come by
 * `qnKhOb`: fewer and smaller requests, and apps with fewer fields (no screenshots, no description, but a `summary`).
 *
 * Rejects with a `NotFoundError` when Play has no such app in the country asked, with another `PlayfastError` when there
 * is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { apps } = await similar('com.example.app');
 */
export function similar(request: SimilarRequest, options?: PageOptions): Promise<SimilarApps>;

/**
 * Looks up what is similar to many apps; those of one language and country share HTTP requests.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function similarBatch(
  requests: readonly SimilarRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<SimilarApps>[]>;

/** As `similarBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function similarStream(
  requests: Requests<SimilarRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<SimilarApps>, void, undefined>;
