// Apps, one by one, in batches and streams.
import type { App } from './data.cjs';
import type { AppWith, FieldsOptions, Included, IncludeOptions } from './fields.cjs';
import type { AllOptions, BatchOptions, PageOptions, SourceOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

/** An app to look up: its id (package name), or the id with language and country. */
export type AppRequest =
  | string
  | (LocaleRequest & {
      /** The app id (package name): `'com.example.app'`; 255 bytes at most. */
      readonly appId: string;
    });

/**
 * Looks up one app. Single lookups of all kinds that are asked for in the same turn of the event loop share HTTP
 * requests: 100 apps are four of them, as with `appBatch`.
 *
 * Rejects with a `NotFoundError` when Play has no such app in the country asked, with another
 * `PlayfastError` when there is no answer, and with the signal's reason when it is aborted. When Google blocks it
 * rejects with a `BlockedError` at once, unless `deadlineMs` says how long it may wait; batches, streams and walks
 * wait until the block is lifted.
 *
 * @example
 * const { title, score } = await app('com.example.app');
 * const german = await app({ appId: 'com.example.app', lang: 'de', country: 'de' });
 * const { similar } = await app('com.example.app', { include: ['permissions', 'dataSafety', 'similar'] });
 */
export function app<const F extends keyof App, const I extends keyof Included = never>(
  request: AppRequest,
  options: PageOptions & FieldsOptions<F> & Partial<IncludeOptions<I>>,
): Promise<AppWith<F, I>>;
export function app<const I extends keyof Included>(
  request: AppRequest,
  options: PageOptions & IncludeOptions<I>,
): Promise<AppWith<keyof App, I>>;
export function app(request: AppRequest, options?: PageOptions): Promise<App>;

/**
 * Looks up many apps with as few HTTP requests as possible: up to 32 of one language and country share
 * one. Equal requests are asked once.
 *
 * All requests are checked before any is sent. More than 256 are read in several turns of the event loop: do not
 * change them until it settles.
 *
 * Resolves with one outcome per request, in the order asked, whatever became of each. Rejects only when
 * nothing can be asked (`InvalidArgumentError`, which names index and field) or when it is aborted.
 *
 * @example
 * for (const outcome of await appBatch(['com.example.one', 'com.example.two'])) {
 *   if (outcome.status === 'fulfilled') console.log(outcome.value.title);
 *   else console.error(outcome.reason.code);
 * }
 * const lean = await appBatch(manyIds, { fields: ['title', 'score'] });
 */
export function appBatch<const F extends keyof App, const I extends keyof Included = never>(
  requests: readonly AppRequest[],
  options: BatchOptions & SourceOptions & FieldsOptions<F> & Partial<IncludeOptions<I>>,
): Promise<Outcome<AppWith<F, I>>[]>;
export function appBatch<const I extends keyof Included>(
  requests: readonly AppRequest[],
  options: BatchOptions & SourceOptions & IncludeOptions<I>,
): Promise<Outcome<AppWith<keyof App, I>>[]>;
export function appBatch(
  requests: readonly AppRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<App>[]>;

/**
 * As `appBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is, counted from
 * 0. Leaving the loop drops what is still on its way, and ends the iterable. Nothing is read or asked before the first
 * step.
 *
 * The requests may be an array, an iterable or an async iterable of any length: only `highWaterMark` of them are under
 * way at a time, and only those of an array are all in memory. Equal requests are asked once if they are under way
 * together. An iterable that throws ends the stream with what it threw, after the outcomes of all that it gave before.
 *
 * @example
 * for await (const { index, status } of appStream(ids)) console.log(ids[index], status);
 * for await (const outcome of appStream(linesOfAFile, { highWaterMark: 256 })) await save(outcome);
 */
export function appStream<const F extends keyof App, const I extends keyof Included = never>(
  requests: Requests<AppRequest>,
  options: StreamOptions & SourceOptions & FieldsOptions<F> & Partial<IncludeOptions<I>>,
): AsyncGenerator<Outcome<AppWith<F, I>>, void, undefined>;
export function appStream<const I extends keyof Included>(
  requests: Requests<AppRequest>,
  options: StreamOptions & SourceOptions & IncludeOptions<I>,
): AsyncGenerator<Outcome<AppWith<keyof App, I>>, void, undefined>;
export function appStream(
  requests: Requests<AppRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<App>, void, undefined>;

/** The same as `app`. */
export function fetchAndParseApp(request: AppRequest, options?: PageOptions): Promise<App>;

/**
 * Looks up many apps, all or nothing: resolves with the records in the order asked, or rejects with the
 * first failure and drops the rest. With `{ settled: true }` it resolves with outcomes, as `appBatch` does.
 *
 * @example
 * const apps = await fetchAndParseAppsBatch(['com.example.one', 'com.example.two']);
 */
export function fetchAndParseAppsBatch(
  requests: readonly AppRequest[],
  options: AllOptions & SourceOptions & { readonly settled: true },
): Promise<Outcome<App>[]>;
export function fetchAndParseAppsBatch(
  requests: readonly AppRequest[],
  options?: AllOptions & SourceOptions & { readonly settled?: false | undefined },
): Promise<App[]>;
export function fetchAndParseAppsBatch(
  requests: readonly AppRequest[],
  options?: AllOptions & SourceOptions,
): Promise<App[] | Outcome<App>[]>;
