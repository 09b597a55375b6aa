// The three views of each noun: one, batch, stream; and the ancestor's all-or-nothing batch.
'use strict';

const { invalid } = require('./arguments.cjs');
const { run } = require('./batch.cjs');
const { callSite } = require('./errors.cjs');

/**
 * @param {string} noun
 * @param {{ one: string, batch: string, stream: string, all: string }} names the public functions' names
 */
function views(noun, names) {
  /**
   * One; rejects on failure.
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function one(request, options = {}) {
    const site = callSite(one);
    const slices = run({ noun, entry: names.one, site }, [request ?? null], options, { single: true });
    for await (const [outcome] of slices) {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  /**
   * Many; outcomes in the order asked.
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function batch(requests, options = {}) {
    return collect(requests, options, { entry: names.batch, site: callSite(batch) });
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
    const { settled = false, ...rest } = options ?? {};
    if (typeof settled !== 'boolean') {
      throw invalid(call.site, `${names.all}: options.settled must be true or false`, { field: 'settled' });
    }
    const outcomes = await collect(requests, rest, call, settled ? undefined : throwRejected);
    return settled ? outcomes : outcomes.map((outcome) => outcome.value);
  }

  /**
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} options
   * @param {{ entry: string, site: { stack?: string } }} call
   * @param {(outcome: any) => void} [check]
   */
  async function collect(requests, options, call, check) {
    const list = checked(requests, call);
    const outcomes = new Array(list.length);
    for await (const slice of run({ noun, ...call }, list, options)) {
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

  return { one: named(one, names.one), batch: named(batch, names.batch), stream: named(stream, names.stream), all: named(all, names.all) };
}

/** @param {any} outcome */
function throwRejected(outcome) {
  if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * A copy, so that what the caller does to the list later has no effect.
 * @param {unknown} requests
 * @param {{ entry: string, site: { stack?: string } }} call
 * @returns {unknown[]}
 */
function checked(requests, { entry, site }) {
  if (!Array.isArray(requests)) throw invalid(site, `${entry}: requests must be an array`, { field: 'requests' });
  return Array.from(requests, (request) => request ?? null);
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

module.exports = {
  app: views('app', { one: 'app', batch: 'appBatch', stream: 'appStream', all: 'fetchAndParseAppsBatch' }),
  list: views('list', { one: 'list', batch: 'listBatch', stream: 'listStream', all: 'fetchAndParseListBatch' }),
};
