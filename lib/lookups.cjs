// The three views of each noun: one, batch, stream; and the ancestor's all-or-nothing batch.
'use strict';

const { checkedOptions, invalid, listCopy } = require('./arguments.cjs');
const { runBatch, runSingle, runStream } = require('./batch.cjs');
const { callSite } = require('./errors.cjs');
const { MANY, ONE, STREAM } = require('./options.cjs');
const { throwRejected } = require('./outcomes.cjs');

/**
 * @param {string} noun
 * @param {{ one: string, batch: string, stream: string, ancestor: string, all: string }} names the public functions' names
 * @param {object} [more]
 * @param {string[]} [more.options] which it has besides the usual ones
 * @param {string[]} [more.ours] which the ancestor's functions do not have
 * @param {(request: unknown) => unknown} [more.forgive] makes a request that the ancestor takes one that we take
 */
function views(noun, names, { options: own = [], ours = [], forgive = (request) => request } = {}) {
  const known = {
    one: [...ONE, ...own, ...ours],
    many: [...MANY, ...own, ...ours],
    stream: [...STREAM, ...own, ...ours],
    ancestor: [...ONE, ...own],
    all: [...MANY, ...own, 'settled'],
  };

  /**
   * One; rejects on failure.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function one(request, options = {}) {
    return runSingle({ noun, entry: names.one, known: known.one, site: callSite(one) }, request, options);
  }

  /**
   * The ancestor's one.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function ancestor(request, options = {}) {
    const call = { noun, entry: names.ancestor, known: known.ancestor, site: callSite(ancestor) };
    return runSingle(call, forgive(request), options);
  }

  /**
   * Many; outcomes in the order asked.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function batch(requests, options = {}) {
    const call = { noun, entry: names.batch, known: known.many, site: callSite(batch) };
    return collect(call, checked(requests, call), options);
  }

  /**
   * Many; outcomes as they finish.
   * @param {unknown} requests
   * @param {Record<string, unknown>} [options]
   */
  function stream(requests, options = {}) {
    return runStream({ noun, entry: names.stream, known: known.stream, site: callSite(stream) }, requests, options);
  }

  /**
   * Many; values in the order asked, or the first failure. `settled` gives outcomes instead.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function all(requests, options = {}) {
    const call = { noun, entry: names.all, known: known.all, site: callSite(all) };
    const { settled = false, ...rest } = checkedOptions(options, call.entry, call.site);
    if (typeof settled !== 'boolean') {
      throw invalid(call.site, `${names.all}: options.settled must be true or false`, { field: 'settled' });
    }
    const forgiven = checked(requests, call).map(forgive);
    const outcomes = await collect(call, forgiven, rest, settled ? undefined : throwRejected);
    return settled ? outcomes : outcomes.map((outcome) => outcome.value);
  }

  return {
    one: named(one, names.one),
    batch: named(batch, names.batch),
    stream: named(stream, names.stream),
    ancestor: named(ancestor, names.ancestor),
    all: named(all, names.all),
  };
}

/**
 * @param {import('./options.cjs').Call} call
 * @param {unknown[]} requests
 * @param {Record<string, unknown>} options
 * @param {(outcome: any) => void} [check]
 */
async function collect(call, requests, options, check) {
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
 * @template {Function} F
 * @param {F} view
 * @param {string} name
 * @returns {F}
 */
function named(view, name) {
  return Object.defineProperty(view, 'name', { value: name });
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

module.exports = {
  app: views(
    'app',
    {
      one: 'app',
      batch: 'appBatch',
      stream: 'appStream',
      ancestor: 'fetchAndParseApp',
      all: 'fetchAndParseAppsBatch',
    },
    { options: ['source'], ours: ['fields'] },
  ),
  list: views('list', {
    one: 'list',
    batch: 'listBatch',
    stream: 'listStream',
    ancestor: 'fetchAndParseList',
    all: 'fetchAndParseListBatch',
  }),
  search: views(
    'search',
    {
      one: 'search',
      batch: 'searchBatch',
      stream: 'searchStream',
      ancestor: 'fetchAndParseSearch',
      all: 'fetchAndParseSearchBatch',
    },
    { options: ['source'] },
  ),
  reviews: views(
    'reviews',
    {
      one: 'reviews',
      batch: 'reviewsBatch',
      stream: 'reviewsStream',
      ancestor: 'fetchAndParseReviews',
      all: 'fetchAndParseReviewsBatch',
    },
    { forgive: withoutCountry },
  ),
};
