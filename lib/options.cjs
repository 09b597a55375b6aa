// The options of a call: which there are, and who reads them.
'use strict';

const { checkNames, checkedOptions, invalid } = require('./arguments.cjs');

/** Of one lookup; of many; of a stream of them. */
const ONE = ['signal', 'timeoutMs', 'deadlineMs', 'priority'];
const MANY = [...ONE, 'concurrency', 'onProgress'];
const STREAM = [...MANY, 'highWaterMark'];

/**
 * @typedef {object} Call
 * @property {import('./binding.cjs').NativeClient} client who asks
 * @property {string} noun what is looked up
 * @property {string} entry name of the public function
 * @property {string[]} known its options
 * @property {{ stack?: string }} site where it was called
 * @property {(request: unknown) => unknown} [forgive] makes a request one that we take
 */

/**
 * What is checked and used here, and what the core checks and uses.
 * @typedef {object} Options
 * @property {AbortSignal | undefined} signal
 * @property {((progress: any) => void) | undefined} onProgress
 * @property {boolean} unparsed whether values stay text
 * @property {Record<string, any>} core
 */

/**
 * @param {unknown} options
 * @param {Call} call
 * @returns {Options}
 */
function readOptions(options, { client, entry, known, site }) {
  const given = checkedOptions(options, entry, site);
  checkNames(given, known, entry, site);
  const { signal, onProgress, deadlineMs = client.deadlineMs() ?? undefined, ...core } = given;
  const { UNPARSED } = require('./unparsed.cjs');
  const unparsed = Boolean(/** @type {any} */ (given)[UNPARSED]);
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalid(site, `${entry}: options.onProgress must be a function`, { field: 'onProgress' });
  }
  return { signal, onProgress: /** @type {any} */ (onProgress), unparsed, core: { ...core, deadlineMs } };
}

module.exports = { ONE, MANY, STREAM, readOptions };
