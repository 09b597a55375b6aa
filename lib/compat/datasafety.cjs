// `datasafety`: what an app's developer declares of its users' data.
'use strict';

const { localeOf, method } = require('./method.cjs');

const OPTIONS = ['appId', 'lang', 'country'];

const datasafety = method('datasafety', OPTIONS, async (given, { play, options, refusal }) => {
  if (!given.appId) throw refusal('appId missing', 'appId');
  const found = await play.dataSafety({ appId: given.appId, ...localeOf(given) }, options);
  return {
    sharedData: found.sharedData.map(entryOf),
    collectedData: found.collectedData.map(entryOf),
    securityPractices: found.securityPractices.map(practiceOf),
    privacyPolicyUrl: found.privacyPolicyUrl,
  };
});

/** @param {import('../binding.cjs').DataSafetyEntry} entry */
function entryOf({ data, optional, purpose, type }) {
  return { data, optional, purpose, type };
}

/** @param {import('../binding.cjs').SecurityPractice} found */
function practiceOf({ practice, description, descriptionHTML }) {
  return { practice, description: descriptionHTML ?? description };
}

module.exports = { datasafety };
