// The calls of a walk: one client's, within the time that the walk may take from its first step on.
'use strict';

const { runLink, runStream } = require('./batch.cjs');
const { errorOf } = require('./errors.cjs');
const { MANY, ONE } = require('./options.cjs');

class WalkCalls {
  #call;
  #ms;
  #endsAt = Infinity;

  /**
   * @param {Omit<import('./options.cjs').Call, 'known'>} call what each of them is
   * @param {number | undefined} ms the longest that the walk may take
   */
  constructor(call, ms) {
    this.#call = call;
    this.#ms = ms;
  }

  begin() {
    this.#endsAt = performance.now() + (this.#ms ?? Infinity);
  }

  /**
   * One lookup of a chain.
   * @param {Record<string, unknown>} request
   * @param {Record<string, unknown>} options
   * @param {import('./binding.cjs').Chain} chain
   */
  one(request, options, chain) {
    const call = { ...this.#call, known: ONE };
    return runLink(call, request, { ...options, deadlineMs: this.#left() }, chain);
  }

  /**
   * Many lookups, as a stream.
   * @param {AsyncIterable<unknown>} requests
   * @param {Record<string, unknown>} options
   */
  many(requests, options) {
    const call = { ...this.#call, known: MANY };
    return runStream(call, requests, { ...options, deadlineMs: this.#left() });
  }

  /** Whole ms that are left, if there is a deadline; throws if there are none. */
  #left() {
    if (this.#ms === undefined) return undefined;
    const left = Math.floor(this.#endsAt - performance.now());
    if (left > 0) return left;
    const { entry, site } = this.#call;
    const message = `${entry}: the walk did not end before its deadline of ${this.#ms} ms; raise deadlineMs`;
    throw errorOf({ code: 'ERR_PLAYFAST_TIMEOUT', message, retryable: true }, site);
  }
}

module.exports = { WalkCalls };
