// Tells the user how far a batch is: now and then, and once at the end.
'use strict';

const { clearInterval, setInterval } = require('node:timers');

/** Ms between reports. */
const INTERVAL = 100;

/**
 * Follows a batch until it ends or is aborted. What the callback throws stops the batch, and is kept for whoever waits.
 * @param {{ progress(): string, cancel(): void }} batch
 * @param {{ onProgress: (progress: any) => void, signal: AbortSignal | undefined }} options
 * @param {{ total: number | undefined, done: boolean }} [source] where its requests come from, if not all are with it
 */
function follow(batch, { onProgress, signal }, source) {
  const read = () => {
    const progress = JSON.parse(batch.progress());
    return { ...progress, total: source?.total ?? progress.total };
  };
  /** @type {{ error: unknown } | undefined} */
  let failure;
  const timer = setInterval(() => {
    const progress = read();
    if (signal?.aborted) return;
    // That all is done is the last report's to tell.
    if (progress.done === progress.total && (source?.done ?? true)) return;
    try {
      onProgress(progress);
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
      if (ended || failure || signal?.aborted) return;
      ended = true;
      onProgress(read());
    },
    stop: () => clearInterval(timer),
  };
}

module.exports = { follow };
