// Runs a batch: one native call starts it, its texts are pulled one by one and parsed in small slices.
'use strict';

const { addAbortListener } = require('node:events');
const native = require('./native.cjs');
const { complaint, invalid, plainData } = require('./arguments.cjs');
const { errorOf } = require('./errors.cjs');

/**
 * @typedef {object} Call
 * @property {string} noun what is looked up
 * @property {string} entry name of the public function
 * @property {{ stack?: string }} site where it was called
 */

/**
 * Starts a batch and yields its outcomes in slices, as they finish. Leaving the loop stops the batch.
 * @param {Call} call
 * @param {unknown[]} requests
 * @param {Record<string, unknown>} options
 * @param {{ single?: boolean }} [form]
 * @returns {AsyncGenerator<any[], void, void>}
 */
async function* run({ noun, entry, site }, requests, options, { single = false } = {}) {
  const { signal, ...rest } = readOptions(options, entry, site);
  signal?.throwIfAborted();
  const argument = single ? 'request' : 'requests';
  const started = native.startBatch(noun, plainData(requests, `${entry}: ${argument}`, site), plainData(rest, `${entry}: options`, site));
  if (typeof started === 'string') {
    const { index, ...failure } = JSON.parse(started);
    if (index === undefined) throw complaint(failure, entry, 'options', rest, site);
    throw single ? complaint(failure, entry, argument, requests[0], site) : complaint({ ...failure, index }, entry, argument, requests, site);
  }
  const listener = signal && addAbortListener(signal, () => started.cancel());
  try {
    const rows = new Map();
    for (let text = await started.next(); text !== null; text = await started.next()) {
      const outcomes = assemble(JSON.parse(text), rows);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') outcome.reason = errorOf(outcome.reason, site, requests[outcome.index]);
      }
      if (outcomes.length > 0) yield outcomes;
    }
    signal?.throwIfAborted();
  } finally {
    listener?.[Symbol.dispose]();
    started.cancel();
  }
}

/**
 * Long values come in parts: rows first, then the outcome they belong to.
 * @param {any[]} elements
 * @param {Map<number, any[][]>} rows parts whose outcome has not come yet
 */
function assemble(elements, rows) {
  const outcomes = [];
  for (const element of elements) {
    const parts = rows.get(element.index);
    if (element.status === undefined) {
      if (parts) parts.push(element.rows);
      else rows.set(element.index, [element.rows]);
      continue;
    }
    if (parts) {
      element.value.apps = parts.length === 1 ? parts[0] : parts.flat();
      rows.delete(element.index);
    }
    outcomes.push(element);
  }
  return outcomes;
}

/**
 * @param {Record<string, unknown>} options
 * @param {string} entry
 * @param {{ stack?: string }} site
 * @returns {Record<string, unknown> & { signal?: AbortSignal }}
 */
function readOptions(options, entry, site) {
  if (options === null || typeof options !== 'object') {
    throw invalid(site, `${entry}: options must be an object`, { field: 'options' });
  }
  const { signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalid(site, `${entry}: options.signal must be an AbortSignal`, { field: 'signal' });
  }
  return options;
}

module.exports = { run };
