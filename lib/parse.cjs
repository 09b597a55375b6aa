// The pure functions: answers that the user fetched, to values. They always return a promise.
'use strict';

const native = require('./native.cjs');
const { checkNames, checkedOptions, invalid } = require('./arguments.cjs');
const { callSite, errorOf } = require('./errors.cjs');

/**
 * @param {string} name the public function's name
 * @param {string[]} [known] its options
 */
function parser(name, known = []) {
  /**
   * @param {string | Uint8Array} text
   * @param {{ appId?: string }} [options]
   */
  async function parse(text, options = {}) {
    const site = callSite(parse);
    const given = checkedOptions(/** @type {any} */ (options), name, site);
    checkNames(given, known, name, site);
    const appId = given.appId;
    if (appId !== undefined && (typeof appId !== 'string' || appId === '')) {
      throw invalid(site, `${name}: options.appId must be a non-empty string`, { field: 'appId' });
    }
    if (typeof text !== 'string' && !(text instanceof Uint8Array)) {
      throw invalid(site, `${name}: the text must be a string or a Uint8Array`, { field: 'text' });
    }
    const bytes = typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);
    const started = native.parseRecorded(name, bytes, appId);
    if (typeof started === 'string') throw errorOf(JSON.parse(started), site);
    const { onlyValue, outcomes } = require('./outcomes.cjs');
    return onlyValue(outcomes(started, ({ reason }) => errorOf(reason, site)));
  }
  return Object.defineProperty(parse, 'name', { value: name });
}

module.exports = {
  parseAppPage: parser('parseAppPage', ['appId']),
  parseSearchPage: parser('parseSearchPage'),
  parseListResponse: parser('parseListResponse'),
  parseReviewsResponse: parser('parseReviewsResponse', ['appId']),
};
