// The three views of each noun: one, batch, stream; and the ancestor's all-or-nothing batch. What is listed at the end
// is a function of the module and a method of PlayStore. What runs them is loaded at the first call, because every program
// waits for what is loaded with the package.
'use strict';

const { checkedOptions, invalid, listCopy } = require('./arguments.cjs');
const { availability } = require('./availability.cjs');
const { categories } = require('./categories.cjs');
const { callSite } = require('./errors.cjs');
const { MANY, ONE, STREAM } = require('./options.cjs');
const { report } = require('./report.cjs');
const { walks } = require('./walks.cjs');

/**
 * Finds the client of a function that was called with this `this`.
 * @typedef {(self: unknown) => import('./binding.cjs').NativeClient} ClientOf
 */

/** What lookups that Play also shows on a page have besides the usual options. */
const PAGED = ['source'];

/**
 * @param {string} noun
 * @param {string[]} [own] options that it has besides the usual ones
 */
function views(noun, own = []) {
  const names = { one: noun, batch: `${noun}Batch`, stream: `${noun}Stream` };
  const known = knownOptions(own);

  return (/** @type {ClientOf} */ clientOf) => {
    /**
     * One; rejects on failure.
     * @this {unknown}
     * @param {unknown} request
     * @param {Record<string, unknown>} [options]
     */
    async function one(request, options = {}) {
      const call = { client: clientOf(this), noun, entry: names.one, known: known.one, site: callSite(one) };
      const { runSingle } = require('./batch.cjs');
      return runSingle(call, request, options);
    }

    /**
     * Many; outcomes in the order asked.
     * @this {unknown}
     * @param {unknown[]} requests
     * @param {Record<string, unknown>} [options]
     */
    async function batch(requests, options = {}) {
      const call = { client: clientOf(this), noun, entry: names.batch, known: known.many, site: callSite(batch) };
      return collect(call, checked(requests, call), options);
    }

    /**
     * Many; outcomes as they finish.
     * @this {unknown}
     * @param {unknown} requests
     * @param {Record<string, unknown>} [options]
     */
    function stream(requests, options = {}) {
      const call = { client: clientOf(this), noun, entry: names.stream, known: known.stream, site: callSite(stream) };
      const { runStream } = require('./batch.cjs');
      return runStream(call, requests, options);
    }

    return { [names.one]: one, [names.batch]: batch, [names.stream]: stream };
  };
}

/**
 * The ancestor's two views.
 * @param {string} noun
 * @param {{ ancestor: string, all: string }} names the public functions' names
 * @param {object} [more]
 * @param {string[]} [more.options] which it has besides the usual ones
 * @param {(request: unknown) => unknown} [more.forgive] makes a request that the ancestor takes one that we take
 */
function ancestorViews(noun, names, { options: own = [], forgive = (request) => request } = {}) {
  const known = knownOptions(own);

  return (/** @type {ClientOf} */ clientOf) => {
    /**
     * The ancestor's one.
     * @this {unknown}
     * @param {unknown} request
     * @param {Record<string, unknown>} [options]
     */
    async function ancestor(request, options = {}) {
      const site = callSite(ancestor);
      const call = { client: clientOf(this), noun, entry: names.ancestor, known: known.one, site, forgive };
      const { runSingle } = require('./batch.cjs');
      return runSingle(call, request, options);
    }

    /**
     * Many; values in the order asked, or the first failure. `settled` gives outcomes instead.
     * @this {unknown}
     * @param {unknown[]} requests
     * @param {Record<string, unknown>} [options]
     */
    async function all(requests, options = {}) {
      const site = callSite(all);
      const call = { client: clientOf(this), noun, entry: names.all, known: [...known.many, 'settled'], site, forgive };
      const { settled = false, ...rest } = checkedOptions(options, call.entry, call.site);
      if (typeof settled !== 'boolean') {
        throw invalid(call.site, `${names.all}: options.settled must be true or false`, { field: 'settled' });
      }
      const { throwRejected } = require('./outcomes.cjs');
      const outcomes = await collect(call, checked(requests, call), rest, settled ? undefined : throwRejected);
      return settled ? outcomes : outcomes.map((outcome) => outcome.value);
    }

    return { [names.ancestor]: ancestor, [names.all]: all };
  };
}

/** @param {string[]} own options that a noun has besides the usual ones */
function knownOptions(own) {
  return { one: [...ONE, ...own], many: [...MANY, ...own], stream: [...STREAM, ...own] };
}

/**
 * @param {import('./options.cjs').Call} call
 * @param {unknown[]} requests
 * @param {Record<string, unknown>} options
 * @param {(outcome: any) => void} [check]
 */
async function collect(call, requests, options, check) {
  const { runBatch } = require('./batch.cjs');
  const outcomes = new Array(requests.length);
  for await (const slice of runBatch(call, requests, options, check)) {
    for (const outcome of slice) outcomes[outcome.index] = outcome;
  }
  return outcomes;
}

/**
 * @param {unknown} requests
 * @param {import('./options.cjs').Call} call
 * @returns {unknown[]}
 */
function checked(requests, call) {
  const list = listCopy(requests, call);
  if (list) return list;
  throw invalid(call.site, `${call.entry}: requests must be an array`, { field: 'requests' });
}

/**
 * The ancestor takes a country for reviews; it changes nothing.
 * @param {unknown} request
 */
function withoutCountry(request) {
  if (request === null || typeof request !== 'object') return request;
  const { country: _, ...rest } = /** @type {Record<string, unknown>} */ (request);
  return rest;
}

/** Each makes functions by their names. */
const ALL = [
  views('app', [...PAGED, 'fields', 'include']),
  views('list'),
  views('search', PAGED),
  views('reviews'),
  views('suggest'),
  views('permissions'),
  views('dataSafety', PAGED),
  views('similar', PAGED),
  views('developer', PAGED),
  () => ({ categories }),
  availability,
  walks,
  ancestorViews('app', { ancestor: 'fetchAndParseApp', all: 'fetchAndParseAppsBatch' }, { options: PAGED }),
  ancestorViews('list', { ancestor: 'fetchAndParseList', all: 'fetchAndParseListBatch' }),
  ancestorViews('search', { ancestor: 'fetchAndParseSearch', all: 'fetchAndParseSearchBatch' }, { options: PAGED }),
  ancestorViews(
    'reviews',
    { ancestor: 'fetchAndParseReviews', all: 'fetchAndParseReviewsBatch' },
    { forgive: withoutCountry },
  ),
  report('stats'),
  report('driftReport'),
];

/**
 * All lookups of a client, by their names.
 * @param {ClientOf} clientOf
 * @returns {Record<string, Function>}
 */
function lookups(clientOf) {
  const all = Object.assign({}, ...ALL.map((make) => make(clientOf)));
  for (const [name, lookup] of Object.entries(all)) Object.defineProperty(lookup, 'name', { value: name });
  return all;
}

module.exports = { lookups };
