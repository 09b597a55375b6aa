// What is published on node:diagnostics_channel, and when.
'use strict';

const { channel } = require('node:diagnostics_channel');

/** All channels. types/channels.d.cts describes the messages. */
const BATCH_START = channel('playfast:batch:start');
const BATCH_END = channel('playfast:batch:end');
const REQUEST_END = channel('playfast:request:end');

let batches = 0;

/** Whether anybody wants to know of HTTP requests. */
const wantsRequests = () => REQUEST_END.hasSubscribers;

/**
 * Publishes that a batch begins.
 * @param {import('./options.cjs').Call} call
 * @param {import('./binding.cjs').NativeBatch} batch
 */
function publishBatch({ noun, entry }, batch) {
  batches += 1;
  const about = { batch: batches, noun, function: entry };
  if (BATCH_START.hasSubscribers) BATCH_START.publish(about);
  return {
    /** Publishes the HTTP requests that ended since the last time. */
    requests() {
      if (!wantsRequests()) return;
      for (const request of JSON.parse(batch.events())) REQUEST_END.publish({ ...about, ...request });
    },
    /** @param {unknown} error why it ended early, if it failed as a whole */
    end(error) {
      this.requests();
      if (BATCH_END.hasSubscribers) BATCH_END.publish({ ...about, ...JSON.parse(batch.progress()), error });
    },
  };
}

module.exports = { publishBatch, wantsRequests };
