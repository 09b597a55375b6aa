// The types of search, reviews and the pure functions. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import type {
  AllReviewsOptions,
  AnyPlayfastError,
  App,
  AppCard,
  AppList,
  Outcome,
  Review,
  ReviewPage,
  ReviewWalk,
  ReviewWalkEnd,
  SearchResults,
} from 'playfast';
import * as playfast from 'playfast';

const { signal } = new AbortController();

// Search
expectTypeOf(playfast.search('panda')).resolves.toEqualTypeOf<SearchResults>();
expectTypeOf(playfast.searchBatch(['panda'], { source: 'page' })).resolves.toEqualTypeOf<Outcome<SearchResults>[]>();
expectTypeOf(playfast.searchStream([{ term: 'panda', num: 50, price: 'free' }])).toEqualTypeOf<
  AsyncGenerator<Outcome<SearchResults>, void, undefined>
>();
expectTypeOf(playfast.fetchAndParseSearch).toEqualTypeOf(playfast.search);
expectTypeOf(playfast.fetchAndParseSearchBatch(['panda'])).resolves.toEqualTypeOf<SearchResults[]>();
expectTypeOf(playfast.fetchAndParseSearchBatch(['panda'], { settled: true })).resolves.toEqualTypeOf<
  Outcome<SearchResults>[]
>();
expectTypeOf<SearchResults['apps']>().toEqualTypeOf<AppCard[]>();
// @ts-expect-error prices have names
playfast.search({ term: 'panda', price: 1 });
// @ts-expect-error charts have no page
playfast.list({}, { source: 'page' });

// Reviews
expectTypeOf(playfast.reviews('com.example.app')).resolves.toEqualTypeOf<ReviewPage>();
expectTypeOf(playfast.reviewsBatch([{ appId: 'com.example.app', sort: 'rating' }])).resolves.toEqualTypeOf<
  Outcome<ReviewPage>[]
>();
expectTypeOf(playfast.reviewsStream(['com.example.app'])).toEqualTypeOf<
  AsyncGenerator<Outcome<ReviewPage>, void, undefined>
>();
const withCountry = { appId: 'com.example.app', country: 'us' };
expectTypeOf(playfast.fetchAndParseReviews(withCountry)).resolves.toEqualTypeOf<ReviewPage>();
expectTypeOf(playfast.fetchAndParseReviewsBatch([withCountry])).resolves.toEqualTypeOf<ReviewPage[]>();
// @ts-expect-error the country changes nothing
playfast.reviews({ appId: 'com.example.app', country: 'us' });
expectTypeOf<ReviewPage['nextToken']>().toEqualTypeOf<string | undefined>();

// All reviews
const walk = playfast.allReviews('com.example.app', { langs: 'all', since: new Date(), until: 0, max: 10, signal });
for await (const review of walk) expectTypeOf(review).toEqualTypeOf<Review>();
expectTypeOf(walk.cursor).toEqualTypeOf<string | undefined>();
expectTypeOf(walk.end?.reason).toEqualTypeOf<'end' | 'max' | 'since' | 'repeatedToken' | 'error' | undefined>();
expectTypeOf(walk).toEqualTypeOf<ReviewWalk>();
expectTypeOf(walk.pages).toEqualTypeOf<number>();
expectTypeOf(walk.reviews).toEqualTypeOf<number>();
expectTypeOf(walk.end).toEqualTypeOf<ReviewWalkEnd | undefined>();
expectTypeOf(playfast.allReviews).parameter(1).toEqualTypeOf<AllReviewsOptions | undefined>();
const languages: readonly string[] = ['en', 'de'];
playfast.allReviews('com.example.app', { langs: languages, from: walk.cursor, sort: 'rating', score: 1, device: 'tv' });
playfast.allReviews('com.example.app', { lang: 'de', num: 500, reviewers: false, timeoutMs: 1000, until: new Date() });
// @ts-expect-error the cursor is the walk's
walk.cursor = 'en:';
// @ts-expect-error the reviews are counted by the walk
walk.reviews = 0;
// @ts-expect-error the country changes nothing
playfast.allReviews('com.example.app', { country: 'us' });
// @ts-expect-error a token is given as from
playfast.allReviews('com.example.app', { token: 'x' });
// @ts-expect-error a time is a Date or a number
playfast.allReviews('com.example.app', { since: '2026-01-01' });
// @ts-expect-error reviews have no page
playfast.reviews('com.example.app', { source: 'page' });
// @ts-expect-error a walk is of one app
playfast.allReviews(['com.example.app']);

// Pure functions
expectTypeOf(playfast.parseAppPage('', { appId: 'com.example.app' })).resolves.toEqualTypeOf<App>();
expectTypeOf(playfast.parseSearchPage(new Uint8Array())).resolves.toEqualTypeOf<SearchResults>();
expectTypeOf(playfast.parseListResponse('')).resolves.toEqualTypeOf<AppList>();
expectTypeOf(playfast.parseReviewsResponse('', { appId: 'com.example.app' })).resolves.toEqualTypeOf<ReviewPage>();

// @ts-expect-error a search page names no app
playfast.parseSearchPage('', { appId: 'com.example.app' });
// @ts-expect-error other bytes are no text
playfast.parseAppPage(new Uint16Array());

// Narrowing
for (const outcome of await playfast.searchBatch(['panda'])) {
  if (outcome.status === 'fulfilled') expectTypeOf(outcome.value).toEqualTypeOf<SearchResults>();
  else expectTypeOf(outcome.reason).toEqualTypeOf<AnyPlayfastError>();
}
