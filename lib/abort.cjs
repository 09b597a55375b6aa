// One listener per AbortSignal, however many batches share it: Node warns of a leak at the eleventh.
'use strict';

const { addAbortListener } = require('node:events');

/** @typedef {{ cancel(): void }} Stoppable */

/** @type {WeakMap<AbortSignal, { batches: Set<Stoppable>, listener: Disposable }>} */
const watched = new WeakMap();

/**
 * Cancels the batch when the signal is aborted.
 * @param {AbortSignal} signal
 * @param {Stoppable} batch
 * @returns {() => void} ends it
 */
function cancelOnAbort(signal, batch) {
  const { batches, listener } = watched.get(signal) ?? watch(signal);
  batches.add(batch);
  return () => {
    batches.delete(batch);
    if (batches.size > 0) return;
    listener[Symbol.dispose]();
    watched.delete(signal);
  };
}

/** @param {AbortSignal} signal */
function watch(signal) {
  /** @type {Set<Stoppable>} */
  const batches = new Set();
  const listener = addAbortListener(signal, () => {
    for (const batch of batches) batch.cancel();
  });
  const entry = { batches, listener };
  watched.set(signal, entry);
  return entry;
}

module.exports = { cancelOnAbort };
