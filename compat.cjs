// The door for users of google-play-scraper: its functions, options, shapes and constants, on top of playfast.
'use strict';

const { app } = require('./lib/compat/app.cjs');
const { categories } = require('./lib/compat/categories.cjs');
const constants = require('./lib/compat/constants.cjs');
const { datasafety } = require('./lib/compat/datasafety.cjs');
const { developer } = require('./lib/compat/developer.cjs');
const { list } = require('./lib/compat/list.cjs');
const { memoizing } = require('./lib/compat/memoized.cjs');
const { permissions } = require('./lib/compat/permissions.cjs');
const { reviews } = require('./lib/compat/reviews.cjs');
const { search } = require('./lib/compat/search.cjs');
const { similar } = require('./lib/compat/similar.cjs');
const { suggest } = require('./lib/compat/suggest.cjs');

const methods = {
  app,
  list,
  search,
  developer,
  suggest,
  reviews,
  similar,
  permissions,
  datasafety,
  categories,
};

module.exports = { memoized: memoizing(methods, constants), ...constants, ...methods };
// `import gplay` of code that is compiled to CommonJS.
module.exports.default = module.exports;
