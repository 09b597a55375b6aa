// The three views of each noun: one, batch, stream; and the ancestor's all-or-nothing batch.
'use strict';

const { checkedOptions, invalid } = require('./arguments.cjs');
const { run } = require('./batch.cjs');
const { callSite } = require('./errors.cjs');
const { throwRejected, onlyValue } = require('./outcomes.cjs');

/**
 * @param {string} noun
 * @param {{ one: string, batch: string, stream: string, ancestor: string, all: string }} names the public functions' names
 * @param {(request: unknown) => unknown} [forgive] makes a request that the ancestor takes one that we take
 */
function views(noun, names, forgive = (request) => request) {
  /**
   * One; rejects on failure.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function one(request, options = {}) {
    return single(request, options, { entry: names.one, site: callSite(one) });
  }

  /**
   * The ancestor's one.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function ancestor(request, options = {}) {
    return single(forgive(request), options, { entry: names.ancestor, site: callSite(ancestor) });
  }

  /**
   * Many; outcomes in the order asked.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function batch(requests, options = {}) {
    const call = { entry: names.batch, site: callSite(batch) };
    return collect(checked(requests, call), options, call);
  }

  /**
   * Many; outcomes as they finish.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  function stream(requests, options = {}) {
    return flatten(requests, options, { entry: names.stream, site: callSite(stream) });
  }

  /**
   * Many; values in the order asked, or the first failure. `settled` gives outcomes instead.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function all(requests, options = {}) {
    const call = { entry: names.all, site: callSite(all) };
    const { settled = false, ...rest } = checkedOptions(options, call.entry, call.site);
    if (typeof settled !== 'boolean') {
      throw invalid(call.site, `${names.all}: options.settled must be true or false`, { field: 'settled' });
    }
    const forgiven = checked(requests, call).map(forgive);
    const outcomes = await collect(forgiven, rest, call, settled ? undefined : throwRejected);
    return settled ? outcomes : outcomes.map((outcome) => outcome.value);
  }

  /**
   * @param {unknown} request
   * @param {Record<string, unknown>} options
   * @param {{ entry: string, site: { stack?: string } }} call
   */
  function single(request, options, call) {
    return onlyValue(run({ noun, ...call }, [request], options, { single: true }));
  }

  /**
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} options
   * @param {{ entry: string, site: { stack?: string } }} call
   * @param {(outcome: any) => void} [check]
   */
  async function collect(requests, options, call, check) {
    const outcomes = new Array(requests.length);
    for await (const slice of run({ noun, ...call }, requests, options)) {
      for (const outcome of slice) {
        check?.(outcome);
        outcomes[outcome.index] = outcome;
      }
      /** @type {any} */ (options).signal?.throwIfAborted();
    }
    return outcomes;
  }

  /**
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} options
   * @param {{ entry: string, site: { stack?: string } }} call
   */
  async function* flatten(requests, options, call) {
    for await (const slice of run({ noun, ...call }, checked(requests, call), options)) yield* slice;
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
 * A copy, so that what the caller does to the list later has no effect.
 * @param {unknown} requests
 * @param {{ entry: string, site: { stack?: string } }} call
 * @returns {unknown[]}
 */
function checked(requests, { entry, site }) {
  try {
    if (Array.isArray(requests)) return Array.from(requests);
  } catch (cause) {
    throw Object.assign(invalid(site, `${entry}: requests must be plain data`, { field: 'requests' }), { cause });
  }
  throw invalid(site, `${entry}: requests must be an array`, { field: 'requests' });
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
  app: views('app', {
    one: 'app',
    batch: 'appBatch',
    stream: 'appStream',
    ancestor: 'fetchAndParseApp',
    all: 'fetchAndParseAppsBatch',
  }),
  list: views('list', {
    one: 'list',
    batch: 'listBatch',
    stream: 'listStream',
    ancestor: 'fetchAndParseList',
    all: 'fetchAndParseListBatch',
  }),
  search: views('search', {
    one: 'search',
    batch: 'searchBatch',
    stream: 'searchStream',
    ancestor: 'fetchAndParseSearch',
    all: 'fetchAndParseSearchBatch',
  }),
  reviews: views(
    'reviews',
    {
      one: 'reviews',
      batch: 'reviewsBatch',
      stream: 'reviewsStream',
      ancestor: 'fetchAndParseReviews',
      all: 'fetchAndParseReviewsBatch',
    },
    withoutCountry,
  ),
};
