// What a client tells of itself.
'use strict';

const { callSite, errorOf } = require('./errors.cjs');

/**
 * Makes the function of this name.
 * @param {'stats' | 'driftReport'} name
 * @returns {(clientOf: import('./lookups.cjs').ClientOf) => Record<string, Function>}
 */
const report = (name) => (clientOf) => {
  /** @this {unknown} */
  function told() {
    const value = JSON.parse(clientOf(this)[name]());
    // The client cannot be made.
    if (value.code !== undefined) throw errorOf(value, callSite(told));
    return value;
  }
  Object.defineProperty(told, 'name', { value: name });
  return { [name]: told };
};

module.exports = { report };
