// Developers and their apps.
import type { DeveloperApps } from './data.cjs';
import type { BatchOptions, PageOptions, SourceOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { LocaleRequest, Requests } from './request.cjs';

/** A developer to look up: number, name or address, or one of these with what else matters. */
export type DeveloperRequest =
  | string
  | (LocaleRequest & {
      /**
       * The number, as a string because it may be beyond 2^53: `'5700313618786177705'`; the exact name: `'Mojang'`; or
       * the address of the page on Google Play, such as the `developerUrl` of an app.
       */
      readonly devId: string;
      /** Apps, 1 to 1,000. Default 60. 10 come with the first answer to a number, 20 with that to a name. */
      readonly num?: number | undefined;
    });

/**
 * Looks up a developer and the apps, by number (RPCs `MRTdke` and `Ws7gDc`), by name (`IRWBmd`) or by the address of the
 * page; more apps than come at first by `qnKhOb`, with fewer fields (no screenshots, no description, but a `summary`).
 * Only developers with a number have an icon, a cover and a description, and not all of them.
 *
 * Rejects with a `NotFoundError` when Play has no such developer in the country asked, with another `PlayfastError` when
 * there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { developer: google, apps } = await developer({ devId: '5700313618786177705', num: 100 });
 * const { apps: mojangs } = await developer('Mojang');
 */
export function developer(request: DeveloperRequest, options?: PageOptions): Promise<DeveloperApps>;

/**
 * Looks up many developers; those of one language and country share HTTP requests.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function developerBatch(
  requests: readonly DeveloperRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<DeveloperApps>[]>;

/** As `developerBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function developerStream(
  requests: Requests<DeveloperRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<DeveloperApps>, void, undefined>;
