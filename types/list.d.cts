// Charts.
import type { AppList } from './data.cjs';
import type { AllOptions, BatchOptions, Options, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

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

/** A chart to look up. Every field has a default. */
export interface ListRequest extends LocaleRequest {
  /** Default `'APPLICATION'`: all apps. */
  readonly category?: CategoryId | undefined;
  /** Default `'TOP_FREE'`. */
  readonly collection?: Collection | undefined;
  /** Rows, 1 to 660. Default 100. Play serves about 200 at most; see `complete` of the answer. */
  readonly num?: number | undefined;
}

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
