// The pure functions, for answers that users fetched themselves.
import type { App, AppList, ReviewPage, SearchResults } from './data.cjs';

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
