// The public door. The implementation is CommonJS; index.js passes the same names to ESM.
'use strict';

const { classes, isPlayfastError } = require('./lib/errors.cjs');
const functions = require('./lib/global.cjs');
const parse = require('./lib/parse.cjs');
const { PlayStore } = require('./lib/play-store.cjs');

module.exports = { ...functions, ...parse, PlayStore, isPlayfastError, ...classes };
