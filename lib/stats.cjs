// What a client did and does.
'use strict';

const { callSite, errorOf } = require('./errors.cjs');

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function stats(clientOf) {
  /** @this {unknown} */
  function stats() {
    const counted = JSON.parse(clientOf(this).stats());
    // The client cannot be made.
    if (counted.code !== undefined) throw errorOf(counted, callSite(stats));
    return counted;
  }
  return { stats };
}

module.exports = { stats };
