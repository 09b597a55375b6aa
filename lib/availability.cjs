// Where apps stand in many countries. The rest is loaded at the first call, since few programs sweep and all wait for what
// is loaded with the package.
'use strict';

const { invalid, listCopy } = require('./arguments.cjs');
const { callSite } = require('./errors.cjs');
const { MANY, STREAM } = require('./options.cjs');

const ABOUT = { noun: 'availability' };

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function availability(clientOf) {
  /**
   * One app; rejects if no country has an answer.
   * @this {unknown}
   * @param {unknown} request
   * @param {Record<string, unknown>} [options]
   */
  async function availability(request, options = {}) {
    const call = { client: clientOf(this), ...ABOUT, entry: 'availability', known: MANY, site: callSite(availability) };
    const { checkedSweeps, sweep } = require('./sweep.cjs');
    const [outcome] = await sweep(checkedSweeps([request], 'request', call), call, options);
    require('./outcomes.cjs').throwRejected(outcome);
    return outcome.value;
  }

  /**
   * Many apps; outcomes in the order asked.
   * @this {unknown}
   * @param {unknown[]} requests
   * @param {Record<string, unknown>} [options]
   */
  async function availabilityBatch(requests, options = {}) {
    const site = callSite(availabilityBatch);
    const call = { client: clientOf(this), ...ABOUT, entry: 'availabilityBatch', known: MANY, site };
    const list = listCopy(requests, call);
    if (!list) throw invalid(site, `${call.entry}: requests must be an array`, { field: 'requests' });
    const { checkedList, sweep } = require('./sweep.cjs');
    return sweep(await checkedList(list, call), call, options);
  }

  /**
   * Many apps; an outcome for each of their countries, as they finish.
   * @this {unknown}
   * @param {unknown} requests
   * @param {Record<string, unknown>} [options]
   */
  function availabilityStream(requests, options = {}) {
    const site = callSite(availabilityStream);
    const call = { client: clientOf(this), ...ABOUT, entry: 'availabilityStream', known: STREAM, site };
    const { stream } = require('./sweep.cjs');
    return stream(requests, options, call);
  }

  return { availability, availabilityBatch, availabilityStream };
}

module.exports = { availability };
