// What developers declare of their users' data.
import type { AppRequest } from './app.cjs';
import type { DataSafety } from './data.cjs';
import type { BatchOptions, PageOptions, SourceOptions, StreamOptions } from './options.cjs';
import type { Outcome } from './outcome.cjs';
import type { Requests } from './request.cjs';

/** Whose data safety section to look up, as for `app`. */
export type DataSafetyRequest = AppRequest;

/**
 * Looks up what an app's developer declares of its users' data: what is shared, what is collected, how it is kept safe
 * (field 138 of the RPC `Ws7gDc`, as on the page recorded in 2026). An app that declares nothing has empty lists; the
 * headings, where Play serves them, tell it from one that says that it shares nothing.
 *
 * Rejects with a `NotFoundError` when Play has no such app in the country asked, with another `PlayfastError` when
 * there is no answer, and with the signal's reason when it is aborted.
 *
 * @example
 * const { sharedData, collectedData } = await dataSafety('com.example.app');
 * for (const { type, data, optional, purpose } of collectedData) console.log(type, data, optional, purpose);
 */
export function dataSafety(request: DataSafetyRequest, options?: PageOptions): Promise<DataSafety>;

/**
 * Looks up the data safety of many apps; up to 32 of one language and country share an HTTP request.
 *
 * Resolves with one outcome per request, in the order asked. Rejects only when nothing can be asked
 * (`InvalidArgumentError`, which names index and field) or when it is aborted.
 */
export function dataSafetyBatch(
  requests: readonly DataSafetyRequest[],
  options?: BatchOptions & SourceOptions,
): Promise<Outcome<DataSafety>[]>;

/** As `dataSafetyBatch`, but yields each outcome as it comes, in no particular order; `index` tells whose it is. */
export function dataSafetyStream(
  requests: Requests<DataSafetyRequest>,
  options?: StreamOptions & SourceOptions,
): AsyncGenerator<Outcome<DataSafety>, void, undefined>;
