// Runs a batch: one native call starts it, its texts are pulled one by one and parsed in small slices.
'use strict';

const native = require('./native.cjs');
const { cancelOnAbort } = require('./abort.cjs');
const { checkedOptions, complaint, plainData } = require('./arguments.cjs');
const { outcomes } = require('./outcomes.cjs');

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
 * @param {{ single?: boolean, chain?: import('./binding.cjs').Chain }} [form] chain: what the batch belongs to
 * @returns {AsyncGenerator<any[], void, void>}
 */
async function* run({ noun, entry, site }, requests, options, { single = false, chain } = {}) {
  const { signal, ...rest } = checkedOptions(options, entry, site);
  signal?.throwIfAborted();
  const argument = single ? 'request' : 'requests';
  const texts = requests.map((request, index) =>
    single
      ? plainData(request, `${entry}: request`, site)
      : plainData(request, `${entry}: requests[${index}]`, site, index),
  );
  const beginning = { noun, requests: `[${texts}]`, options: plainData(rest, `${entry}: options`, site) };
  const started = native.startBatch(beginning, chain);
  if (typeof started === 'string') {
    const { index, ...failure } = JSON.parse(started);
    if (index === undefined) throw complaint(failure, entry, 'options', rest, site);
    throw single
      ? complaint(failure, entry, argument, requests[0], site)
      : complaint({ ...failure, index }, entry, argument, requests, site);
  }
  const letGo = signal && cancelOnAbort(signal, started);
  try {
    yield* outcomes(started, site, requests);
    signal?.throwIfAborted();
  } finally {
    letGo?.();
    started.cancel();
  }
}

module.exports = { run };
