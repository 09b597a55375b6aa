// One error class per cause. Failures come from the core as plain data; the class is made here, with the
// stack of the call that asked.
'use strict';

const { isNativeError } = require('node:util/types');

/** @typedef {import('../types/errors.cjs').Failure} Failure a failure as the core describes it */

class PlayfastError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: new Error(failure.cause) });
    this.code = failure.code;
    this.retryable = failure.retryable;
    for (const name of /** @type {const} */ ([
      'status',
      'attempts',
      'retryAfterMs',
      'missing',
      'block',
      'index',
      'field',
    ])) {
      if (failure[name] !== undefined) Object.assign(this, { [name]: failure[name] });
    }
  }

  get name() {
    return this.constructor.name;
  }
}

class NotFoundError extends PlayfastError {}
class RateLimitedError extends PlayfastError {}
class BlockedError extends PlayfastError {}
class ServerError extends PlayfastError {}
class RequestRejectedError extends PlayfastError {}
class NetworkError extends PlayfastError {}
class TimeoutError extends PlayfastError {}
class ParseError extends PlayfastError {}
class InvalidArgumentError extends PlayfastError {}
class StaleCatalogueError extends PlayfastError {}
class ClientClosedError extends PlayfastError {}

const classes = {
  PlayfastError,
  NotFoundError,
  RateLimitedError,
  BlockedError,
  ServerError,
  RequestRejectedError,
  NetworkError,
  TimeoutError,
  ParseError,
  InvalidArgumentError,
  StaleCatalogueError,
  ClientClosedError,
};

/** @type {Record<Failure['code'], typeof PlayfastError>} */
const byCode = {
  ERR_PLAYFAST_NOT_FOUND: NotFoundError,
  ERR_PLAYFAST_RATE_LIMITED: RateLimitedError,
  ERR_PLAYFAST_BLOCKED: BlockedError,
  ERR_PLAYFAST_SERVER: ServerError,
  ERR_PLAYFAST_REQUEST_REJECTED: RequestRejectedError,
  ERR_PLAYFAST_NETWORK: NetworkError,
  ERR_PLAYFAST_TIMEOUT: TimeoutError,
  ERR_PLAYFAST_PARSE: ParseError,
  ERR_PLAYFAST_INVALID_ARGUMENT: InvalidArgumentError,
  ERR_PLAYFAST_STALE_CATALOGUE: StaleCatalogueError,
  ERR_PLAYFAST_CLIENT_CLOSED: ClientClosedError,
  ERR_PLAYFAST_INTERNAL: PlayfastError,
};

/**
 * Whether it is an error of playfast: of this copy, another, or another realm's.
 * @param {unknown} error
 */
function isPlayfastError(error) {
  return isNativeError(error) && Object.hasOwn(byCode, /** @type {any} */ (error).code);
}

/**
 * Where a public function was called. The frames are only formatted if an error needs them.
 * @param {Function} entry the public function; it and what it calls are left out
 * @returns {{ stack?: string }}
 */
function callSite(entry) {
  const site = {};
  Error.captureStackTrace(site, entry);
  return site;
}

/**
 * The error of a failure, as if thrown at the call.
 * @param {Failure} failure
 * @param {{ stack?: string }} site
 * @param {unknown} [request] what was asked
 * @returns {PlayfastError}
 */
function errorOf(failure, site, request) {
  const error = new byCode[failure.code](failure);
  if (request !== undefined) Object.assign(error, { request });
  const frames = site.stack?.slice(site.stack.indexOf('\n')) ?? '';
  error.stack = `${error.name}: ${error.message}${frames}`;
  return error;
}

module.exports = { classes, isPlayfastError, callSite, errorOf };
