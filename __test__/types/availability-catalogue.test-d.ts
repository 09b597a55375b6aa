// The types of availability and catalogue. Nothing here runs: tsc checks it.
import { expectTypeOf } from 'expect-type';
import type {
  AppAvailability,
  AvailabilityOutcome,
  BatchOptions,
  CatalogueApp,
  CatalogueGeneration,
  CatalogueOptions,
  CatalogueWalk,
  CatalogueWalkEnd,
  CountryAvailability,
  CountryOutcome,
  Outcome,
  PlayfastError,
  StreamOptions,
} from 'playfast';
import * as playfast from 'playfast';

// Availability
const countries: readonly string[] = ['us', 'kr'];
const { countries: found } = await playfast.availability({ appId: 'com.example.app', countries, lang: 'de' });
expectTypeOf(found).toEqualTypeOf<CountryOutcome[]>();
expectTypeOf<CountryAvailability['status']>().toEqualTypeOf<
  'available' | 'preregistration' | 'notOffered' | 'notListed'
>();
for (const outcome of found) {
  expectTypeOf(outcome.country).toEqualTypeOf<string>();
  if (outcome.status === 'rejected') expectTypeOf(outcome.reason).toEqualTypeOf<PlayfastError>();
  else expectTypeOf(outcome).toEqualTypeOf<CountryAvailability>();
}
expectTypeOf(playfast.availability).parameter(1).toEqualTypeOf<BatchOptions | undefined>();
expectTypeOf(playfast.availabilityBatch(['com.example.app'])).resolves.toEqualTypeOf<Outcome<AppAvailability>[]>();
expectTypeOf(playfast.availabilityStream(new Set(['com.example.app']))).toEqualTypeOf<
  AsyncGenerator<AvailabilityOutcome, void, undefined>
>();
expectTypeOf(playfast.availabilityStream).parameter(1).toEqualTypeOf<StreamOptions | undefined>();
for await (const outcome of playfast.availabilityStream(['com.example.app'])) {
  if (outcome.status === 'fulfilled') expectTypeOf(outcome.value.appId).toEqualTypeOf<string>();
  else expectTypeOf(outcome.country).toEqualTypeOf<string | undefined>();
}
// @ts-expect-error: a sweep is of several countries
playfast.availability({ appId: 'com.example.app', country: 'us' });
// @ts-expect-error: countries are a list
playfast.availability({ appId: 'com.example.app', countries: 'us' });
// @ts-expect-error: the status is on no page that is read
playfast.availability('com.example.app', { source: 'page' });

// Catalogue
const walk = playfast.catalogue({ sample: 5, seed: 1, concurrency: 4, onProgress: () => {} });
expectTypeOf(walk).toEqualTypeOf<CatalogueWalk>();
for await (const app of walk) expectTypeOf(app).toEqualTypeOf<CatalogueApp>();
expectTypeOf(walk.generation).toEqualTypeOf<CatalogueGeneration | undefined>();
expectTypeOf(walk.end).toEqualTypeOf<CatalogueWalkEnd | undefined>();
expectTypeOf(playfast.catalogue).parameter(0).toEqualTypeOf<CatalogueOptions | undefined>();
playfast.catalogue({ from: walk.cursor });
// @ts-expect-error: the cursor is the walk's
walk.cursor = '';
// @ts-expect-error: it reads ahead as it must
playfast.catalogue({ highWaterMark: 5 });
