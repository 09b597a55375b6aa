// The public types. The data types are generated from the Rust models; what is written here by hand are the
// functions, their requests and options, and the errors.
import type {
  App,
  AppList,
  DataSafety,
  Permissions,
  Review,
  ReviewPage,
  SearchResults,
  Suggestions,
} from './lib/binding.cjs';

export type {
  App,
  AppCard,
  AppList,
  Category,
  ChartPlace,
  Criteria,
  DataSafety,
  DataSafetyEntry,
  DataSafetyNote,
  FormFactorScore,
  Histogram,
  Permission,
  PermissionGroup,
  Permissions,
  Review,
  ReviewPage,
  SearchResults,
  SecurityPractice,
  Suggestions,
} from './lib/binding.cjs';

/** A kind of chart. */
export type Collection = 'TOP_FREE' | 'TOP_PAID' | 'GROSSING' | 'NEW_FREE' | 'NEW_PAID' | 'MOVERS_SHAKERS';

/** The id of a category that has charts; `APPLICATION` is all apps, `GAME` all games. */
export type CategoryId =
  | 'APPLICATION'
  | 'ANDROID_WEAR'
  | 'ART_AND_DESIGN'
  | 'AUTO_AND_VEHICLES'
  | 'BEAUTY'
  | 'BOOKS_AND_REFERENCE'
  | 'BUSINESS'
  | 'COMICS'
  | 'COMMUNICATION'
  | 'DATING'
  | 'EDUCATION'
  | 'ENTERTAINMENT'
  | 'EVENTS'
  | 'FINANCE'
  | 'FOOD_AND_DRINK'
  | 'HEALTH_AND_FITNESS'
  | 'HOUSE_AND_HOME'
  | 'LIBRARIES_AND_DEMO'
  | 'LIFESTYLE'
  | 'MAPS_AND_NAVIGATION'
  | 'MEDICAL'
  | 'MUSIC_AND_AUDIO'
  | 'NEWS_AND_MAGAZINES'
  | 'PARENTING'
  | 'PERSONALIZATION'
  | 'PHOTOGRAPHY'
  | 'PRODUCTIVITY'
  | 'SHOPPING'
  | 'SOCIAL'
  | 'SPORTS'
  | 'TOOLS'
  | 'TRAVEL_AND_LOCAL'
  | 'VIDEO_PLAYERS'
  | 'WATCH_FACE'
  | 'WEATHER'
  | 'GAME'
  | 'GAME_ACTION'
  | 'GAME_ADVENTURE'
  | 'GAME_ARCADE'
  | 'GAME_BOARD'
  | 'GAME_CARD'
  | 'GAME_CASINO'
  | 'GAME_CASUAL'
  | 'GAME_EDUCATIONAL'
  | 'GAME_MUSIC'
  | 'GAME_PUZZLE'
  | 'GAME_RACING'
  | 'GAME_ROLE_PLAYING'
  | 'GAME_SIMULATION'
  | 'GAME_SPORTS'
  | 'GAME_STRATEGY'
  | 'GAME_TRIVIA'
  | 'GAME_WORD'
  | 'FAMILY';

/** What every request may have. */
export interface UrgentRequest {
  /** How urgent it is, -10 to 10. Default: the option `priority` of the call. */
  readonly priority?: number | undefined;
}

/** In which language and for which country Play is asked. */
export interface LocaleRequest extends UrgentRequest {
  /** Language code, with a region or script if need be: `'de'`, `'pt-BR'`. Default `'en'`. */
  readonly lang?: string | undefined;
  /** Two-letter country code: `'de'`. Default `'us'`. */
  readonly country?: string | undefined;
}

/** An app to look up: its id (package name), or the id with language and country. */
export type AppRequest =
  | string
  | (LocaleRequest & {
      /** The app id (package name): `'com.example.app'`; 255 bytes at most. */
      readonly appId: string;
    });

/** A chart to look up. Every field has a default. */
export interface ListRequest extends LocaleRequest {
  /** Default `'APPLICATION'`: all apps. */
  readonly category?: CategoryId | undefined;
  /** Default `'TOP_FREE'`. */
  readonly collection?: Collection | undefined;
  /** Rows, 1 to 660. Default 100. Play serves about 200 at most; see `complete` of the answer. */
  readonly num?: number | undefined;
}

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
        /** Language code. Each language has reviews of its own. Default `'en'`. */
        readonly lang?: string | undefined;
        /** Reviews per page, 1 to 1,000. Default 150. */
        readonly num?: number | undefined;
        /** The page after the one that came with this `nextToken`. */
        readonly token?: string | undefined;
      });

/** What to have suggestions for: the beginning of a term, or that with language and country. */
export type SuggestRequest =
  | string
  | (LocaleRequest & {
      /** What is typed so far; 1,000 bytes at most. */
      readonly term: string;
    });

/** Whose permissions to look up, as for `app`. */
export type PermissionsRequest = AppRequest;

/** Whose data safety section to look up, as for `app`. */
export type DataSafetyRequest = AppRequest;

/** What can be set per call. */
export interface Options {
  /** Stops the call: requests on the wire are dropped, and it rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The longest one HTTP request may take, in ms, 1 to 600,000; a retry has it anew. Default: what
   * `configure` says, else 30,000.
   */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest the whole call may take, in ms, 1 to 86,400,000, with its retries, its turn in the queue and the time
   * that Google blocks or asks to wait. What has no outcome then fails: with what held it up, else with a
   * `TimeoutError`. A stream that is not read to its end by then throws one. Default: none.
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
  /** HTTP requests of this call at the same time, 1 to 256, within what `configure` says. Default: no bound of its own. */
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
   * until the next one is asked for. Default 1,024.
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

/** Some fields of each app instead of all. */
export interface FieldsOptions<F extends keyof App> {
  /**
   * Names of the fields wanted; the app's id and address come along. A field that an app does not have stays absent.
   * Play sends no more than is asked for: of a title and a score some 300 bytes an app instead of 16,000, up to 1,000
   * apps in an HTTP request instead of 32.
   */
  readonly fields: readonly F[];
}

/** An app with the fields asked for. */
export type AppWith<F extends keyof App> = Pick<App, F | 'appId' | 'url'>;

/** Options of the all-or-nothing batches. */
export interface AllOptions extends BatchOptions {
  /** `true` gives outcomes, as `Promise.allSettled` does, instead of the first failure. Default `false`. */
  readonly settled?: boolean | undefined;
}

/**
 * What a stream reads. A list is checked whole before anything is sent. An iterable is read as far as the high-water
 * mark allows; a request in it that cannot be asked is an outcome rejected with an `InvalidArgumentError`.
 */
export type Requests<T> = object & (Iterable<T> | AsyncIterable<T>);

/** What became of one request of a batch. `index` is its place among the requests. */
export type Outcome<T> =
  | { status: 'fulfilled'; value: T; index: number }
  | { status: 'rejected'; reason: PlayfastError; index: number };

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
 */
export function app<const F extends keyof App>(
  request: AppRequest,
  options: PageOptions & FieldsOptions<F>,
): Promise<AppWith<F>>;
export function app(request: AppRequest, options?: PageOptions): Promise<App>;

/**
 * Looks up many apps with as few HTTP requests as possible: up to 32 of one language and country share
 * one. Equal requests are asked once.
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
export function appBatch<const F extends keyof App>(
  requests: readonly AppRequest[],
  options: BatchOptions & SourceOptions & FieldsOptions<F>,
): Promise<Outcome<AppWith<F>>[]>;
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
export function appStream<const F extends keyof App>(
  requests: Requests<AppRequest>,
  options: StreamOptions & SourceOptions & FieldsOptions<F>,
): AsyncGenerator<Outcome<AppWith<F>>, void, undefined>;
export function appStream(
  requests: Requests<AppRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<App>, void, undefined>;

/**
 * Looks up one chart: the apps of a collection in a category, best first. `{}` is the default chart.
 *
 * When fewer rows come than were asked for, `complete` is `false` and `incompleteBecause` says why; an empty
 * chart is no error. Rejects with a `PlayfastError` when there is no answer, and with the signal's reason when
 * it is aborted.
 *
 * @example
 * const { apps, complete } = await list({ category: 'GAME_PUZZLE', collection: 'GROSSING', num: 50 });
 */
export function list(request: ListRequest, options?: Options): Promise<AppList>;

/**
 * Looks up many charts; charts of one language and country share HTTP requests.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 *
 * @example
 * const outcomes = await listBatch(['us', 'de', 'jp'].map((country) => ({ category: 'TOOLS', country })));
 */
export function listBatch(requests: readonly ListRequest[], options?: BatchOptions): Promise<Outcome<AppList>[]>;

/**
 * As `listBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is.
 * Leaving the loop drops what is still on its way. Nothing is asked before the first step.
 *
 * @example
 * for await (const outcome of listStream([{ category: 'GAME' }, { category: 'TOOLS' }])) save(outcome);
 */
export function listStream(
  requests: Requests<ListRequest>,
  options?: StreamOptions,
): AsyncGenerator<Outcome<AppList>, void, undefined>;

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

/** Options of `allReviews`. `deadlineMs` is the longest that the whole walk may take, from its first step on. */
export interface AllReviewsOptions extends ReviewFilter, Options {
  /** The language. Default `'en'`. */
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
 * Throws an `InvalidArgumentError` at once when an option cannot be; nothing is asked before the first step.
 *
 * @example
 * const walk = allReviews('com.example.app', { langs: ['en', 'de'], since: new Date('2026-01-01') });
 * for await (const review of walk) save(review);
 * console.log(walk.end?.reason, walk.cursor);
 */
export function allReviews(appId: string, options?: AllReviewsOptions): ReviewWalk;

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

/**
 * Looks up the permissions that an app asks for (RPC `xdSrCf`, recorded in 2026): the common groups, the group "Other",
 * and those in no group. The texts are in the language asked; ids of groups are the same in every language. An app
 * that asks for none has an empty list.
 *
 * Rejects with a `NotFoundError` when Play serves no such app in the country asked, with another `PlayfastError` when
 * there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { permissions: all, groups } = await permissions('com.example.app');
 * const camera = groups.find(({ id }) => id === 'camera')?.permissions ?? [];
 */
export function permissions(request: PermissionsRequest, options?: Options): Promise<Permissions>;

/**
 * Looks up the permissions of many apps; up to 32 of one language and country share an HTTP request.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function permissionsBatch(
  requests: readonly PermissionsRequest[],
  options?: BatchOptions,
): Promise<Outcome<Permissions>[]>;

/** As `permissionsBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function permissionsStream(
  requests: Requests<PermissionsRequest>,
  options?: StreamOptions,
): AsyncGenerator<Outcome<Permissions>, void, undefined>;

/**
 * Looks up what an app's developer declares of its users' data: what is shared, what is collected, how it is kept safe
 * (field 138 of the RPC `Ws7gDc`, as on the page recorded in 2026). An app that declares nothing has empty lists; the
 * headings, where Play serves them, tell it from one that says that it shares nothing.
 *
 * Rejects with a `NotFoundError` when Play has no such app in the country asked, with another `PlayfastError` when
 * there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { sharedData, collectedData } = await dataSafety('com.example.app');
 * for (const { type, data, optional, purpose } of collectedData) console.log(type, data, optional, purpose);
 */
export function dataSafety(request: DataSafetyRequest, options?: PageOptions): Promise<DataSafety>;

/**
 * Looks up the data safety of many apps; up to 32 of one language and country share an HTTP request.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function dataSafetyBatch(
  requests: readonly DataSafetyRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<DataSafety>[]>;

/** As `dataSafetyBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function dataSafetyStream(
  requests: Requests<DataSafetyRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<DataSafety>, void, undefined>;

/** A category of apps. */
export interface StoreCategory {
  /** Its id, as `list` takes it. `APPLICATION` stands for all apps, `GAME` for all games. */
  id: CategoryId;
  /** The branch of the store that it is in. */
  kind: 'app' | 'game' | 'family';
}

/**
 * The categories of apps, by branches: those that `list` takes. They are known to playfast, so nothing is asked; Play's
 * pages name them no more.
 *
 * @example
 * const games = (await categories()).filter(({ kind }) => kind === 'game');
 */
export function categories(): Promise<StoreCategory[]>;

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

/** The same as `list`. */
export function fetchAndParseList(request: ListRequest, options?: Options): Promise<AppList>;

/**
 * Looks up many charts, all or nothing: resolves with the charts in the order asked, or rejects with the
 * first failure and drops the rest. With `{ settled: true }` it resolves with outcomes, as `listBatch` does.
 *
 * @example
 * const [games, tools] = await fetchAndParseListBatch([{ category: 'GAME' }, { category: 'TOOLS' }]);
 */
export function fetchAndParseListBatch(
  requests: readonly ListRequest[],
  options: AllOptions & { readonly settled: true },
): Promise<Outcome<AppList>[]>;
export function fetchAndParseListBatch(
  requests: readonly ListRequest[],
  options?: AllOptions & { readonly settled?: false | undefined },
): Promise<AppList[]>;
export function fetchAndParseListBatch(
  requests: readonly ListRequest[],
  options?: AllOptions,
): Promise<AppList[] | Outcome<AppList>[]>;

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

/**
 * Reads an app's details page that you fetched. Its JSON-LD must agree with its data on title, score and price.
 * Rejects with a `ParseError`. Over 64 KB it is parsed off the JS thread.
 *
 * @example
 * const { title } = await parseAppPage(await (await fetch(url)).text());
 */
export function parseAppPage(
  html: string | Uint8Array,
  options?: {
    /** The app that the page must be about. */
    readonly appId?: string | undefined;
  },
): Promise<App>;

/** Reads a search page that you fetched. Rejects with a `ParseError`. */
export function parseSearchPage(html: string | Uint8Array): Promise<SearchResults>;

/** Reads an answer of the RPC `vyAe2`, in either framing, or its payload. Rejects with a `ParseError`. */
export function parseListResponse(text: string | Uint8Array): Promise<AppList>;

/**
 * Reads an answer of the RPC `oCPfdb` or `UsvDTd`, in either framing, or its payload. Rejects with a `ParseError`.
 */
export function parseReviewsResponse(
  text: string | Uint8Array,
  options?: {
    /** The app that is reviewed; without, the reviews have no `url`. */
    readonly appId?: string | undefined;
  },
): Promise<ReviewPage>;

/** Settings of the client that the functions of this module share. */
export interface ConfigureOptions {
  /**
   * The origin to ask: https, or http for this machine only. Default: the environment variable
   * `PLAYFAST_BASE_URL`, else `https://play.google.com`. Any other is named once on stderr.
   */
  readonly baseUrl?: string | undefined;
  /**
   * Certificates in PEM form to trust besides Mozilla's, the platform's and those of `NODE_EXTRA_CA_CERTS`.
   * Default: none.
   */
  readonly ca?: string | undefined;
  /** The header `User-Agent`. Default: a desktop browser's. */
  readonly userAgent?: string | undefined;
  /** HTTP requests at the same time through each exit, 1 to 256. Default 16. */
  readonly concurrency?: number | undefined;
  /**
   * HTTP requests per second through each exit, after a burst of 48: a fixed number, 0.01 to 1,000; bounds, within
   * which it finds the pace that Google allows; or `'off'`. Default: bounds of 0.5 and 12, starting at 4.
   */
  readonly rate?: number | 'off' | RateBounds | undefined;
  /**
   * Tries of a lookup before it fails, 1 to 20. Default 6. All lookups of a batch together may ask again twice per lookup
   * and 30 times, so that an outage that hits all of them is asked about three times.
   */
  readonly attempts?: number | undefined;
  /** The longest one HTTP request may take, in ms, 1 to 600,000. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /**
   * The longest pause that is made when Google asks for one (`Retry-After`), in ms, 1 to 86,400,000; where it asks for
   * more, the lookups fail. Default 120,000.
   */
  readonly maxRetryAfterMs?: number | undefined;
  /**
   * What happens when Google asks for consent: `'block'` counts as a block, `'reject'` sends a cookie that refuses
   * everything, and is a block only if that does not help. Default `'block'`.
   */
  readonly consent?: 'block' | 'reject' | undefined;
  /** Keeps answers in memory, for lookups that are equal in every field; failures are not kept. Default: none. */
  readonly cache?: CacheBounds | undefined;
  /**
   * The proxies to ask through, 1 to 1,000: addresses such as `'http://user:password@host:port'`, with `http`, `https`
   * or `socks5`. Each has limits, pace and blocks of its own; one that is blocked or cannot be reached rests while the
   * others go on. Default: this machine's address, or what `HTTPS_PROXY` says.
   */
  readonly proxies?: readonly (string | ProxySettings)[] | undefined;
}

/** Within what the pace is found, in HTTP requests per second, 0.01 to 1,000: `min <= start <= max`. */
export interface RateBounds {
  /** Default 0.5, or `max` if that is less. */
  readonly min?: number | undefined;
  /** Default 4, or the nearest that the others allow. */
  readonly start?: number | undefined;
  /** Default 12, or `min` if that is more. */
  readonly max?: number | undefined;
}

/** How much is kept in memory. */
export interface CacheBounds {
  /** Bytes, 1 to 4,294,967,295. */
  readonly maxBytes: number;
  /** How old an answer may become, in ms, 1 to 86,400,000. */
  readonly maxAgeMs: number;
}

/** A proxy that is only asked for some countries. */
export interface ProxySettings {
  /** Its address. */
  readonly url: string;
  /** Two-letter codes of the countries that are asked for through it. Default: all. */
  readonly countries?: readonly string[] | undefined;
}

/**
 * Replaces the client that the functions of this module share, in this process with all its worker threads.
 * What is not named has its default. Calls that are under way keep the client they began with.
 *
 * Throws an `InvalidArgumentError`, which names the field, and then changes nothing.
 *
 * @example
 * configure({ rate: 2, concurrency: 8 });
 * configure({ proxies: ['http://user:password@one.example:8080', { url: 'socks5://two.example:1080', countries: ['kr'] }] });
 */
export function configure(settings: ConfigureOptions): void;

/** What the client that the functions share did since `configure`, and does now. */
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
 * What the client that the functions share did and does.
 *
 * @example
 * const { requests, exits } = stats();
 */
export function stats(): Stats;

/** What is published on the channel `playfast:batch:start` of `node:diagnostics_channel`. */
export interface BatchStartMessage {
  /** Counts the calls of this thread; single lookups and pages of `allReviews` too. */
  batch: number;
  /** What is looked up. */
  noun: 'app' | 'list' | 'search' | 'reviews' | 'suggest' | 'permissions' | 'dataSafety';
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
  /** Path and query of the page; absent for RPCs. */
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

/** The code of an error: stable, one per cause. */
export type ErrorCode =
  | 'ERR_PLAYFAST_NOT_FOUND'
  | 'ERR_PLAYFAST_RATE_LIMITED'
  | 'ERR_PLAYFAST_BLOCKED'
  | 'ERR_PLAYFAST_SERVER'
  | 'ERR_PLAYFAST_REQUEST_REJECTED'
  | 'ERR_PLAYFAST_NETWORK'
  | 'ERR_PLAYFAST_TIMEOUT'
  | 'ERR_PLAYFAST_PARSE'
  | 'ERR_PLAYFAST_INVALID_ARGUMENT'
  | 'ERR_PLAYFAST_CLIENT_CLOSED'
  | 'ERR_PLAYFAST_INTERNAL';

/** What an error is made of. */
export interface Failure {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  status?: number;
  attempts?: number;
  retryAfterMs?: number;
  cause?: string;
  missing?: string[];
  block?: string;
  index?: number;
  field?: string;
}

/** Why a lookup failed. The message says what was asked, what came, and what to do. */
export class PlayfastError extends Error {
  constructor(failure: Failure);
  /** One per cause. */
  readonly code: ErrorCode;
  /** Whether the same lookup may succeed later. */
  readonly retryable: boolean;
  /** HTTP status of the last answer, where there was one. */
  readonly status?: number;
  /** HTTP requests that were spent on the lookup. */
  readonly attempts?: number;
  /** How long Play asked to wait, or a block's pause still lasts, in ms. */
  readonly retryAfterMs?: number;
  /** What was asked, as it was passed. */
  readonly request?: unknown;
  /** The error underneath, where there is one. */
  override readonly cause?: Error;
  /** Which of the requests is wrong (`InvalidArgumentError`). */
  readonly index?: number;
  /** The field that is wrong (`InvalidArgumentError`). */
  readonly field?: string;
  /** Required fields that the answer lacks (`ParseError`). */
  readonly missing?: readonly string[];
  /** The part of the answer that has not the documented shape, by its RPC id (`ParseError`). */
  readonly block?: string;
}

/** Play has no such app in the country asked. */
export class NotFoundError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_NOT_FOUND';
}

/** Play asked for fewer requests (429), until the tries were spent or for longer than is waited. */
export class RateLimitedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_RATE_LIMITED';
}

/**
 * Google asked for a captcha or a consent, or refused the address. Nothing is asked from there for 30 seconds, then one
 * request finds out; each further pause is twice as long, up to 10 minutes. `retryAfterMs` says how much is left.
 */
export class BlockedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_BLOCKED';
}

/** Play failed (5xx, or left the call unanswered) until the tries were spent. */
export class ServerError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_SERVER';
}

/** Play refused the request itself. */
export class RequestRejectedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_REQUEST_REJECTED';
}

/** No answer came: name resolution, connection, certificate, or a broken body. */
export class NetworkError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_NETWORK';
}

/** No answer came in time (`timeoutMs`, `deadlineMs`). */
export class TimeoutError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_TIMEOUT';
}

/** An answer came that has not the documented shape; `missing` and `block` say where. */
export class ParseError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_PARSE';
}

/** An argument or a setting that cannot be; nothing was sent. `index` and `field` say which. */
export class InvalidArgumentError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_INVALID_ARGUMENT';
}

/** The client was closed. */
export class ClientClosedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_CLIENT_CLOSED';
}
