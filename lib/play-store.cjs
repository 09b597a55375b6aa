// A client of its own: settings, limits, connections, cache. It has all lookups of the module as methods.
'use strict';

const native = require('./native.cjs');
const { complaint, settingsData } = require('./arguments.cjs');
const { callSite } = require('./errors.cjs');
const { lookups } = require('./lookups.cjs');

class PlayStore {
  #client;
  /** @type {Promise<void> | undefined} */
  #closed;

  /** @param {Record<string, unknown>} [settings] */
  constructor(settings = {}) {
    const site = callSite(PlayStore);
    const opened = native.openClient(settingsData(settings, 'PlayStore', site));
    if (typeof opened === 'string') throw complaint(JSON.parse(opened), 'PlayStore', 'settings', settings, site);
    this.#client = opened;
  }

  /** Ends what it does: lookups without an outcome fail. Resolves when nothing of it is left. */
  close() {
    this.#closed ??= this.#client.close();
    return this.#closed;
  }

  [Symbol.asyncDispose]() {
    return this.close();
  }

  static {
    const clientOf = (/** @type {unknown} */ self) => {
      if (self !== null && typeof self === 'object' && #client in self) return self.#client;
      throw new TypeError('a method of PlayStore was called without its object: call store.app(…), not app(…)');
    };
    for (const [name, value] of Object.entries(lookups(clientOf))) {
      Object.defineProperty(PlayStore.prototype, name, { value, writable: true, configurable: true });
    }
  }
}

module.exports = { PlayStore };
