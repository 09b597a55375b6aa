// What users pass, as JSON for the core; and the core's complaints about it, with the value that was passed.
'use strict';

const { inspect } = require('node:util');
const { errorOf } = require('./errors.cjs');

/**
 * @param {{ stack?: string }} site
 * @param {string} message
 * @param {{ index?: number, field?: string }} [at]
 */
function invalid(site, message, at = {}) {
  return errorOf({ code: 'ERR_PLAYFAST_INVALID_ARGUMENT', message, retryable: false, ...at }, site);
}

/**
 * The value as the core will read it. What JSON has no form for becomes a value that no field accepts.
 * @param {unknown} value
 */
function toJson(value) {
  return JSON.stringify(value, (_key, inner) => {
    const kind = typeof inner;
    if (kind === 'bigint' || kind === 'symbol' || kind === 'function') return { unsupported: kind };
    if (kind === 'number' && !Number.isFinite(inner)) return { unsupported: String(inner) };
    return inner;
  });
}

/**
 * As toJson, or an InvalidArgumentError for a value that cannot be plain data (a cycle, a throwing getter).
 * @param {unknown} value
 * @param {string} name what the value is called
 * @param {{ stack?: string }} site
 */
function plainData(value, name, site) {
  try {
    return toJson(value) ?? 'null';
  } catch (cause) {
    throw Object.assign(invalid(site, `${name} must be plain data`), { cause });
  }
}

/**
 * Turns the core's complaint into an error that names the argument and shows what it was.
 * @param {import('./errors.cjs').Failure} failure
 * @param {string} entry the public function's name
 * @param {string} argument the argument's name
 * @param {unknown} value the argument
 * @param {{ stack?: string }} site
 */
function complaint(failure, entry, argument, value, site) {
  const { index, field, message } = failure;
  if (field === undefined && index === undefined) return errorOf(failure, site);
  const whole = index === undefined ? value : /** @type {any} */ (value)?.[index];
  const path = `${argument}${index === undefined ? '' : `[${index}]`}`;
  const isField = field && whole !== null && typeof whole === 'object';
  const place = isField ? `${path}.${field}` : path;
  const got = isField ? /** @type {any} */ (whole)[field] : whole;
  const shown = got === undefined || field === 'ca' ? '' : `, got ${inspect(got, { depth: 1, maxStringLength: 80, breakLength: Infinity })}`;
  return errorOf({ ...failure, message: `${entry}: ${place} ${message}${shown}` }, site);
}

module.exports = { invalid, plainData, complaint };
