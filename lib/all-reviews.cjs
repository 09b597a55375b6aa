// All reviews of an app.
'use strict';

const { callSite } = require('./errors.cjs');

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function allReviews(clientOf) {
  /**
   * @this {unknown}
   * @param {string} appId
   * @param {Record<string, unknown>} [options]
   */
  function allReviews(appId, options = {}) {
    const site = callSite(allReviews);
    const client = clientOf(this);
    // Loaded here, since few programs walk and all wait for what is loaded with the package.
    const { ReviewWalk, planOf } = require('./review-walk.cjs');
    return new ReviewWalk(client, planOf(appId, options, client, site), site);
  }
  return { allReviews };
}

module.exports = { allReviews };
