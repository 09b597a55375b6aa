// `permissions`: what an app may do.
'use strict';

const { localeOf, method } = require('./method.cjs');

const OPTIONS = ['appId', 'lang', 'country', 'short'];

const permissions = method('permissions', OPTIONS, async (given, { play, options, refusal }) => {
  if (!given.appId) throw refusal('appId missing', 'appId');
  const found = await play.permissions({ appId: given.appId, ...localeOf(given) }, options);
  return given.short ? commonGroups(found) : found.permissions.map(permissionOf);
});

/**
 * The short form is the names of the common groups that have permissions.
 * @param {import('../binding.cjs').Permissions} found
 */
function commonGroups({ groups }) {
  return groups.flatMap(({ name, section }) => (section === 'common' ? name : []));
}

/** @param {import('../binding.cjs').Permission} found */
function permissionOf({ permission, group = '' }) {
  return { permission, type: group };
}

module.exports = { permissions };
