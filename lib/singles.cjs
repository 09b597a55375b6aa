// Single lookups that are asked for in the same turn of the event loop begin together, and share HTTP requests.
'use strict';

const native = require('./native.cjs');
const { turn } = require('./turn.cjs');

/**
 * A single that waits for the others of its turn.
 * @typedef {object} Single
 * @property {import('./binding.cjs').Beginning} beginning
 * @property {AbortSignal | undefined} signal
 * @property {(started: import('./binding.cjs').NativeBatch | string | undefined) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** @type {Single[]} */
let waiting = [];

/**
 * Begins at the end of this turn. Resolves with the batch of one, or with the failure as JSON.
 * @param {import('./binding.cjs').Beginning} beginning
 * @param {AbortSignal} [signal] nothing begins, and it rejects, if this is aborted by then
 * @returns {Promise<import('./binding.cjs').NativeBatch | string | undefined>}
 */
function beginSoon(beginning, signal) {
  if (waiting.length === 0) turn().then(beginTogether);
  return new Promise((resolve, reject) => waiting.push({ beginning, signal, resolve, reject }));
}

function beginTogether() {
  const singles = waiting;
  waiting = [];
  const wanted = singles.filter(({ signal, reject }) => {
    if (signal?.aborted) reject(signal.reason);
    return !signal?.aborted;
  });
  const started = native.startTogether(wanted.map(({ beginning }) => beginning));
  for (const [place, { resolve }] of wanted.entries()) resolve(started[place]);
}

module.exports = { beginSoon };
