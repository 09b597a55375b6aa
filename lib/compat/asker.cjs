// Who asks for a call of the facade: the client that playfast's functions share, or one with the call's own settings.
'use strict';

const play = require('../../index.cjs');
const { invalid } = require('../arguments.cjs');
const { configured } = require('../configure.cjs');
const { Recent } = require('./recent.cjs');
const { requestSettings } = require('./request-options.cjs');

/** Clients with settings of their own. What one that goes still does goes on. @type {InstanceType<typeof Recent<string, any>>} */
const clients = new Recent(16);

/**
 * @typedef {object} Asker
 * @property {any} play playfast's functions
 * @property {{ timeoutMs?: number }} options of each of their calls
 * @property {(message: string, field: string) => Error} refusal an error for an argument that cannot be
 */

/**
 * @param {Record<string, any>} given the options of the call
 * @param {string} entry the function that was called
 * @param {{ stack?: string }} site
 * @returns {Asker}
 */
function askerOf({ throttle, requestOptions }, entry, site) {
  const refusal = (/** @type {string} */ message, /** @type {string} */ field) => invalid(site, message, { field });
  const { timeoutMs, ...settings } = requestSettings(requestOptions, entry, refusal);
  if (throttle) Object.assign(settings, { rate: rateOf(throttle, entry, refusal) });
  const own = Object.keys(settings).length > 0;
  return {
    play: own ? clientOf({ ...configured(), ...settings }) : play,
    options: timeoutMs === undefined ? {} : { timeoutMs },
    refusal,
  };
}

/**
 * Never more than this many HTTP requests in a second, and no burst; fewer where Play refuses.
 * @param {unknown} throttle
 * @param {string} entry
 * @param {(message: string, field: string) => Error} refusal
 */
function rateOf(throttle, entry, refusal) {
  const rate = Number(throttle);
  if (rate >= 0.01 && rate <= 1000) return { start: rate, max: rate, burst: 1 };
  throw refusal(`${entry}: throttle must be a number of HTTP requests per second, 0.01 to 1,000`, 'throttle');
}

/**
 * The client with these settings; calls with the same ones share it, and so its pace.
 * @param {Record<string, unknown>} settings
 */
function clientOf(settings) {
  const key = JSON.stringify(settings);
  const known = clients.get(key);
  if (known) return known;
  const client = new play.PlayStore(settings);
  clients.set(key, client);
  return client;
}

module.exports = { askerOf };
