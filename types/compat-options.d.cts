// The options of google-play-scraper's functions.
import type { age, category, collection, sort } from './compat-constants.cjs';

/** What every function takes. */
export interface IOptions {
  /**
   * HTTP requests per second. Calls with the same `throttle` and `requestOptions` share it. Default: the pace that
   * playfast finds.
   */
  readonly throttle?: number | undefined;
  /** How requests are made. */
  readonly requestOptions?: IRequestOptions | undefined;
}

/** How requests are made. What is not named here and would change something is refused. */
export interface IRequestOptions {
  /** Headers of each request. */
  readonly headers?: { readonly [name: string]: string } | undefined;
  /** The longest one HTTP request may take, in ms. Default 30,000. */
  readonly timeout?: number | { readonly request: number } | undefined;
  /** How often a request is tried once more. Default 5. */
  readonly retry?: number | { readonly limit: number } | undefined;
  /** Address of a proxy: http, https or socks5. */
  readonly proxy?: string | URL | undefined;
  /** An agent that holds a proxy's address as its `proxy`, or one by protocol; only that address is used. */
  readonly agent?: object | undefined;
  readonly followRedirect?: boolean | undefined;
  readonly followAllRedirects?: boolean | undefined;
  readonly gzip?: boolean | undefined;
  readonly decompress?: boolean | undefined;
  readonly http2?: boolean | undefined;
}

/** In which language and for which country Play is asked. */
export interface ILocaleOptions extends IOptions {
  /** Default `'en'`. */
  readonly lang?: string | undefined;
  /** Default `'us'`. */
  readonly country?: string | undefined;
}

/** How a list is given. */
export interface IListingOptions extends ILocaleOptions {
  /** Whether each app's record is looked up, in one batch. Default `false`. */
  readonly fullDetail?: boolean | undefined;
}

export interface IFnAppOptions extends ILocaleOptions {
  readonly appId: string;
}

export interface IFnListOptions extends IListingOptions {
  /** Default `TOP_FREE`. */
  readonly collection?: collection | undefined;
  /** Default `APPLICATION`: all apps. */
  readonly category?: category | undefined;
  /** Has no effect: Play no longer has charts by age. */
  readonly age?: age | undefined;
  /** Default 500. Play serves some 200. */
  readonly num?: number | undefined;
}

export interface IFnSearchOptions extends IListingOptions {
  readonly term: string;
  /** Up to 250; Play serves 20 to 30 and rarely more. Default 20. */
  readonly num?: number | undefined;
  /** Default `'all'`. */
  readonly price?: 'all' | 'free' | 'paid' | undefined;
}

export interface IFnDeveloperOptions extends IListingOptions {
  /** The developer's number, as text where it is beyond 2^53, or name. */
  readonly devId: string | number;
  /** Up to 1,000. Default 60. */
  readonly num?: number | undefined;
}

export interface IFnSimilarOptions extends IListingOptions {
  readonly appId: string;
  /** Up to 250. Default 250. */
  readonly num?: number | undefined;
}

export interface IFnReviewsOptions extends ILocaleOptions {
  readonly appId: string;
  /** Default `sort.NEWEST`. */
  readonly sort?: sort | undefined;
  /** How many; has no effect with `paginate`. Default 150. */
  readonly num?: number | undefined;
  /** Whether to give a page of 150. Default `false`. */
  readonly paginate?: boolean | undefined;
  /** Where to go on. */
  readonly nextPaginationToken?: string | null | undefined;
}

export interface IFnSuggestOptions extends ILocaleOptions {
  readonly term: string;
}

export interface IFnPermissionsOptions extends ILocaleOptions {
  readonly appId: string;
  /** Whether to give the names of the common groups instead. Default `false`. */
  readonly short?: boolean | undefined;
}

export interface IFnDatasafetyOptions extends ILocaleOptions {
  readonly appId: string;
}

export interface IFnCategoriesOptions extends IOptions {}

/** How much is remembered. */
export interface IMemoizedOptions {
  /** For how long, in ms. Default 300,000. */
  readonly maxAge?: number | undefined;
  /** How many answers of each function, 1 to 1,000,000; the least recently used go first. Default 1,000. */
  readonly max?: number | undefined;
  /** Makes the key of a call from its arguments; calls with the same key are equal. Default `JSON.stringify`. */
  readonly normalizer?: ((args: unknown[]) => string) | undefined;
  /** Has no effect: failures are never kept. */
  readonly promise?: boolean | undefined;
  /** Has no effect. */
  readonly primitive?: boolean | undefined;
}
