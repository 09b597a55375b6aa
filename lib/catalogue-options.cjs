// The options of catalogue, checked before anything is sent, as the plan of a walk; and its cursors.
'use strict';

const { invalid, optionsData } = require('./arguments.cjs');
const { errorOf } = require('./errors.cjs');
const { MANY, readOptions } = require('./options.cjs');
const { readingOf } = require('./reading.cjs');

const ENTRY = 'catalogue';
const OPTIONS = ['sample', 'seed', 'from', ...MANY];
/** `<date>_<run>:<place>`, or `<date>_<run>~<seed>:<place>` in a sample. */
const CURSOR = /^([^~:]+)(?:~(\d+))?:(\d+)$/;

/** @typedef {InstanceType<typeof import('./shards.cjs').Shards>} Shards */

/**
 * Where a walk is to go on.
 * @typedef {object} Cursor
 * @property {string} text
 * @property {string} generation
 * @property {number | undefined} seed of the sample
 * @property {number} place
 */

/**
 * What a walk does.
 * @typedef {object} Plan
 * @property {number | undefined} sample so many shards
 * @property {number | undefined} seed
 * @property {Cursor | undefined} from
 * @property {number | undefined} deadlineMs the longest that the walk may take
 * @property {Record<string, any>} stream options of the stream of shards
 */

/**
 * @param {unknown} options
 * @param {import('./binding.cjs').NativeClient} client
 * @param {{ stack?: string }} site
 * @returns {Plan}
 */
function planOf(options, client, site) {
  const call = { client, noun: ENTRY, entry: ENTRY, known: OPTIONS, site };
  const { signal, onProgress, core } = readOptions(options, call);
  const { sample, seed, from, deadlineMs, ...stream } = core;
  /** @param {string} field @param {string} must */
  const refuse = (field, must) => invalid(site, `${ENTRY}: options.${field} ${must}`, { field });
  const isWhole = (/** @type {unknown} */ number, /** @type {number} */ least) =>
    number === undefined || (Number.isSafeInteger(number) && Number(number) >= least);
  if (!isWhole(sample, 1)) throw refuse('sample', 'must be a whole number above 0');
  if (!isWhole(seed, 0) || seed >= 2 ** 32) throw refuse('seed', 'must be a whole number from 0 to 4294967295');
  if (seed !== undefined && sample === undefined) throw refuse('seed', 'is the seed of a sample; give sample too');
  const checked = { ...stream, deadlineMs };
  // The core says what is wrong with the rest.
  readingOf(call, checked, optionsData(checked));
  return { sample, seed, from: readCursor(from, refuse), deadlineMs, stream: { ...stream, signal, onProgress } };
}

/**
 * @param {any} text
 * @param {(field: string, must: string) => Error} refuse
 * @returns {Cursor | undefined}
 */
function readCursor(text, refuse) {
  if (text === undefined) return undefined;
  const [, generation, seed, place] = (typeof text === 'string' && CURSOR.exec(text)) || [];
  if (generation === undefined) throw refuse('from', 'must be the cursor of another walk');
  return { text, generation, seed: seed === undefined ? undefined : Number(seed), place: Number(place) };
}

/**
 * Where a walk through these shards is.
 * @param {Plan} plan
 * @param {Shards} shards
 * @param {number} place
 */
function cursorOf({ sample, seed }, shards, place) {
  return `${shards.id}${sample === undefined ? '' : `~${seed ?? shards.seed}`}:${place}`;
}

/**
 * The place to begin with, if the cursor is one of such a walk.
 * @param {Plan} plan
 * @param {Shards} shards
 * @param {{ stack?: string }} site
 */
function startOf(plan, shards, site) {
  const { from } = plan;
  if (from === undefined) return 0;
  if (from.generation !== shards.id) {
    const message =
      `${ENTRY}: options.from goes on in the generation ${from.generation}, and Play has published ${shards.id} ` +
      'since; begin anew, without from';
    throw errorOf({ code: 'ERR_PLAYFAST_STALE_CATALOGUE', message, retryable: false }, site);
  }
  const { listed } = shards.generation;
  const isBeyond = from.place > Math.min(plan.sample ?? listed, listed);
  if (isBeyond || from.text !== cursorOf(plan, shards, from.place)) {
    const message = `${ENTRY}: options.from is the cursor of a walk with another sample or seed`;
    throw invalid(site, message, { field: 'from' });
  }
  return from.place;
}

module.exports = { ENTRY, planOf, cursorOf, startOf };
