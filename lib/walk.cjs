// A walk: an async iterable that can be walked once, knows where it is and why it ended.
'use strict';

class Walk {
  #steps;
  /** Goes on from here: the option `from` of another walk. @type {string | undefined} */
  cursor;
  /** Why the walk ended, and what came. @type {{ reason: string, error?: unknown, [what: string]: unknown } | undefined} */
  end;

  /**
   * @param {string | undefined} cursor where it begins
   * @param {() => AsyncGenerator<any, string>} steps gives why it ended
   * @param {() => Record<string, number>} counts what came
   */
  constructor(cursor, steps, counts) {
    this.cursor = cursor;
    this.#steps = this.#walk(steps, counts);
  }

  /** Always the same iterator. */
  [Symbol.asyncIterator]() {
    return this.#steps;
  }

  /**
   * @param {() => AsyncGenerator<any, string>} steps
   * @param {() => Record<string, number>} counts
   */
  async *#walk(steps, counts) {
    try {
      const reason = yield* steps();
      this.end = { reason, ...counts() };
    } catch (error) {
      this.end = { reason: 'error', ...counts(), error };
      throw error;
    }
  }
}

module.exports = { Walk };
