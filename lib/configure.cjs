// Settings of the client that the module's functions share.
'use strict';

const native = require('./native.cjs');
const { complaint, settingsData } = require('./arguments.cjs');
const { callSite } = require('./errors.cjs');

/** What was told last in this thread, as JSON. */
let told = '{}';

/** @param {Record<string, unknown>} settings */
function configure(settings) {
  const site = callSite(configure);
  const data = settingsData(settings, 'configure', site);
  const failure = native.configure(data);
  if (failure) throw complaint(JSON.parse(failure), 'configure', 'settings', settings, site);
  told = data;
}

/**
 * The settings that this thread gave, for clients that differ in some.
 * @returns {Record<string, unknown>}
 */
function configured() {
  return JSON.parse(told);
}

module.exports = { configure, configured };
