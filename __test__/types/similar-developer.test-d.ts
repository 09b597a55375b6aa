// The types of similar and developer. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import type {
  AnyPlayfastError,
  AppCard,
  Developer,
  DeveloperApps,
  IncompleteBecause,
  Outcome,
  SimilarApps,
} from 'playfast';
import * as playfast from 'playfast';

// Similar
expectTypeOf(playfast.similar('com.example.app')).resolves.toEqualTypeOf<SimilarApps>();
expectTypeOf(playfast.similarBatch(['com.example.app'], { source: 'rpc' })).resolves.toEqualTypeOf<
  Outcome<SimilarApps>[]
>();
expectTypeOf(playfast.similarStream([{ appId: 'com.example.app', num: 70, lang: 'de', country: 'de' }])).toEqualTypeOf<
  AsyncGenerator<Outcome<SimilarApps>, void, undefined>
>();
expectTypeOf<SimilarApps['apps']>().toEqualTypeOf<AppCard[]>();
expectTypeOf<SimilarApps['incompleteBecause']>().toEqualTypeOf<IncompleteBecause | undefined>();
expectTypeOf<AppCard['summary']>().toEqualTypeOf<string | undefined>();
// @ts-expect-error an app is needed
playfast.similar({ num: 10 });
// @ts-expect-error details are looked up by appBatch
playfast.similar({ appId: 'com.example.app', fullDetail: true });

// Developer
expectTypeOf(playfast.developer('Mojang')).resolves.toEqualTypeOf<DeveloperApps>();
expectTypeOf(playfast.developerBatch([{ devId: '5700313618786177705', num: 100 }])).resolves.toEqualTypeOf<
  Outcome<DeveloperApps>[]
>();
expectTypeOf(playfast.developerStream(['Mojang'], { highWaterMark: 10 })).toEqualTypeOf<
  AsyncGenerator<Outcome<DeveloperApps>, void, undefined>
>();
expectTypeOf<DeveloperApps['developer']>().toEqualTypeOf<Developer>();
expectTypeOf<Developer['id']>().toEqualTypeOf<string>();
expectTypeOf<Developer['cover']>().toEqualTypeOf<string | undefined>();
// @ts-expect-error JavaScript cannot hold such numbers exactly
playfast.developer(5_700_313_618_786_177);
// @ts-expect-error as above
playfast.developer({ devId: 5_700_313_618_786_177 });

// Narrowing
for (const outcome of await playfast.developerBatch(['Mojang'])) {
  if (outcome.status === 'fulfilled') expectTypeOf(outcome.value).toEqualTypeOf<DeveloperApps>();
  else expectTypeOf(outcome.reason).toEqualTypeOf<AnyPlayfastError>();
}
