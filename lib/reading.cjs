// Requests to the core: a list is read and checked slice by slice, all of it before anything is asked.
'use strict';

const { complaint, listData } = require('./arguments.cjs');
const { turn } = require('./turn.cjs');

/** Requests that are read at once: less than 1 ms of the JS thread. */
const SLICE = 256;

/** @typedef {import('./options.cjs').Call} Call */
/** @typedef {import('./binding.cjs').Reading} Reading */

/**
 * Begins to read for a batch with these options.
 * @param {Call} call
 * @param {Record<string, any>} core
 * @param {string} options the same as JSON
 * @returns {Reading}
 */
function readingOf({ client, noun, entry, site }, core, options) {
  const reading = client.read(noun, options);
  if (typeof reading === 'string') throw complaint(JSON.parse(reading), entry, 'options', core, site);
  return reading;
}

/**
 * Reads a short list at once, and of a long one the beginning: then it gives a promise of the rest.
 * @param {Reading} reading
 * @param {unknown[]} list
 * @param {Call} call
 * @param {AbortSignal | undefined} signal ends the reading
 */
function readList(reading, list, call, signal) {
  readSlice(reading, list, 0, call);
  return list.length > SLICE ? readRest(reading, list, call, signal) : undefined;
}

/**
 * @param {Reading} reading
 * @param {unknown[]} list
 * @param {Call} call
 * @param {AbortSignal | undefined} signal
 */
async function readRest(reading, list, call, signal) {
  for (let begin = SLICE; begin < list.length; begin += SLICE) {
    await turn();
    signal?.throwIfAborted();
    readSlice(reading, list, begin, call);
  }
}

/**
 * @param {Reading} reading
 * @param {unknown[]} list
 * @param {number} begin
 * @param {Call} call
 */
function readSlice(reading, list, begin, call) {
  const refused = reading.add(listData(list.slice(begin, begin + SLICE), 'requests', begin, call));
  if (!refused) return;
  const failure = JSON.parse(refused);
  throw complaint(failure, call.entry, 'requests', list[failure.index], call.site);
}

/**
 * The one request of a batch of one.
 * @param {Reading} reading
 * @param {unknown} request
 * @param {Call} call
 */
function readOne(reading, request, call) {
  const refused = reading.add(listData([request], 'request', undefined, call));
  if (!refused) return;
  const { index: _, ...failure } = JSON.parse(refused);
  throw complaint(failure, call.entry, 'request', request, call.site);
}

module.exports = { SLICE, readingOf, readList, readOne };
