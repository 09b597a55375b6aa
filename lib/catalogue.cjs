// The ids of all apps.
'use strict';

const { callSite } = require('./errors.cjs');

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function catalogue(clientOf) {
  /**
   * @this {unknown}
   * @param {Record<string, unknown>} [options]
   */
  function catalogue(options = {}) {
    const site = callSite(catalogue);
    const client = clientOf(this);
    // Loaded here, since few programs walk and all wait for what is loaded with the package.
    const { CatalogueWalk, planOf } = require('./catalogue-walk.cjs');
    return new CatalogueWalk(client, planOf(options, client, site), site);
  }
  return { catalogue };
}

module.exports = { catalogue };
