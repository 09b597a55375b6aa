// The walks: all reviews of an app, the ids of all apps. What walks is loaded at the first call, since few programs do and
// all wait for what is loaded with the package.
'use strict';

const { callSite } = require('./errors.cjs');

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function walks(clientOf) {
  /**
   * @this {unknown}
   * @param {string} appId
   * @param {Record<string, unknown>} [options]
   */
  function allReviews(appId, options = {}) {
    const site = callSite(allReviews);
    const client = clientOf(this);
    const { ReviewWalk, planOf } = require('./review-walk.cjs');
    return new ReviewWalk(client, planOf(appId, options, client, site), site);
  }

  /**
   * @this {unknown}
   * @param {Record<string, unknown>} [options]
   */
  function catalogue(options = {}) {
    const site = callSite(catalogue);
    const client = clientOf(this);
    const { CatalogueWalk, planOf } = require('./catalogue-walk.cjs');
    return new CatalogueWalk(client, planOf(options, client, site), site);
  }

  return { allReviews, catalogue };
}

module.exports = { walks };
