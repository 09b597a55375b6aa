// The shards of a generation of the catalogue, and the order in which they are walked through.
'use strict';

const { errorOf } = require('./errors.cjs');

/**
 * What an index names.
 * @typedef {object} Index
 * @property {string} before what the addresses begin with, before the number
 * @property {string} after what comes after it
 * @property {string} date
 * @property {string} run
 * @property {number} shards how many the generation has
 * @property {[number, number][]} ranges the numbers, from and to
 */

class Shards {
  #site;
  /** @type {Index | undefined} */
  #first;
  /** @type {Set<number>} */
  #numbers = new Set();

  /** @param {{ stack?: string }} site */
  constructor(site) {
    this.#site = site;
  }

  /** @param {Index} index */
  add(index) {
    this.#first ??= index;
    for (const part of /** @type {const} */ (['date', 'run', 'shards', 'before', 'after'])) {
      if (index[part] === this.#first[part]) continue;
      const message =
        `catalogue: the indexes name shards of two generations (${idOf(this.#first)} and ${idOf(index)}): ` +
        'Play publishes its catalogue anew just now; try again in some minutes';
      throw errorOf({ code: 'ERR_PLAYFAST_STALE_CATALOGUE', message, retryable: true }, this.#site);
    }
    for (const [from, to] of index.ranges) {
      for (let number = from; number <= to; number += 1) this.#numbers.add(number);
    }
  }

  /** What all of them have in common; an index names at least one. */
  get #common() {
    return /** @type {Index} */ (this.#first);
  }

  get generation() {
    const { date, run, shards } = this.#common;
    return { date, run, shards, listed: this.#numbers.size };
  }

  /** Names the generation. */
  get id() {
    return idOf(this.#common);
  }

  /** The seed of a sample that names none: each generation has a sample of its own. */
  get seed() {
    return Number(BigInt.asUintN(32, BigInt(this.#common.run)));
  }

  /**
   * All numbers as they come, or a sample in the order in which it was drawn: any part of it from the beginning is a
   * sample too.
   * @param {{ sample: number | undefined, seed: number | undefined }} plan
   */
  order({ sample, seed = this.seed }) {
    const order = [...this.#numbers].sort((a, b) => a - b);
    if (sample === undefined) return order;
    const random = mulberry32(seed);
    const count = Math.min(sample, order.length);
    const drawn = [];
    for (let place = 0; place < count; place += 1) {
      const other = place + Math.floor(random() * (order.length - place));
      drawn.push(/** @type {number} */ (order[other]));
      order[other] = /** @type {number} */ (order[place]);
    }
    return drawn;
  }

  /** @param {number} number */
  address(number) {
    const { before, after } = this.#common;
    return `${before}${String(number).padStart(5, '0')}${after}`;
  }
}

/** @param {Index} index */
function idOf({ date, run }) {
  return `${date}_${run}`;
}

/**
 * Numbers from 0 to 1 that a seed repeats.
 * @param {number} seed
 */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

module.exports = { Shards };
