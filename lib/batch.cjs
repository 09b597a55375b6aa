// Runs a batch: one native call starts it, its texts are pulled one by one and parsed in small slices. What only some calls
// need is loaded when one does, because the first call of a program waits for what is loaded with this.
'use strict';

const { complaint, listData, optionsData } = require('./arguments.cjs');
const { Asked } = require('./asked.cjs');
const { publishBatch, wantsRequests } = require('./channels.cjs');
const { errorOf } = require('./errors.cjs');
const { readOptions } = require('./options.cjs');
const { onlyValue, outcomes, unparsedOutcomes } = require('./outcomes.cjs');
const { readList, readOne, readingOf } = require('./reading.cjs');

/** @typedef {import('./options.cjs').Call} Call */
/** @typedef {import('./binding.cjs').NativeBatch} NativeBatch */

/**
 * Starts a batch and yields its outcomes in slices, as they finish. Leaving the loop stops the batch.
 * @param {Call} call
 * @param {unknown[]} requests
 * @param {unknown} options
 * @param {(outcome: any) => void} [check] sees each outcome; what it throws ends the batch
 */
async function* runBatch(call, requests, options, check) {
  const given = wanted(options, call);
  const reading = begin(call, given.core);
  const rest = readList(reading, requests, call, given.signal);
  if (rest) await rest;
  yield* settle(begun(reading.start(), call), call, new Asked(requests), given, { check });
}

/**
 * Starts a batch whose requests come from a source, and yields its outcomes one by one, as they finish.
 * @param {Call} call
 * @param {unknown} requests
 * @param {unknown} options
 */
async function* runStream(call, requests, options) {
  const { Feed } = require('./feed.cjs');
  const { sourceOf } = require('./source.cjs');
  const given = wanted(options, call);
  const reading = begin(call, { ...given.core, open: true });
  const source = await sourceOf(requests, call, reading, given.signal);
  given.signal?.throwIfAborted();
  const batch = begun(reading.start(), call);
  const asked = new Asked();
  const feed = new Feed(batch, reading, source);
  feed.run((entry) => asked.add(entry.request, entry.refusal));
  try {
    for await (const slice of settle(batch, call, asked, given, { source })) {
      for (const outcome of slice) {
        yield outcome;
        feed.consumed();
        given.signal?.throwIfAborted();
      }
    }
  } finally {
    await feed.stop();
  }
}

/**
 * One lookup, together with the others of this turn. It does not wait for a block to be lifted, unless it is told
 * how long it may take.
 * @param {Call} call
 * @param {unknown} request
 * @param {unknown} options
 */
async function runSingle(call, request, options) {
  const { beginSoon } = require('./singles.cjs');
  const given = wanted(options, call);
  const core = { ...given.core, patient: given.core.deadlineMs !== undefined };
  const { client, noun, entry, site } = call;
  const requests = listData([request], 'request', undefined, call);
  const started = await beginSoon(client, { noun, requests, options: coreOptions(core) }, given.signal);
  if (typeof started === 'object') return theOne(started, call, request, given);
  const { index, ...failure } = JSON.parse(started ?? 'null');
  throw index === undefined
    ? complaint(failure, entry, 'options', core, site)
    : complaint(failure, entry, 'request', request, site);
}

/**
 * One lookup of a chain. It waits for blocks to be lifted.
 * @param {Call} call
 * @param {unknown} request
 * @param {unknown} options
 * @param {import('./binding.cjs').Chain} chain
 */
async function runLink(call, request, options, chain) {
  const given = wanted(options, call);
  const reading = begin(call, given.core);
  readOne(reading, request, call);
  return theOne(begun(reading.start(chain), call), call, request, given);
}

/**
 * The value of a batch of one, or its failure thrown.
 * @param {NativeBatch} batch
 * @param {Call} call
 * @param {unknown} request
 * @param {import('./options.cjs').Options} given
 */
function theOne(batch, call, request, given) {
  return onlyValue(settle(batch, call, new Asked([request]), given));
}

/**
 * The options of a call that is not aborted already.
 * @param {unknown} options
 * @param {Call} call
 */
function wanted(options, call) {
  const given = readOptions(options, call);
  given.signal?.throwIfAborted();
  return given;
}

/**
 * Begins to read the requests of a batch.
 * @param {Call} call
 * @param {Record<string, unknown>} core
 */
function begin(call, core) {
  return readingOf(call, core, coreOptions(core));
}

/** @param {Record<string, unknown>} core */
function coreOptions(core) {
  return optionsData({ ...core, ...(wantsRequests() && { events: true }) });
}

/**
 * The batch, unless the core refused it.
 * @param {NativeBatch | string} started
 * @param {Call} call
 * @returns {NativeBatch}
 */
function begun(started, { entry, site }) {
  if (typeof started === 'object') return started;
  const failure = JSON.parse(started);
  throw errorOf({ ...failure, message: `${entry}: ${failure.message}` }, site);
}

/**
 * @typedef {object} Hooks
 * @property {((outcome: any) => void) | undefined} [check] sees each outcome; what it throws ends the batch
 * @property {import('./source.cjs').Source} [source] where the requests come from
 */

/**
 * Yields the outcomes of a batch in slices until each request has one. Whatever ends the loop stops the batch.
 * @param {NativeBatch} batch
 * @param {Call} call
 * @param {InstanceType<typeof Asked>} asked
 * @param {import('./options.cjs').Options} options
 * @param {Hooks} [hooks]
 * @returns {AsyncGenerator<any[], void, void>}
 */
async function* settle(batch, call, asked, { signal, onProgress, unparsed, core }, { check, source } = {}) {
  let letGo;
  if (signal) {
    const { cancelOnAbort } = require('./abort.cjs');
    letGo = cancelOnAbort(signal, batch);
  }
  let progress;
  if (onProgress) {
    const { follow } = require('./progress.cjs');
    progress = follow(batch, { onProgress, signal }, source);
  }
  const published = publishBatch(call, batch);
  /** @type {unknown} */
  let failure;
  try {
    const pull = unparsed ? unparsedOutcomes : outcomes;
    for await (const slice of pull(batch, (outcome) => errorFor(outcome, asked, call, source))) {
      published.requests();
      for (const outcome of slice) {
        if (outcome.status === 'fulfilled') asked.take(outcome.index);
        check?.(outcome);
      }
      yield slice;
      signal?.throwIfAborted();
    }
    signal?.throwIfAborted();
    progress?.throwIfFailed();
    const why = whyNoOutcome(call, source && core.deadlineMs);
    const lost = asked.lost(why, call.site);
    for (const outcome of lost) check?.(outcome);
    if (lost.length > 0) yield lost;
    if (source && !source.done) throw errorOf(why, call.site);
    source?.throwIfFailed();
    progress?.end();
  } catch (error) {
    failure = error;
    progress?.end();
    throw error;
  } finally {
    progress?.stop();
    letGo?.();
    batch.cancel();
    published.end(failure);
  }
}

/**
 * The error of a lookup that failed. What cannot be asked is found out here if it came from an iterable.
 * @param {{ index: number, reason: import('./errors.cjs').Failure }} outcome
 * @param {InstanceType<typeof Asked>} asked
 * @param {Call} call
 * @param {import('./source.cjs').Source} [source]
 */
function errorFor({ index, reason }, asked, { entry, site }, source) {
  const { request, refusal } = asked.take(index);
  if (refusal) return Object.assign(refusal, { request });
  if (!source || reason.code !== 'ERR_PLAYFAST_INVALID_ARGUMENT') return errorOf(reason, site, request);
  return Object.assign(complaint({ ...reason, index }, entry, 'requests', request, site), { request });
}

/**
 * Why the core ended a batch that is not done: its client was closed, or it closes a stream at its deadline;
 * everything else is a defect.
 * @param {Call} call
 * @param {number} [deadlineMs] of a stream
 * @returns {import('./errors.cjs').Failure}
 */
function whyNoOutcome({ client, entry }, deadlineMs) {
  if (client.isClosed()) {
    const message = `${entry}: the client was closed; make another PlayStore`;
    return { code: 'ERR_PLAYFAST_CLIENT_CLOSED', message, retryable: false };
  }
  if (deadlineMs === undefined) {
    const message = `${entry}: a defect of playfast left a lookup without an outcome; please report it`;
    return { code: 'ERR_PLAYFAST_INTERNAL', message, retryable: false };
  }
  const message = `${entry}: not all was asked before the deadline of ${deadlineMs} ms; raise deadlineMs`;
  return { code: 'ERR_PLAYFAST_TIMEOUT', message, retryable: true };
}

module.exports = { runBatch, runStream, runSingle, runLink };
