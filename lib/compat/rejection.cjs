// playfast's errors, with google-play-scraper's messages and statuses.
'use strict';

const { classes } = require('../errors.cjs');

/** What the facade's options are called further in, where that is another name. */
const NAMES = new Map([
  ['timeoutMs', 'requestOptions.timeout'],
  ['proxies', 'requestOptions.proxy'],
  ['headers', 'requestOptions.headers'],
  ['userAgent', 'requestOptions.headers["user-agent"]'],
  ['token', 'nextPaginationToken'],
]);

/**
 * The error that a function of the facade rejects with. Its class, code and the rest stay playfast's.
 * @param {unknown} error
 * @param {string} entry the function that was called
 * @param {{ stack?: string }} site where it was called
 */
function rejectionOf(error, entry, site) {
  if (!(error instanceof classes.PlayfastError)) return error;
  if (error instanceof classes.InvalidArgumentError) return asWritten(error, entry, site);
  if (error instanceof classes.NotFoundError)
    return said(Object.assign(error, { status: 404 }), 'App not found (404)', site);
  const message = error.message.replace('raise timeoutMs', 'raise requestOptions.timeout');
  return said(error, `Error requesting Google Play: ${message}`, site);
}

/**
 * A complaint about what was handed on, as one about the option that the user wrote.
 * @param {Error & { field?: string }} error
 * @param {string} entry
 * @param {{ stack?: string }} site
 */
function asWritten(error, entry, site) {
  const name = NAMES.get(error.field ?? '') ?? error.field;
  const message = error.message
    .replace(/^\w+: (request|options|settings)\.\w+/, `${entry}: ${name}`)
    .replace(/^\w+: /, `${entry}: `);
  return said(Object.assign(error, { field: name?.split('.')[0] }), message, site);
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
