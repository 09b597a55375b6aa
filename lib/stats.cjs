// What the global client did and does.
'use strict';

const native = require('./native.cjs');
const { callSite, errorOf } = require('./errors.cjs');

function stats() {
  const counted = JSON.parse(native.stats());
  // The client cannot be made.
  if (counted.code !== undefined) throw errorOf(counted, callSite(stats));
  return counted;
}

module.exports = { stats };
