// The types of the functions. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import * as playfast from 'playfast';
import {
  type App,
  type AppCard,
  type AppList,
  type AppRequest,
  type Category,
  type ChartPlace,
  type ConfigureOptions,
  configure,
  type DataSafetyNote,
  type FormFactorScore,
  fetchAndParseApp,
  fetchAndParseAppsBatch,
  fetchAndParseList,
  fetchAndParseListBatch,
  type Histogram,
  type ListRequest,
  type Options,
  type Outcome,
  type PageOptions,
  type PlayfastError,
} from 'playfast';

const { signal } = new AbortController();

// One
expectTypeOf(playfast.app('com.example.app')).resolves.toEqualTypeOf<App>();
expectTypeOf(playfast.app({ appId: 'com.example.app', lang: 'de', country: 'de' })).resolves.toEqualTypeOf<App>();
expectTypeOf(playfast.list({})).resolves.toEqualTypeOf<AppList>();
expectTypeOf(fetchAndParseApp).toEqualTypeOf(playfast.app);
expectTypeOf(fetchAndParseList).toEqualTypeOf(playfast.list);
expectTypeOf(playfast.app).parameter(0).toEqualTypeOf<AppRequest>();
expectTypeOf(playfast.app).parameter(1).toEqualTypeOf<PageOptions | undefined>();
expectTypeOf(playfast.list).parameter(1).toEqualTypeOf<Options | undefined>();
expectTypeOf(playfast.list).parameter(0).toEqualTypeOf<ListRequest>();

// Batch
expectTypeOf(playfast.appBatch(['com.example.app'], { signal, timeoutMs: 5000 })).resolves.toEqualTypeOf<
  Outcome<App>[]
>();
expectTypeOf(playfast.listBatch([{ category: 'TOOLS' }])).resolves.toEqualTypeOf<Outcome<AppList>[]>();
expectTypeOf(playfast.appBatch).parameter(0).toEqualTypeOf<readonly AppRequest[]>();
expectTypeOf(playfast.listBatch).parameter(0).toEqualTypeOf<readonly ListRequest[]>();

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
expectTypeOf(configure).toEqualTypeOf<(settings: ConfigureOptions) => void>();
expectTypeOf<ConfigureOptions['rate']>().toEqualTypeOf<number | 'off' | undefined>();
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
  else expectTypeOf(outcome.reason).toEqualTypeOf<PlayfastError>();
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
expectTypeOf<AppList['apps']>().toEqualTypeOf<AppCard[]>();
expectTypeOf<AppList['complete']>().toEqualTypeOf<boolean>();
expectTypeOf<NonNullable<AppList['incompleteBecause']>>().toEqualTypeOf<'empty' | 'short'>();
