// Lets the event loop go round.
'use strict';

// Not the global one, which tests of users may replace with one that never comes.
const { setImmediate } = require('node:timers');

/** @returns {Promise<undefined>} comes when this turn of the event loop has ended */
const turn = () => new Promise((resolve) => setImmediate(resolve, undefined));

module.exports = { turn };
