// The errors: one class per cause.

/** The code of an error: stable, one per cause. */
export type ErrorCode =
  | 'ERR_PLAYFAST_NOT_FOUND'
  | 'ERR_PLAYFAST_RATE_LIMITED'
  | 'ERR_PLAYFAST_BLOCKED'
  | 'ERR_PLAYFAST_SERVER'
  | 'ERR_PLAYFAST_REQUEST_REJECTED'
  | 'ERR_PLAYFAST_NETWORK'
  | 'ERR_PLAYFAST_TIMEOUT'
  | 'ERR_PLAYFAST_PARSE'
  | 'ERR_PLAYFAST_INVALID_ARGUMENT'
  | 'ERR_PLAYFAST_STALE_CATALOGUE'
  | 'ERR_PLAYFAST_CLIENT_CLOSED'
  | 'ERR_PLAYFAST_INTERNAL';

/** What an error is made of. */
export interface Failure {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  status?: number;
  attempts?: number;
  retryAfterMs?: number;
  cause?: string;
  missing?: string[];
  block?: string;
  index?: number;
  field?: string;
}

/** Why a lookup failed. The message says what was asked, what came, and what to do. */
export class PlayfastError extends Error {
  constructor(failure: Failure);
  /** One per cause. */
  readonly code: ErrorCode;
  /** Whether the same lookup may succeed later. */
  readonly retryable: boolean;
  /** HTTP status of the last answer, where there was one. */
  readonly status?: number;
  /** HTTP requests that were spent on the lookup. */
  readonly attempts?: number;
  /** How long Play asked to wait, or a block's pause still lasts, in ms. */
  readonly retryAfterMs?: number;
  /** What was asked, as it was passed. */
  readonly request?: unknown;
  /** The error underneath, where there is one. */
  override readonly cause?: Error;
  /** Which of the requests is wrong (`InvalidArgumentError`). */
  readonly index?: number;
  /** The field that is wrong (`InvalidArgumentError`). */
  readonly field?: string;
  /** Required fields that the answer lacks (`ParseError`). */
  readonly missing?: readonly string[];
  /** The part of the answer that has not the documented shape, by its RPC id (`ParseError`). */
  readonly block?: string;
}

/** Play has no such app or developer in the country asked. */
export class NotFoundError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_NOT_FOUND';
}

/** Play asked for fewer requests (429), until the tries were spent or for longer than is waited. */
export class RateLimitedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_RATE_LIMITED';
}

/**
 * Google asked for a captcha or a consent, or refused the address. Nothing is asked from there for 30 seconds, then one
 * request finds out; each further pause is twice as long, up to 10 minutes. `retryAfterMs` says how much is left.
 */
export class BlockedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_BLOCKED';
}

/** Play failed (5xx, or left the call unanswered) until the tries were spent. */
export class ServerError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_SERVER';
}

/** Play refused the request itself. */
export class RequestRejectedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_REQUEST_REJECTED';
}

/** No answer came: name resolution, connection, certificate, or a broken body. */
export class NetworkError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_NETWORK';
}

/** No answer came in time (`timeoutMs`, `deadlineMs`). */
export class TimeoutError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_TIMEOUT';
}

/** An answer came that has not the documented shape; `missing` and `block` say where. */
export class ParseError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_PARSE';
}

/** An argument or a setting that cannot be; nothing was sent. `index` and `field` say which. */
export class InvalidArgumentError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_INVALID_ARGUMENT';
}

/** Google published its catalogue anew while `catalogue` read it, or since the walk that it was to go on with. Begin anew. */
export class StaleCatalogueError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_STALE_CATALOGUE';
}

/** The `PlayStore` was closed, before the call or during it. */
export class ClientClosedError extends PlayfastError {
  override readonly code: 'ERR_PLAYFAST_CLIENT_CLOSED';
}

/** An error of playfast of which `code` tells the class. */
export type AnyPlayfastError =
  | NotFoundError
  | RateLimitedError
  | BlockedError
  | ServerError
  | RequestRejectedError
  | NetworkError
  | TimeoutError
  | ParseError
  | InvalidArgumentError
  | StaleCatalogueError
  | ClientClosedError
  | (PlayfastError & { readonly code: 'ERR_PLAYFAST_INTERNAL' });

/**
 * Whether it is an error of playfast: of this copy, of another one, or of another realm, where `instanceof` fails.
 *
 * @example
 * if (isPlayfastError(error) && error.code === 'ERR_PLAYFAST_NOT_FOUND') remove(error.request);
 */
export function isPlayfastError(error: unknown): error is AnyPlayfastError;
