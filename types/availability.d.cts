// Where apps stand in many countries.
import type { CountryAvailability } from './data.cjs';
import type { PlayfastError } from './errors.cjs';
import type { BatchOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { Requests, UrgentRequest } from './request.cjs';

/** An app to look up in many countries: its id, or the id with what else matters. */
export type AvailabilityRequest =
  | string
  | (UrgentRequest & {
      /** The app id (package name). */
      readonly appId: string;
      /** Two-letter codes, each asked once. Default: all 177 that have Google Play. They are those of June 2026. */
      readonly countries?: readonly string[] | undefined;
      /** Language code. It changes nothing of the answer. Default: the client's, else `'en'`. */
      readonly lang?: string | undefined;
    });

/** Where an app stands in many countries. */
export interface AppAvailability {
  /** The app id that was asked for. */
  appId: string;
  /** One for each country, in the order asked. */
  countries: CountryOutcome[];
}

/** Where an app stands in a country, or why this is not known. */
export type CountryOutcome = CountryAvailability | { country: string; status: 'rejected'; reason: PlayfastError };

/**
 * What became of one country of a request. `index` is the place of the request; one that cannot be asked has one
 * outcome, without a country.
 */
export type AvailabilityOutcome =
  | { status: 'fulfilled'; value: CountryAvailability & { appId: string }; index: number }
  | { status: 'rejected'; reason: PlayfastError; index: number; appId?: string; country?: string };

/**
 * Looks up where an app stands: `available`, `preregistration`, `notOffered` (listed, but not there) or `notListed` in
 * each country. It takes one small HTTP request for each country, since a request names one. A country without an
 * answer is `rejected`, which says nothing about the app, and costs no other country anything.
 *
 * Waits for blocks to be lifted, as batches do. Rejects when no country has an answer, with the reason of the first;
 * when nothing can be asked (`InvalidArgumentError`); and with the signal's reason when it is aborted.
 *
 * @example
 * const { countries } = await availability('com.example.app');
 * const missing = countries.filter(({ status }) => status === 'notOffered').map(({ country }) => country);
 */
export function availability(request: AvailabilityRequest, options?: BatchOptions): Promise<AppAvailability>;

/**
 * Looks up where many apps stand. A request names one country and asks for up to 1,000 apps there, so 1,000 apps
 * take no more HTTP requests than one.
 *
 * Resolves with one outcome per request, in the order asked; one is rejected when none of its countries has an answer.
 * Rejects only when nothing can be asked (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function availabilityBatch(
  requests: readonly AvailabilityRequest[],
  options?: BatchOptions,
): Promise<Outcome<AppAvailability>[]>;

/**
 * As `availabilityBatch`, but yields an outcome for each app and country as it comes, in no particular order. Up to
 * 1,000 apps that are there at the same time are swept together, country by country; `highWaterMark` and progress
 * count apps in a country.
 *
 * @example
 * for await (const outcome of availabilityStream(ids)) {
 *   if (outcome.status === 'fulfilled') await save(outcome.value.appId, outcome.value.country, outcome.value.status);
 * }
 */
export function availabilityStream(
  requests: Requests<AvailabilityRequest>,
  options?: StreamOptions,
): AsyncGenerator<AvailabilityOutcome, void, undefined>;
