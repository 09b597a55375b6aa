// The requests of a call that have no outcome yet, by their place.
'use strict';

const { errorOf } = require('./errors.cjs');

class Asked {
  /** @type {Map<number, unknown>} */
  #requests = new Map();
  #next = 0;

  /** @param {Iterable<unknown>} [requests] */
  constructor(requests = []) {
    for (const request of requests) this.add(request);
  }

  /** Where the next one will be. */
  get next() {
    return this.#next;
  }

  /** @param {unknown} request */
  add(request) {
    this.#requests.set(this.#next, request);
    this.#next += 1;
  }

  /**
   * The request whose outcome is there.
   * @param {number} index
   */
  take(index) {
    const request = this.#requests.get(index);
    this.#requests.delete(index);
    return request;
  }

  /**
   * Outcomes for what should have one and has none: the core has a defect.
   * @param {{ stack?: string }} site
   */
  lost(site) {
    const failure = {
      code: 'ERR_PLAYFAST_INTERNAL',
      message: 'a defect of playfast left this lookup without an outcome; please report it',
      retryable: false,
    };
    return Array.from(this.#requests, ([index, request]) => ({
      status: 'rejected',
      reason: errorOf(failure, site, request),
      index,
    }));
  }
}

module.exports = { Asked };
