// A map with a bound: what was used least recently goes first.
'use strict';

/**
 * @template K, V
 */
class Recent {
  #max;
  /** The least recently used comes first. @type {Map<K, V>} */
  #values = new Map();

  /** @param {number} max */
  constructor(max) {
    this.#max = max;
  }

  /** @param {K} key */
  get(key) {
    const value = this.#values.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  /**
   * @param {K} key
   * @param {V} value
   */
  set(key, value) {
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const oldest of this.#values.keys()) {
      if (this.#values.size <= this.#max) return;
      this.#values.delete(oldest);
    }
  }

  /** @param {K} key */
  delete(key) {
    this.#values.delete(key);
  }

  clear() {
    this.#values.clear();
  }
}

module.exports = { Recent };
