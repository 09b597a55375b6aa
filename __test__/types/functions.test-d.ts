// The types of the functions. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import * as playfast from 'playfast';
import {
  type AnyPlayfastError,
  type App,
  type AppCard,
  type AppList,
  type AppRequest,
  type AppWith,
  type BatchOptions,
  type Category,
  type ChartPlace,
  configure,
  type DataSafety,
  type DataSafetyNote,
  type FormFactorScore,
  fetchAndParseApp,
  fetchAndParseAppsBatch,
  fetchAndParseList,
  fetchAndParseListBatch,
  type Histogram,
  type ImageSize,
  type Included,
  type ListRequest,
  type Options,
  type Outcome,
  type PageOptions,
  type Permissions,
  type PlayStoreOptions,
  type Progress,
  type RateBounds,
  type SimilarApps,
  type SourceOptions,
  type Stats,
  type StreamOptions,
} from 'playfast';

const { signal } = new AbortController();

// One
expectTypeOf(playfast.app('com.example.app')).resolves.toEqualTypeOf<App>();
expectTypeOf(playfast.app({ appId: 'com.example.app', lang: 'de', country: 'de' })).resolves.toEqualTypeOf<App>();
expectTypeOf(playfast.list({})).resolves.toEqualTypeOf<AppList>();
expectTypeOf(fetchAndParseApp('com.example.app')).resolves.toEqualTypeOf<App>();
expectTypeOf(fetchAndParseApp).parameter(1).toEqualTypeOf<PageOptions | undefined>();
expectTypeOf(fetchAndParseList).toEqualTypeOf(playfast.list);
expectTypeOf(playfast.app).parameter(0).toEqualTypeOf<AppRequest>();
expectTypeOf(playfast.app).toBeCallableWith('com.example.app', {} as PageOptions);
expectTypeOf(playfast.list).parameter(1).toEqualTypeOf<Options | undefined>();
expectTypeOf(playfast.list).parameter(0).toEqualTypeOf<ListRequest>();

// Batch
expectTypeOf(playfast.appBatch(['com.example.app'], { signal, timeoutMs: 5000 })).resolves.toEqualTypeOf<
  Outcome<App>[]
>();
expectTypeOf(playfast.listBatch([{ category: 'TOOLS' }])).resolves.toEqualTypeOf<Outcome<AppList>[]>();
expectTypeOf(playfast.appBatch).parameter(0).toEqualTypeOf<readonly AppRequest[]>();
expectTypeOf(playfast.listBatch).parameter(0).toEqualTypeOf<readonly ListRequest[]>();

// Some fields
expectTypeOf(playfast.app('com.example.app', { fields: ['title', 'score'] })).resolves.toEqualTypeOf<
  Pick<App, 'appId' | 'url' | 'title' | 'score'>
>();
expectTypeOf(playfast.appBatch(['com.example.app'], { fields: ['title'], signal })).resolves.toEqualTypeOf<
  Outcome<AppWith<'title'>>[]
>();
expectTypeOf(playfast.appStream(['com.example.app'], { fields: ['icon'] })).toEqualTypeOf<
  AsyncGenerator<Outcome<AppWith<'icon'>>, void, undefined>
>();
// @ts-expect-error: no such field
playfast.app('com.example.app', { fields: ['titel'] });

// What comes with an app, when it is asked for and only then
const include = ['permissions', 'dataSafety', 'similar'] as const;
const whole = await playfast.app('com.example.app', { include });
expectTypeOf(whole).toEqualTypeOf<Pick<App & Included, keyof App | keyof Included>>();
expectTypeOf(whole.similar).toEqualTypeOf<SimilarApps>();
expectTypeOf(whole.permissions).toEqualTypeOf<Permissions | undefined>();
expectTypeOf(whole.dataSafety).toEqualTypeOf<DataSafety | undefined>();
expectTypeOf(whole.title).toEqualTypeOf<string>();
expectTypeOf(playfast.app('com.example.app', { include: ['similar'], signal })).resolves.toEqualTypeOf<
  AppWith<keyof App, 'similar'>
>();
expectTypeOf(playfast.appBatch(['com.example.app'], { include: ['similar'] })).resolves.toEqualTypeOf<
  Outcome<AppWith<keyof App, 'similar'>>[]
>();
expectTypeOf(playfast.appStream(['com.example.app'], { include, highWaterMark: 8 })).toEqualTypeOf<
  AsyncGenerator<Outcome<AppWith<keyof App, keyof Included>>, void, undefined>
>();
const lean = await playfast.app('com.example.app', { fields: ['title'], include: ['permissions'] });
expectTypeOf(lean).toEqualTypeOf<{ appId: string; url: string; title: string; permissions?: Permissions }>();
expectTypeOf(
  playfast.appBatch(['com.example.app'], { fields: ['title'], include: ['similar'] }),
).resolves.toEqualTypeOf<Outcome<{ appId: string; url: string; title: string; similar: SimilarApps }>[]>();
// @ts-expect-error: not asked for
void lean.similar;
// @ts-expect-error: not asked for
void (await playfast.app('com.example.app')).permissions;
// @ts-expect-error: nothing of the kind
playfast.app('com.example.app', { include: ['reviews'] });

// Stream
expectTypeOf(playfast.appStream(['com.example.app'])).toEqualTypeOf<AsyncGenerator<Outcome<App>, void, undefined>>();
expectTypeOf(playfast.listStream([{}])).toEqualTypeOf<AsyncGenerator<Outcome<AppList>, void, undefined>>();

// All or nothing
const either = Math.random() > 0.5;
expectTypeOf(fetchAndParseAppsBatch(['com.example.app'])).resolves.toEqualTypeOf<App[]>();
expectTypeOf(fetchAndParseAppsBatch(['com.example.app'], { signal })).resolves.toEqualTypeOf<App[]>();
expectTypeOf(fetchAndParseAppsBatch([], { settled: false })).resolves.toEqualTypeOf<App[]>();
expectTypeOf(fetchAndParseAppsBatch([], { settled: true })).resolves.toEqualTypeOf<Outcome<App>[]>();
expectTypeOf(fetchAndParseAppsBatch([], { settled: either })).toEqualTypeOf<Promise<App[] | Outcome<App>[]>>();
expectTypeOf(fetchAndParseListBatch([{}])).resolves.toEqualTypeOf<AppList[]>();
expectTypeOf(fetchAndParseListBatch([{}], { settled: true, timeoutMs: 1 })).resolves.toEqualTypeOf<
  Outcome<AppList>[]
>();
expectTypeOf(fetchAndParseListBatch([], { settled: either })).toEqualTypeOf<Promise<AppList[] | Outcome<AppList>[]>>();

// Settings
expectTypeOf(configure).toEqualTypeOf<(settings: PlayStoreOptions) => void>();
expectTypeOf<PlayStoreOptions['rate']>().toEqualTypeOf<number | 'off' | RateBounds | undefined>();
configure({
  baseUrl: undefined,
  ca: undefined,
  rate: 'off',
  concurrency: 8,
  attempts: 1,
  timeoutMs: 1,
  userAgent: 'x',
});
// @ts-expect-error: a rate is a number or 'off'
configure({ rate: 'fast' });
// @ts-expect-error: there is no such setting
configure({ proxy: 'http://localhost' });

configure({ rate: { max: 2 }, maxRetryAfterMs: 1, consent: 'reject', cache: { maxBytes: 1, maxAgeMs: 1 } });
const proxies = ['http://localhost:1', { url: 'socks5://localhost:1', countries: ['kr'] }] as const;
configure({ proxies });
// @ts-expect-error: a cache has both bounds
configure({ cache: { maxBytes: 1 } });
// @ts-expect-error: proxies are a list
configure({ proxies: 'http://localhost:1' });
// @ts-expect-error: not a bound
configure({ rate: { least: 1 } });

// Options: each view has its own
const onProgress = (progress: Progress) => expectTypeOf(progress.waitingMs).toEqualTypeOf<number>();
playfast.app('com.example.app', { deadlineMs: 5, priority: -10, source: 'rpc' });
playfast.appBatch([], { deadlineMs: 5, priority: 10, concurrency: 2, onProgress, source: 'page' });
playfast.listStream([], { deadlineMs: 5, priority: 10, concurrency: 2, onProgress, highWaterMark: 64 });
fetchAndParseAppsBatch([], { settled: true, onProgress });
playfast.allReviews('com.example.app', { deadlineMs: 5, priority: 1 });
playfast.appBatch([{ appId: 'com.example.app', priority: 3 }]);
playfast.reviews({ appId: 'com.example.app', priority: 3 });
// @ts-expect-error: one lookup is one request
playfast.app('com.example.app', { concurrency: 2 });
// @ts-expect-error: one lookup has no progress
playfast.list({}, { onProgress });
// @ts-expect-error: a batch is collected whole
playfast.appBatch([], { highWaterMark: 5 });
// @ts-expect-error: not an option of users
playfast.appBatch([], { patient: true });
// @ts-expect-error: charts are on no page
playfast.listBatch([], { source: 'page' });
expectTypeOf(playfast.appStream).toBeCallableWith([], {} as StreamOptions & SourceOptions);
expectTypeOf(playfast.listBatch).parameter(1).toEqualTypeOf<BatchOptions | undefined>();

// Streams read whatever can be iterated over
async function* lines(): AsyncGenerator<string> {
  yield 'com.example.app';
}
playfast.appStream(new Set(['com.example.app']));
playfast.appStream(lines());
playfast.listStream([{ num: 5 }].values());
// @ts-expect-error: one id is nothing to iterate over
playfast.appStream('com.example.app');
// @ts-expect-error: these are no ids
playfast.appStream([5]);

// Statistics
expectTypeOf(playfast.stats()).toEqualTypeOf<Stats>();
expectTypeOf<Stats['exits'][number]['held']>().toEqualTypeOf<string | undefined>();

// Requests: readonly lists are fine, unknown fields and names are not
const ids: readonly string[] = ['com.example.app'];
const charts = [{ category: 'GAME', collection: 'TOP_PAID', num: 5 }] as const;
playfast.appBatch(ids);
playfast.listBatch(charts);
playfast.app({ appId: 'com.example.app', lang: undefined });
playfast.appBatch(ids, { signal: undefined, timeoutMs: undefined });
expectTypeOf<NonNullable<ListRequest['collection']>>().toEqualTypeOf<
  'TOP_FREE' | 'TOP_PAID' | 'GROSSING' | 'NEW_FREE' | 'NEW_PAID' | 'MOVERS_SHAKERS'
>();
// @ts-expect-error: an app is asked by its id
playfast.app({});
// @ts-expect-error: an id is a text
playfast.app(5);
// @ts-expect-error: not a collection
playfast.list({ collection: 'TOP' });
// @ts-expect-error: not a category
playfast.list({ category: 'TOYS' });
// @ts-expect-error: num is a number
playfast.list({ num: '100' });
// @ts-expect-error: a typing error
playfast.list({ contry: 'us' });
// @ts-expect-error: a list needs its request, which may be empty
playfast.list();
// @ts-expect-error: one id is no list
playfast.appBatch('com.example.app');

// Outcomes narrow by status
for (const outcome of await playfast.appBatch(ids)) {
  expectTypeOf(outcome.index).toEqualTypeOf<number>();
  expectTypeOf(outcome.status).toEqualTypeOf<'fulfilled' | 'rejected'>();
  if (outcome.status === 'fulfilled') expectTypeOf(outcome.value).toEqualTypeOf<App>();
  else expectTypeOf(outcome.reason).toEqualTypeOf<AnyPlayfastError>();
}

// Data
expectTypeOf<App['title']>().toEqualTypeOf<string>();
expectTypeOf<App['availability']>().toEqualTypeOf<'available' | 'preregistration' | 'notOffered'>();
expectTypeOf<App>().toHaveProperty('score').toEqualTypeOf<number | undefined>();
expectTypeOf<NonNullable<App['histogram']>>().toEqualTypeOf<Histogram>();
expectTypeOf<Histogram>().toEqualTypeOf<Record<'1' | '2' | '3' | '4' | '5', number>>();
expectTypeOf<App['categories']>().toEqualTypeOf<Category[]>();
expectTypeOf<NonNullable<App['chart']>>().toEqualTypeOf<ChartPlace>();
expectTypeOf<NonNullable<App['dataSafetySummary']>>().toEqualTypeOf<DataSafetyNote[]>();
expectTypeOf<NonNullable<App['scoreByFormFactor']>>().toEqualTypeOf<FormFactorScore[]>();
expectTypeOf<NonNullable<App['screenshotSizes']>>().toEqualTypeOf<ImageSize[]>();
expectTypeOf<AppList['apps']>().toEqualTypeOf<AppCard[]>();
expectTypeOf<AppList['complete']>().toEqualTypeOf<boolean>();
expectTypeOf<NonNullable<AppList['incompleteBecause']>>().toEqualTypeOf<'empty' | 'short'>();
