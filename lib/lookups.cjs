// The three views of each noun: one, batch, stream; and the ancestor's all-or-nothing batch.
'use strict';

const { checkedOptions, invalid, listCopy } = require('./arguments.cjs');
const { runBatch, runSingle, runStream } = require('./batch.cjs');
const { callSite } = require('./errors.cjs');
const { MANY, ONE, STREAM } = require('./options.cjs');
const { throwRejected } = require('./outcomes.cjs');

/** What lookups that Play also shows on a page have besides the usual options. */
const PAGED = ['source'];

/**
 * @param {string} noun
 * @param {string[]} [own] options that it has besides the usual ones
 */
function views(noun, own = []) {
  const names = { one: noun, batch: `${noun}Batch`, stream: `${noun}Stream` };
  const known = knownOptions(own);

  /**
   * One; rejects on failure.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function one(request, options = {}) {
    return runSingle({ noun, entry: names.one, known: known.one, site: callSite(one) }, request, options);
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

  return { one: named(one, names.one), batch: named(batch, names.batch), stream: named(stream, names.stream) };
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

  /**
   * The ancestor's one.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function ancestor(request, options = {}) {
    const call = { noun, entry: names.ancestor, known: known.one, site: callSite(ancestor) };
    return runSingle(call, forgive(request), options);
  }

  /**
   * Many; values in the order asked, or the first failure. `settled` gives outcomes instead.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function all(requests, options = {}) {
    const call = { noun, entry: names.all, known: [...known.many, 'settled'], site: callSite(all) };
    const { settled = false, ...rest } = checkedOptions(options, call.entry, call.site);
    if (typeof settled !== 'boolean') {
      throw invalid(call.site, `${names.all}: options.settled must be true or false`, { field: 'settled' });
    }
    const forgiven = checked(requests, call).map(forgive);
    const outcomes = await collect(call, forgiven, rest, settled ? undefined : throwRejected);
    return settled ? outcomes : outcomes.map((outcome) => outcome.value);
  }

  return { ancestor: named(ancestor, names.ancestor), all: named(all, names.all) };
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
  app: {
    // Which fields are wanted is ours alone.
    ...views('app', [...PAGED, 'fields']),
    ...ancestorViews('app', { ancestor: 'fetchAndParseApp', all: 'fetchAndParseAppsBatch' }, { options: PAGED }),
  },
  list: {
    ...views('list'),
    ...ancestorViews('list', { ancestor: 'fetchAndParseList', all: 'fetchAndParseListBatch' }),
  },
  search: {
    ...views('search', PAGED),
    ...ancestorViews(
      'search',
      { ancestor: 'fetchAndParseSearch', all: 'fetchAndParseSearchBatch' },
      { options: PAGED },
    ),
  },
  reviews: {
    ...views('reviews'),
    ...ancestorViews(
      'reviews',
      { ancestor: 'fetchAndParseReviews', all: 'fetchAndParseReviewsBatch' },
      { forgive: withoutCountry },
    ),
  },
  suggest: views('suggest'),
  permissions: views('permissions'),
  dataSafety: views('dataSafety', PAGED),
};
