// `memoized`: the functions, with their answers kept in memory for a while.
'use strict';

const { invalid } = require('../arguments.cjs');
const { callSite } = require('../errors.cjs');
const { Recent } = require('./recent.cjs');

const DEFAULTS = { maxAge: 5 * 60 * 1000, max: 1000, normalizer: JSON.stringify };
const MOST = 1_000_000;

/** Always so: an answer is a promise, and its key a text. */
const WITHOUT_EFFECT = ['promise', 'primitive'];

/** @typedef {{ maxAge: number, max: number, normalizer: (args: any[]) => string }} Bounds */

/**
 * @param {Record<string, (options?: any) => Promise<any>>} methods
 * @param {object} constants
 */
function memoizing(methods, constants) {
  /** @param {Record<string, any>} [options] */
  return function memoized(options) {
    const bounds = boundsOf(options ?? {}, callSite(memoized));
    const kept = Object.entries(methods).map(([name, method]) => [name, remembering(method, bounds)]);
    return { ...constants, ...Object.fromEntries(kept) };
  };
}

/**
 * @param {Record<string, any>} options
 * @param {{ stack?: string }} site
 * @returns {Bounds}
 */
function boundsOf(options, site) {
  const refusal = (/** @type {string} */ field, /** @type {string} */ why) =>
    invalid(site, `memoized: options.${field} ${why}`, { field });
  const bounds = { ...DEFAULTS };
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || WITHOUT_EFFECT.includes(name)) continue;
    if (!Object.hasOwn(DEFAULTS, name)) {
      throw refusal(name, `cannot be honoured; known are ${Object.keys(DEFAULTS).join(', ')}`);
    }
    Object.assign(bounds, { [name]: value });
  }
  const { maxAge, max, normalizer } = bounds;
  if (typeof maxAge !== 'number' || !(maxAge > 0)) throw refusal('maxAge', 'must be a number of ms above 0');
  if (!Number.isInteger(max) || max < 1 || max > MOST) throw refusal('max', `must be a whole number from 1 to ${MOST}`);
  if (typeof normalizer !== 'function') throw refusal('normalizer', 'must be a function');
  return bounds;
}

/**
 * The function with a memory. Equal calls share one promise; failures are forgotten.
 * @param {(...args: any[]) => Promise<any>} method
 * @param {Bounds} bounds
 */
function remembering(method, { maxAge, max, normalizer }) {
  /** @type {InstanceType<typeof Recent<string, { answer: Promise<any>, until: number }>>} */
  const kept = new Recent(max);

  /** @param {any[]} args */
  async function remembered(...args) {
    const key = normalizer(args);
    const known = kept.get(key);
    if (known && performance.now() < known.until) return known.answer;
    const fresh = ask(args);
    kept.set(key, fresh);
    try {
      return await fresh.answer;
    } catch (error) {
      if (kept.get(key) === fresh) kept.delete(key);
      throw error;
    }
  }

  /** @param {any[]} args */
  function ask(args) {
    return { answer: method(...args), until: performance.now() + maxAge };
  }

  const clear = () => kept.clear();
  return Object.defineProperty(Object.assign(remembered, { clear }), 'name', { value: method.name });
}

module.exports = { memoizing };
