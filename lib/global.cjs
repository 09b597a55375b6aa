// The client that the module's functions share, in all threads of the process. It is made at the first lookup.
'use strict';

const native = require('./native.cjs');
const { configure } = require('./configure.cjs');
const { lookups } = require('./lookups.cjs');

const client = native.globalClient();

module.exports = { ...lookups(() => client), configure };
