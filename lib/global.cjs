// The client that the module's functions share, in all threads of the process. It is made at the first lookup.
'use strict';

const native = require('./native.cjs');
const { complaint, settingsData } = require('./arguments.cjs');
const { callSite } = require('./errors.cjs');
const { lookups } = require('./lookups.cjs');

const client = native.globalClient();

/** @param {Record<string, unknown>} settings */
function configure(settings) {
  const site = callSite(configure);
  const failure = native.configure(settingsData(settings, 'configure', site));
  if (failure) throw complaint(JSON.parse(failure), 'configure', 'settings', settings, site);
}

module.exports = { ...lookups(() => client), configure };
