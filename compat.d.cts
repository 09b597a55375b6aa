// The types of the facade for users of google-play-scraper, under the names that its own types have.
import type { age, category, collection, permission, sort } from './types/compat-constants.cjs';
import type {
  IAppItem,
  IAppItemFullDetail,
  IDataSafetyResult,
  IPermissionItem,
  IReviewsResult,
} from './types/compat-data.cjs';
import type {
  IFnAppOptions,
  IFnCategoriesOptions,
  IFnDatasafetyOptions,
  IFnDeveloperOptions,
  IFnListOptions,
  IFnPermissionsOptions,
  IFnReviewsOptions,
  IFnSearchOptions,
  IFnSimilarOptions,
  IFnSuggestOptions,
  IListingOptions,
  IMemoizedOptions,
} from './types/compat-options.cjs';

export * from './types/compat-constants.cjs';
export * from './types/compat-data.cjs';
export * from './types/compat-options.cjs';

/** A function that lists apps. */
export interface IFnListing<Options extends IListingOptions> {
  (options: Options & { readonly fullDetail: true }): Promise<IAppItemFullDetail[]>;
  (options: Options & { readonly fullDetail?: false | undefined }): Promise<IAppItem[]>;
  (options: Options): Promise<IAppItem[] | IAppItemFullDetail[]>;
}

/** What each function of `memoized()` has besides. */
export interface IRemembering {
  /** Forgets everything. */
  clear(): void;
}

/**
 * Looks up an app's record. Rejects with the message `App not found (404)` and the status 404 when Play has no such app.
 *
 * @example
 * const { title, score } = await gplay.app({ appId: 'com.example.app' });
 */
export declare const app: (options: IFnAppOptions) => Promise<IAppItemFullDetail>;

/**
 * Looks up the apps of a chart, best first.
 *
 * @example
 * const apps = await gplay.list({ category: gplay.category.GAME_ACTION, num: 50 });
 */
export declare const list: IFnListing<IFnListOptions> & (() => Promise<IAppItem[]>);

/**
 * Searches for apps.
 *
 * @example
 * const apps = await gplay.search({ term: 'panda', num: 10, fullDetail: true });
 */
export declare const search: IFnListing<IFnSearchOptions>;

/**
 * Looks up a developer's apps, by the developer's number or name. Rejects with the status 404 when there is no such
 * developer.
 *
 * @example
 * const apps = await gplay.developer({ devId: 'Example, Inc.' });
 */
export declare const developer: IFnListing<IFnDeveloperOptions>;

/**
 * Looks up what Play's search field suggests for the beginning of a term, five terms at most.
 *
 * @example
 * const terms = await gplay.suggest({ term: 'pand' });
 */
export declare const suggest: (options: IFnSuggestOptions) => Promise<string[]>;

/**
 * Looks up an app's reviews: as many as asked for, or a page of them.
 *
 * @example
 * const { data, nextPaginationToken } = await gplay.reviews({ appId: 'com.example.app', num: 3000 });
 */
export declare const reviews: (options: IFnReviewsOptions) => Promise<IReviewsResult>;

/**
 * Looks up the apps that Play calls similar to one, the most similar first. Rejects with the status 404 when Play has no
 * such app.
 *
 * @example
 * const apps = await gplay.similar({ appId: 'com.example.app' });
 */
export declare const similar: IFnListing<IFnSimilarOptions>;

/**
 * Looks up the permissions that an app asks for; with `short` the names of the common groups. Rejects with the status
 * 404 when Play has no such app.
 *
 * @example
 * for (const { permission, type } of await gplay.permissions({ appId: 'com.example.app' })) console.log(type, permission);
 */
export declare const permissions: {
  (options: IFnPermissionsOptions & { readonly short: true }): Promise<string[]>;
  (options: IFnPermissionsOptions & { readonly short?: false | undefined }): Promise<IPermissionItem[]>;
  (options: IFnPermissionsOptions): Promise<string[] | IPermissionItem[]>;
};

/**
 * Looks up what an app's developer declares of its users' data. Rejects with the status 404 when Play has no such app.
 *
 * @example
 * const { sharedData, collectedData } = await gplay.datasafety({ appId: 'com.example.app' });
 */
export declare const datasafety: (options: IFnDatasafetyOptions) => Promise<IDataSafetyResult>;

/**
 * Lists the ids of the store's categories. Nothing is asked.
 *
 * @example
 * const ids = await gplay.categories();
 */
export declare const categories: (options?: IFnCategoriesOptions) => Promise<category[]>;

/** The functions by their names. */
export interface IFunctions {
  app: typeof app;
  list: typeof list;
  search: typeof search;
  developer: typeof developer;
  suggest: typeof suggest;
  reviews: typeof reviews;
  similar: typeof similar;
  permissions: typeof permissions;
  datasafety: typeof datasafety;
  categories: typeof categories;
}

/** What `memoized()` gives: the functions, which remember, and the constants. */
export type IMemoizedResult = { readonly [Name in keyof IFunctions]: IFunctions[Name] & IRemembering } & {
  readonly category: typeof category;
  readonly collection: typeof collection;
  readonly sort: typeof sort;
  readonly age: typeof age;
  readonly permission: typeof permission;
};

/**
 * The functions, with what they resolved with kept in memory. Equal calls that are under way share an answer; failures
 * are not kept. Answers are shared: change a copy.
 *
 * @example
 * const { app } = gplay.memoized({ maxAge: 60_000 });
 */
export declare const memoized: (options?: IMemoizedOptions) => IMemoizedResult;

/** All of it as one object. */
declare const gplay: typeof import('./compat.cjs');
export default gplay;
