// What all functions of the facade have in common: one object of options, a client, google-play-scraper's rejections.
'use strict';

const { callSite } = require('../errors.cjs');
const { askerOf } = require('./asker.cjs');
const { rejectionOf } = require('./rejection.cjs');

/** @typedef {import('./asker.cjs').Asker} Asker */

/** Of every function, besides its own. */
const COMMON = ['throttle', 'requestOptions'];

/** Options that were warned of; names come from code, and no more than this many are remembered. */
const warned = new Set();
const MOST_WARNINGS = 100;

/**
 * @template T
 * @param {string} name what it is called
 * @param {string[]} known its options
 * @param {(options: Record<string, any>, ask: Asker) => Promise<T>} run
 * @returns {(options?: any) => Promise<T>}
 */
function method(name, known, run) {
  /** @param {any} [options] */
  async function entry(options) {
    const site = callSite(entry);
    const given = typeof options === 'object' && options !== null ? options : {};
    warnOfUnknown(name, [...known, ...COMMON], given);
    try {
      return await run(given, askerOf(given, name, site));
    } catch (error) {
      throw rejectionOf(error, name, site);
    }
  }
  return Object.defineProperty(entry, 'name', { value: name });
}

/**
 * google-play-scraper passes over options that it does not know, so that is no error here either.
 * @param {string} name
 * @param {string[]} known
 * @param {object} given
 */
function warnOfUnknown(name, known, given) {
  for (const option of Object.keys(given)) {
    if (!known.includes(option)) warnOnce(`${name}: the option ${option} has no effect; known are ${known.join(', ')}`);
  }
}

/** @param {string} message */
function warnOnce(message) {
  if (warned.has(message) || warned.size === MOST_WARNINGS) return;
  warned.add(message);
  process.emitWarning(`playfast/compat: ${message}`, { code: 'PLAYFAST_COMPAT' });
}

/**
 * The language and country of a call.
 * @param {Record<string, any>} options
 */
function localeOf({ lang, country }) {
  return { lang: lang || 'en', country: country || 'us' };
}

module.exports = { method, localeOf, warnOnce };
