// Gives a batch its requests little by little: no more than the high-water mark are with it, or are outcomes that the
// user has not dealt with yet.
'use strict';

const { SLICE } = require('./reading.cjs');
const { turn } = require('./turn.cjs');

/** @typedef {import('./source.cjs').Entry} Entry */
/** @typedef {import('./source.cjs').Source} Source */

class Feed {
  #batch;
  #reading;
  #source;
  #most;
  #held = 0;
  #stopped = false;
  /** @type {(() => void) | undefined} */
  #wake;

  /**
   * @param {import('./binding.cjs').NativeBatch} batch
   * @param {import('./binding.cjs').Reading} reading where the source puts what the batch gets
   * @param {Source} source
   */
  constructor(batch, reading, source) {
    this.#batch = batch;
    this.#reading = reading;
    this.#source = source;
    this.#most = reading.highWaterMark();
  }

  /**
   * Feeds until there is nothing left.
   * @param {(entry: Entry) => void} note is told of each request before the batch is
   */
  async run(note) {
    while (!this.#source.done) {
      const room = await this.#room();
      if (this.#stopped) return;
      const read = await this.#read(room, note);
      if (this.#stopped) return;
      this.#batch.add(this.#reading, read);
    }
    this.#batch.close();
  }

  /**
   * Reads what is there for the room there is, all of it before the batch gets any, so that requests are full. Returns
   * how many came.
   * @param {number} room
   * @param {(entry: Entry) => void} note
   */
  async #read(room, note) {
    let read = 0;
    for (;;) {
      const some = await this.#source.read(room - read, read === 0);
      if (this.#stopped) return read;
      for (const entry of some) note(entry);
      this.#held += some.length;
      read += some.length;
      // A short slice was all that is there.
      if (some.length < SLICE || read === room || this.#source.done) return read;
      // The JS thread is not held up while the mark is high and the source quick.
      await turn();
    }
  }

  /** The user has dealt with an outcome. */
  consumed() {
    this.#held -= 1;
    if (this.#hasRoom()) this.#wake?.();
  }

  /** Nothing more is wanted. */
  async stop() {
    this.#stopped = true;
    this.#wake?.();
    await this.#source.close();
  }

  /** How many more may come. A quarter at a time, so that they fill their HTTP requests. */
  async #room() {
    if (!this.#hasRoom()) {
      await new Promise((resolve) => {
        this.#wake = () => resolve(undefined);
      });
    }
    return this.#most - this.#held;
  }

  #hasRoom() {
    return this.#most - this.#held >= Math.ceil(this.#most / 4);
  }
}

module.exports = { Feed };
