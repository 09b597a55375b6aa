// What a client's answers tell of moves of Play's.
'use strict';

const { callSite, errorOf } = require('./errors.cjs');

/** @param {import('./lookups.cjs').ClientOf} clientOf */
function driftReport(clientOf) {
  /** @this {unknown} */
  function driftReport() {
    const report = JSON.parse(clientOf(this).driftReport());
    // The client cannot be made.
    if (report.code !== undefined) throw errorOf(report, callSite(driftReport));
    return report;
  }
  return { driftReport };
}

module.exports = { driftReport };
