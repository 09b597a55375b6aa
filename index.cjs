// The public door. The implementation is CommonJS; index.js passes the same names to ESM.
'use strict';

const { allReviews } = require('./lib/all-reviews.cjs');
const { categories } = require('./lib/categories.cjs');
const { app, dataSafety, list, permissions, reviews, search, suggest } = require('./lib/lookups.cjs');
const parse = require('./lib/parse.cjs');
const { configure } = require('./lib/configure.cjs');
const { stats } = require('./lib/stats.cjs');
const errors = require('./lib/errors.cjs');

module.exports = {
  app: app.one,
  appBatch: app.batch,
  appStream: app.stream,
  list: list.one,
  listBatch: list.batch,
  listStream: list.stream,
  search: search.one,
  searchBatch: search.batch,
  searchStream: search.stream,
  reviews: reviews.one,
  reviewsBatch: reviews.batch,
  reviewsStream: reviews.stream,
  allReviews,
  suggest: suggest.one,
  suggestBatch: suggest.batch,
  suggestStream: suggest.stream,
  permissions: permissions.one,
  permissionsBatch: permissions.batch,
  permissionsStream: permissions.stream,
  dataSafety: dataSafety.one,
  dataSafetyBatch: dataSafety.batch,
  dataSafetyStream: dataSafety.stream,
  categories,
  fetchAndParseApp: app.ancestor,
  fetchAndParseAppsBatch: app.all,
  fetchAndParseList: list.ancestor,
  fetchAndParseListBatch: list.all,
  fetchAndParseSearch: search.ancestor,
  fetchAndParseSearchBatch: search.all,
  fetchAndParseReviews: reviews.ancestor,
  fetchAndParseReviewsBatch: reviews.all,
  ...parse,
  configure,
  stats,
  ...errors.classes,
};
