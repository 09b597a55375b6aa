// The types of the facade for google-play-scraper's users. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import gplay, {
  type category,
  type IAppItem,
  type IAppItemFullDetail,
  type IDataSafetyResult,
  type IFnListOptions,
  type IMemoizedOptions,
  type IPermissionItem,
  type IReviewsItem,
  type IReviewsResult,
  memoized,
  search,
} from 'playfast/compat';

// Records and lists
expectTypeOf(gplay.app({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IAppItemFullDetail>();
expectTypeOf(gplay.list()).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(gplay.list({ num: 5, fullDetail: false })).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(gplay.list({ num: 5, fullDetail: true })).resolves.toEqualTypeOf<IAppItemFullDetail[]>();
expectTypeOf(gplay.list({} as IFnListOptions)).resolves.toEqualTypeOf<IAppItem[] | IAppItemFullDetail[]>();
expectTypeOf(search({ term: 'panda', price: 'free' })).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(search).toEqualTypeOf(gplay.search);

expectTypeOf(gplay.developer({ devId: 'Example, Inc.' })).resolves.toEqualTypeOf<IAppItem[]>();
expectTypeOf(gplay.similar({ appId: 'com.example.app', fullDetail: true })).resolves.toEqualTypeOf<
  IAppItemFullDetail[]
>();

// Reviews
expectTypeOf(
  gplay.reviews({ appId: 'com.example.app', sort: gplay.sort.RATING }),
).resolves.toEqualTypeOf<IReviewsResult>();
expectTypeOf<IReviewsItem['replyDate']>().toEqualTypeOf<string | null>();
expectTypeOf<IReviewsResult['nextPaginationToken']>().toEqualTypeOf<string | null>();

// The others
expectTypeOf(gplay.suggest({ term: 'pand' })).resolves.toEqualTypeOf<string[]>();
expectTypeOf(gplay.permissions({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IPermissionItem[]>();
expectTypeOf(gplay.permissions({ appId: 'com.example.app', short: true })).resolves.toEqualTypeOf<string[]>();
expectTypeOf(gplay.datasafety({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IDataSafetyResult>();
expectTypeOf(gplay.categories()).resolves.toEqualTypeOf<category[]>();

// Constants
expectTypeOf(gplay.collection.GROSSING).toEqualTypeOf<'GROSSING'>();
expectTypeOf(gplay.category.GAME_ACTION).toEqualTypeOf<'GAME_ACTION'>();
expectTypeOf(gplay.sort.NEWEST).toEqualTypeOf<2>();
expectTypeOf(gplay.age.NINE_UP).toEqualTypeOf<'AGE_RANGE3'>();
expectTypeOf(gplay.permission.OTHER).toEqualTypeOf<1>();

// Memory
expectTypeOf(memoized).parameter(0).toEqualTypeOf<IMemoizedOptions | undefined>();
const remembering = memoized({ maxAge: 1000, max: 10 });
expectTypeOf(remembering.app({ appId: 'com.example.app' })).resolves.toEqualTypeOf<IAppItemFullDetail>();
expectTypeOf(remembering.app.clear).returns.toEqualTypeOf<void>();
expectTypeOf(remembering.category).toEqualTypeOf(gplay.category);

// Pace and proxies
const agent = { https: { proxy: new URL('http://proxy.example:8080') } };
gplay.app({
  appId: 'com.example.app',
  throttle: 10,
  requestOptions: { headers: { a: 'b' }, timeout: { request: 9 }, agent },
});
// @ts-expect-error certificates are always verified
gplay.app({ appId: 'com.example.app', requestOptions: { https: { rejectUnauthorized: false } } });
// @ts-expect-error an app has an id
gplay.app({});
// @ts-expect-error there are six kinds of charts in playfast, and three here
gplay.list({ collection: 'NEW_FREE' });
