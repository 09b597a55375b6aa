// The longest that a walk of many calls may take, from its first step on.
'use strict';

const { errorOf } = require('./errors.cjs');

class Deadline {
  #entry;
  #ms;
  #site;
  #endsAt = Infinity;

  /**
   * @param {string} entry the public function's name
   * @param {number | undefined} ms
   * @param {{ stack?: string }} site
   */
  constructor(entry, ms, site) {
    this.#entry = entry;
    this.#ms = ms;
    this.#site = site;
  }

  begin() {
    this.#endsAt = performance.now() + (this.#ms ?? Infinity);
  }

  /** Whole ms that are left, if there is a deadline; throws if there are none. */
  left() {
    if (this.#ms === undefined) return undefined;
    const left = Math.floor(this.#endsAt - performance.now());
    if (left > 0) return left;
    const message = `${this.#entry}: the walk did not end before its deadline of ${this.#ms} ms; raise deadlineMs`;
    throw errorOf({ code: 'ERR_PLAYFAST_TIMEOUT', message, retryable: true }, this.#site);
  }
}

module.exports = { Deadline };
