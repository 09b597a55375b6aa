// Tells the user how far a batch is: now and then, and once at the end.
'use strict';

const { clearInterval, setInterval } = require('node:timers');

/** Ms between reports. */
const INTERVAL = 100;

/**
 * Follows a batch. What the callback throws stops the batch, and is kept for whoever waits for it.
 * @param {{ progress(): string, cancel(): void }} batch
 * @param {(progress: any) => void} onProgress
 * @param {number} [total] lookups, where it is known before they are all read
 */
function follow(batch, onProgress, total) {
  const report = () => onProgress({ ...JSON.parse(batch.progress()), ...(total !== undefined && { total }) });
  /** @type {{ error: unknown } | undefined} */
  let failure;
  const timer = setInterval(() => {
    try {
      report();
    } catch (error) {
      failure = { error };
      clearInterval(timer);
      batch.cancel();
    }
  }, INTERVAL).unref();
  let ended = false;
  return {
    throwIfFailed() {
      if (failure) throw failure.error;
    },
    /** The last report. */
    end() {
      if (ended || failure) return;
      ended = true;
      report();
    },
    stop: () => clearInterval(timer),
  };
}

module.exports = { follow };
