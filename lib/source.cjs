// The requests of a stream: a list is checked whole before anything is sent, an iterable is read as far as needed.
'use strict';

const { invalid, listCopy, plain, readable } = require('./arguments.cjs');
const { SLICE, readList } = require('./reading.cjs');
const { turn } = require('./turn.cjs');

/**
 * A request as it was passed, and why it cannot be read.
 * @typedef {{ request: unknown, refusal?: any }} Entry
 */

/** @typedef {import('./options.cjs').Call} Call */
/** @typedef {import('./binding.cjs').Reading} Reading */
/** @typedef {{ done: boolean, value: unknown }} Step */
/** @typedef {InstanceType<typeof ListSource> | InstanceType<typeof IterableSource>} Source */

/** A list, every request of which is known to be good. */
class ListSource {
  #list;
  #place = 0;

  /** @param {unknown[]} list */
  constructor(list) {
    this.#list = list;
    this.total = list.length;
  }

  get done() {
    return this.#place === this.#list.length;
  }

  /**
   * @param {number} most
   * @returns {Promise<Entry[]>}
   */
  async read(most) {
    const some = this.#list.slice(this.#place, this.#place + Math.min(most, SLICE));
    this.#place += some.length;
    return some.map((request) => ({ request }));
  }

  /** A list never fails, and needs no end. */
  throwIfFailed() {}

  async close() {}
}

/** An iterable or an async iterable. A bad request is refused in its place. */
class IterableSource {
  #call;
  #reading;
  #iterator;
  #read = 0;
  /** The step that is under way. @type {Promise<Step> | undefined} */
  #step;
  /** What the iterator threw. @type {{ error: unknown } | undefined} */
  #failure;

  /**
   * @param {any} iterable
   * @param {Call} call
   * @param {Reading} reading
   */
  constructor(iterable, call, reading) {
    this.#call = call;
    this.#reading = reading;
    this.#iterator = (iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator]).call(iterable);
    this.done = false;
    /** Nobody knows. @type {number | undefined} */
    this.total = undefined;
  }

  /**
   * No more than are there in this turn of the event loop.
   * @param {number} most
   * @param {boolean} waits for the first, unless it is at its end
   */
  async read(most, waits) {
    /** @type {(Entry & { plain: unknown })[]} */
    const some = [];
    const later = turn();
    while (some.length < Math.min(most, SLICE) && !this.done) {
      const step = await this.#next(waits && some.length === 0 ? undefined : later);
      if (step === undefined) break;
      if (!step.done) some.push(this.#entry(step.value));
    }
    this.#reading.addEach(JSON.stringify(some.map(({ plain }) => plain)));
    return some;
  }

  /**
   * The next step; nothing if it takes longer than it may.
   * @param {Promise<undefined>} [limit]
   */
  async #next(limit) {
    try {
      this.#step ??= readStep(this.#iterator.next());
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
   * A request, and what the core will read of it.
   * @param {unknown} request
   */
  #entry(request) {
    const index = this.#read;
    this.#read += 1;
    const { entry, site } = this.#call;
    try {
      return { request, plain: readable(() => plain(request), `${entry}: requests[${index}]`, site, { index }) };
    } catch (refusal) {
      // Something that the core refuses keeps its place.
      return { request, plain: null, refusal };
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
 * @param {any} result what the iterator gave
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
 * @param {Reading} reading reads them
 * @param {AbortSignal | undefined} signal ends that
 * @returns {Promise<Source>}
 */
async function sourceOf(requests, call, reading, signal) {
  const list = listCopy(requests, call);
  if (list) {
    await readList(reading, list, call, signal);
    return new ListSource(list);
  }
  const { entry, site } = call;
  const named = () => [Symbol.asyncIterator, Symbol.iterator].some((name) => typeof requests[name] === 'function');
  const isObject = requests !== null && typeof requests === 'object';
  if (isObject && readable(named, `${entry}: requests`, site, { field: 'requests' })) {
    return new IterableSource(requests, call, reading);
  }
  throw invalid(site, `${entry}: requests must be an array, an iterable or an async iterable`, { field: 'requests' });
}

module.exports = { sourceOf };
