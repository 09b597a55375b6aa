// Settings of the global client, which the module's functions share.
'use strict';

const native = require('./native.cjs');
const { complaint, invalid, settingsData } = require('./arguments.cjs');
const { callSite } = require('./errors.cjs');

/** @param {Record<string, unknown>} settings */
function configure(settings) {
  const site = callSite(configure);
  if (settings === null || typeof settings !== 'object') {
    throw invalid(site, 'configure: settings must be an object', { field: 'settings' });
  }
  const failure = native.configure(settingsData(settings, 'configure: settings', site));
  if (failure) throw complaint(JSON.parse(failure), 'configure', 'settings', settings, site);
}

module.exports = { configure };
