// Single lookups that are asked for in the same turn of the event loop begin together, and share HTTP requests.
'use strict';

const { turn } = require('./turn.cjs');

/**
 * A single that waits for the others of its turn.
 * @typedef {object} Single
 * @property {import('./binding.cjs').Beginning} beginning
 * @property {AbortSignal | undefined} signal
 * @property {(started: import('./binding.cjs').NativeBatch | string | undefined) => void} resolve
 * @property {(error: unknown) => void} reject
 */

/** By their client. @type {Map<import('./binding.cjs').NativeClient, Single[]>} */
const waiting = new Map();

/**
 * Begins at the end of this turn. Resolves with the batch of one, or with the failure as JSON.
 * @param {import('./binding.cjs').NativeClient} client
 * @param {import('./binding.cjs').Beginning} beginning
 * @param {AbortSignal} [signal] nothing begins, and it rejects, if this is aborted by then
 * @returns {Promise<import('./binding.cjs').NativeBatch | string | undefined>}
 */
function beginSoon(client, beginning, signal) {
  const singles = waiting.get(client) ?? [];
  if (singles.length === 0) {
    waiting.set(client, singles);
    turn().then(() => beginTogether(client, singles));
  }
  return new Promise((resolve, reject) => singles.push({ beginning, signal, resolve, reject }));
}

/**
 * @param {import('./binding.cjs').NativeClient} client
 * @param {Single[]} singles
 */
function beginTogether(client, singles) {
  waiting.delete(client);
  const wanted = singles.filter(({ signal, reject }) => {
    if (signal?.aborted) reject(signal.reason);
    return !signal?.aborted;
  });
  const started = client.startTogether(wanted.map(({ beginning }) => beginning));
  for (const [place, { resolve }] of wanted.entries()) resolve(started[place]);
}

module.exports = { beginSoon };
