// The requests of a stream: a list is checked whole before anything is sent, an iterable is read as far as needed.
'use strict';

const native = require('./native.cjs');
const { complaint, invalid, listCopy, plainData, readable } = require('./arguments.cjs');
const { turn } = require('./turn.cjs');

/** Requests that are checked or read at once: some 2 ms of the JS thread. */
const SLICE = 1024;

/**
 * A request as it was passed, as JSON for the core, and why it cannot be JSON.
 * @typedef {{ request: unknown, text: string, refusal?: any }} Entry
 */

/** @typedef {import('./options.cjs').Call} Call */
/** @typedef {{ done: boolean, value: unknown }} Step */
/** @typedef {InstanceType<typeof ListSource> | InstanceType<typeof IterableSource>} Source */

/** A list, every request of which is known to be good. */
class ListSource {
  #entries;
  #place = 0;

  /** @param {Entry[]} entries */
  constructor(entries) {
    this.#entries = entries;
    this.total = entries.length;
  }

  get done() {
    return this.#place === this.#entries.length;
  }

  /** @param {number} most */
  async read(most) {
    const some = this.#entries.slice(this.#place, this.#place + Math.min(most, SLICE));
    this.#place += some.length;
    return some;
  }

  /** A list never fails, and needs no end. */
  throwIfFailed() {}

  async close() {}
}

/** An iterable or an async iterable. A bad request is refused in its place. */
class IterableSource {
  #call;
  #iterator;
  #read = 0;
  /** The step that is under way. @type {Promise<Step> | undefined} */
  #step;
  /** What the iterator threw. @type {{ error: unknown } | undefined} */
  #failure;

  /**
   * @param {any} iterable
   * @param {Call} call
   */
  constructor(iterable, call) {
    this.#call = call;
    this.#iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
    this.done = false;
    /** Nobody knows. @type {number | undefined} */
    this.total = undefined;
  }

  /**
   * At least one, unless it is at its end; no more than are there in this turn of the event loop.
   * @param {number} most
   */
  async read(most) {
    /** @type {Entry[]} */
    const some = [];
    const later = turn();
    while (some.length < Math.min(most, SLICE) && !this.done) {
      const step = await this.#next(some.length === 0 ? undefined : later);
      if (step === undefined) break;
      if (!step.done) some.push(this.#entry(step.value));
    }
    return some;
  }

  /**
   * The next step; nothing if it takes longer than it may.
   * @param {Promise<undefined>} [limit]
   */
  async #next(limit) {
    try {
      this.#step ??= stepOf(this.#iterator.next());
      const step = await (limit ? Promise.race([this.#step, limit]) : this.#step);
      if (step === undefined) return undefined;
      this.#step = undefined;
      this.done = step.done;
      return step;
    } catch (error) {
      this.#step = undefined;
      this.#failure = { error };
      this.done = true;
      return undefined;
    }
  }

  /**
   * @param {unknown} request
   * @returns {Entry}
   */
  #entry(request) {
    const index = this.#read;
    this.#read += 1;
    const { entry, site } = this.#call;
    try {
      return { request, text: plainData(request, `${entry}: requests[${index}]`, site, index) };
    } catch (refusal) {
      // Something that the core refuses keeps its place.
      return { request, text: 'null', refusal };
    }
  }

  throwIfFailed() {
    if (this.#failure) throw this.#failure.error;
  }

  /** Nothing more is wanted. */
  async close() {
    if (this.done) return;
    this.done = true;
    const closed = (async () => this.#iterator.return?.())();
    // An async generator that is waiting for something answers no sooner than that comes.
    if (this.#step) closed.catch(() => {});
    else await closed;
  }
}

/**
 * A promise of a step. It is awaited later, if at all.
 * @param {any} result what the iterator gave
 */
function stepOf(result) {
  const reading = readStep(result);
  reading.catch(() => {});
  return reading;
}

/**
 * @param {any} result
 * @returns {Promise<Step>}
 */
async function readStep(result) {
  const step = await result;
  if (step === null || typeof step !== 'object') throw new TypeError(`the result of next() is no object: ${step}`);
  return step.done ? { done: true, value: undefined } : { done: false, value: step.value };
}

/**
 * @param {any} requests
 * @param {Call} call
 */
async function sourceOf(requests, call) {
  const list = listCopy(requests, call);
  if (list) return new ListSource(await checkedEntries(list, call));
  const { entry, site } = call;
  const named = () => [Symbol.asyncIterator, Symbol.iterator].some((name) => typeof requests[name] === 'function');
  const isObject = requests !== null && typeof requests === 'object';
  if (isObject && readable(named, `${entry}: requests`, site, { field: 'requests' })) {
    return new IterableSource(requests, call);
  }
  throw invalid(site, `${entry}: requests must be an array, an iterable or an async iterable`, { field: 'requests' });
}

/**
 * @param {unknown[]} list
 * @param {Call} call
 */
async function checkedEntries(list, { noun, entry, site }) {
  /** @type {Entry[]} */
  const entries = [];
  for (let begin = 0; begin < list.length; begin += SLICE) {
    if (begin > 0) await turn();
    const slice = list.slice(begin, begin + SLICE);
    const texts = slice.map((request, place) => {
      const index = begin + place;
      return plainData(request, `${entry}: requests[${index}]`, site, index);
    });
    const refused = native.checkRequests(noun, `[${texts}]`);
    if (refused) {
      const { index, ...failure } = JSON.parse(refused);
      throw complaint({ ...failure, index: begin + index }, entry, 'requests', slice[index], site);
    }
    for (const [place, text] of texts.entries()) entries.push({ request: slice[place], text });
  }
  return entries;
}

module.exports = { sourceOf };
