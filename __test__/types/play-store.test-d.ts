// The types of PlayStore. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import * as playfast from 'playfast';
import { type App, type Lookups, type Outcome, PlayStore, type PlayStoreOptions, type Stats } from 'playfast';

// Every setting, none, and undefined ones
new PlayStore();
new PlayStore({});
const store = new PlayStore({
  lang: 'de',
  country: 'de',
  concurrency: 8,
  rate: { min: 1, start: 2, max: 3 },
  attempts: 3,
  timeoutMs: 5000,
  deadlineMs: 60_000,
  maxRetryAfterMs: 1000,
  proxies: ['http://localhost:1'],
  headers: { 'accept-language': 'de' },
  userAgent: 'mine/1.0',
  cache: { maxBytes: 1, maxAgeMs: 1 },
  baseUrl: 'https://localhost',
  ca: 'PEM',
  consent: 'reject',
});
new PlayStore({ lang: undefined, headers: undefined, deadlineMs: undefined });
expectTypeOf(PlayStore).toBeConstructibleWith({ rate: 'off' });
expectTypeOf(playfast.configure).parameter(0).toEqualTypeOf<PlayStoreOptions>();
// @ts-expect-error: there is no such setting
new PlayStore({ language: 'de' });
// @ts-expect-error: a header has one value, which is a text
new PlayStore({ headers: { accept: ['a'] } });
// @ts-expect-error: settings are no address
new PlayStore('https://play.google.com');

// The lookups of the module are its methods, with the same types
expectTypeOf(store).toExtend<Lookups>();
expectTypeOf(store.app).toEqualTypeOf(playfast.app);
expectTypeOf(store.appStream).toEqualTypeOf(playfast.appStream);
expectTypeOf(store.allReviews).toEqualTypeOf(playfast.allReviews);
expectTypeOf(store.appBatch(['com.example.app'])).resolves.toEqualTypeOf<Outcome<App>[]>();
expectTypeOf(store.fetchAndParseAppsBatch([])).resolves.toEqualTypeOf<App[]>();
expectTypeOf(store.fetchAndParseAppsBatch([], { settled: true })).resolves.toEqualTypeOf<Outcome<App>[]>();
expectTypeOf(store.stats()).toEqualTypeOf<Stats>();
// @ts-expect-error: an app is asked by its id
store.app({});

// What is no lookup is not
expectTypeOf(store).not.toHaveProperty('configure');
expectTypeOf(store).not.toHaveProperty('parseAppPage');
expectTypeOf(store).not.toHaveProperty('NotFoundError');
expectTypeOf(store).not.toHaveProperty('PlayStore');

// The end
expectTypeOf(store.close()).toEqualTypeOf<Promise<void>>();
expectTypeOf(store[Symbol.asyncDispose]()).toEqualTypeOf<Promise<void>>();
expectTypeOf(store).toExtend<AsyncDisposable>();
{
  await using disposed = new PlayStore();
  disposed.stats();
}
