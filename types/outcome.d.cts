// What became of the requests of a batch.
import type { AnyPlayfastError } from './errors.cjs';

/** What became of one request of a batch. `index` is its place among the requests. */
export type Outcome<T> =
  | { status: 'fulfilled'; value: T; index: number }
  | { status: 'rejected'; reason: AnyPlayfastError; index: number };
