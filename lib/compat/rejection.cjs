// playfast's errors, with google-play-scraper's messages and statuses.
'use strict';

const { classes } = require('../errors.cjs');

/**
 * The error that a function of the facade rejects with. Its class, code and the rest stay playfast's.
 * @param {unknown} error
 * @param {{ stack?: string }} site where the function was called
 */
function rejectionOf(error, site) {
  if (!(error instanceof classes.PlayfastError) || error instanceof classes.InvalidArgumentError) return error;
  if (error instanceof classes.NotFoundError)
    return said(Object.assign(error, { status: 404 }), 'App not found (404)', site);
  return said(error, `Error requesting Google Play: ${error.message}`, site);
}

/**
 * @param {Error} error
 * @param {string} message
 * @param {{ stack?: string }} site
 */
function said(error, message, site) {
  error.message = message;
  const frames = site.stack?.slice(site.stack.indexOf('\n')) ?? '';
  error.stack = `${error.name}: ${message}${frames}`;
  return error;
}

module.exports = { rejectionOf };
