// The public door. The implementation is CommonJS; index.js passes the same names to ESM.
'use strict';

const { app, list } = require('./lib/lookups.cjs');
const { configure } = require('./lib/configure.cjs');
const errors = require('./lib/errors.cjs');

module.exports = {
  app: app.one,
  appBatch: app.batch,
  appStream: app.stream,
  list: list.one,
  listBatch: list.batch,
  listStream: list.stream,
  fetchAndParseApp: app.one,
  fetchAndParseAppsBatch: app.all,
  fetchAndParseList: list.one,
  fetchAndParseListBatch: list.all,
  configure,
  ...errors.classes,
};
