// The categories of apps, which are known without asking.
'use strict';

const native = require('./native.cjs');

/** Resolves with a list that is the caller's own. */
async function categories() {
  return JSON.parse(native.categories());
}

module.exports = { categories };
