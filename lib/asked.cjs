// The requests of a call that have no outcome yet, by their place.
'use strict';

const { errorOf } = require('./errors.cjs');

class Asked {
  /** @type {Map<number, unknown>} */
  #requests = new Map();
  /** Why requests could not even be handed to the core. @type {Map<number, Error>} */
  #refusals = new Map();
  #next = 0;

  /** @param {unknown[]} [requests] */
  constructor(requests = []) {
    for (const request of requests) this.add(request);
  }

  /**
   * @param {unknown} request
   * @param {Error} [refusal]
   */
  add(request, refusal) {
    this.#requests.set(this.#next, request);
    if (refusal) this.#refusals.set(this.#next, refusal);
    this.#next += 1;
  }

  /**
   * The request whose outcome is there.
   * @param {number} index
   */
  take(index) {
    const taken = { request: this.#requests.get(index), refusal: this.#refusals.get(index) };
    this.#requests.delete(index);
    this.#refusals.delete(index);
    return taken;
  }

  /**
   * Outcomes for what has none, although the core says that there are no more.
   * @param {import('./errors.cjs').Failure} why
   * @param {{ stack?: string }} site
   */
  lost(why, site) {
    return Array.from(this.#requests, ([index, request]) => ({
      status: 'rejected',
      reason: errorOf(why, site, request),
      index,
    }));
  }
}

module.exports = { Asked };
