// The fields of --fields that no record had: a name that is wrong would be left out without a word.

import { at, rowsOf } from './records.js';

export class Unseen {
  #rows;
  #records = 0;

  /**
   * @param {string[] | undefined} fields
   * @param {((value: any) => any[]) | undefined} rows what of a value the fields are of
   */
  constructor(fields = [], rows = undefined) {
    this.left = new Set(fields);
    this.#rows = rows;
  }

  /** @param {import('./look.js').Event} event */
  look(event) {
    if (this.left.size === 0 || event.error) return;
    for (const record of rowsOf(event, this.#rows)) {
      this.#records += 1;
      for (const field of this.left) if (has(at(record, field))) this.left.delete(field);
    }
  }

  /** What is to be said in the end, if anything. */
  said() {
    if (this.left.size === 0 || this.#records === 0) return undefined;
    const names = [...this.left].join(', ');
    return `no record has ${names}; without --fields a record shows the names it has`;
  }
}

/**
 * Whether there is a value; a path through a list has as many as the list has parts.
 * @param {any} value
 * @returns {boolean}
 */
const has = (value) => (Array.isArray(value) ? value.length === 0 || value.some(has) : value !== undefined);
