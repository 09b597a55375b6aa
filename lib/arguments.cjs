// What users pass, as JSON for the core; and the core's complaints about it, with the value that was passed.
'use strict';

const { inspect } = require('node:util');
const native = require('./native.cjs');
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
 * A request, options or settings as the core will read them: a scalar, or an object of fields. The core says what is
 * wrong with them.
 * @param {unknown} value
 * @param {(value: unknown) => unknown} [field] what a field may be
 */
function plain(value, field = scalar) {
  if (value === null || typeof value !== 'object') return scalar(value);
  // Not a list, a map, a promise that was not awaited: none of them is an object of fields.
  if (Object.prototype.toString.call(value) !== '[object Object]') return null;
  const fields = Object.create(null);
  for (const [name, given] of Object.entries(value)) fields[scalar(name)] = field(given);
  return fields;
}

/**
 * What JSON has no form for becomes something that no field accepts.
 * @param {unknown} value
 * @returns {any}
 */
function scalar(value) {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : '\0';
    case 'number':
    case 'boolean':
    case 'undefined':
      return value;
    default:
      return null;
  }
}

/**
 * A setting: the deepest are the paths of an added field in `mappings`.
 * @param {unknown} value
 * @param {number} [depth]
 * @returns {unknown}
 */
function setting(value, depth = 6) {
  if (depth === 0) return scalar(value);
  const inner = (/** @type {unknown} */ part) => setting(part, depth - 1);
  return Array.isArray(value) ? Array.from(value, inner) : plain(value, inner);
}

/**
 * Requests as a list in JSON, or an InvalidArgumentError for one that cannot be read (a throwing getter).
 * @param {unknown[]} requests
 * @param {'request' | 'requests'} argument what they are called
 * @param {number | undefined} begin the place of the first, if they are of many
 * @param {import('./options.cjs').Call} call
 */
function listData(requests, argument, begin, { entry, site, forgive = (request) => request }) {
  let place = 0;
  const read = (/** @type {unknown} */ request, /** @type {number} */ at) => {
    place = at;
    return plain(forgive(request));
  };
  try {
    return JSON.stringify(requests.map(read));
  } catch (cause) {
    const at = begin === undefined ? {} : { index: begin + place };
    const name = begin === undefined ? argument : `${argument}[${begin + place}]`;
    throw Object.assign(invalid(site, `${entry}: ${name} must be plain data`, at), { cause });
  }
}

/**
 * Options as JSON. What their getters throw is the caller's, as with options of Node's own functions.
 * @param {Record<string, unknown>} options
 */
function optionsData(options) {
  return JSON.stringify(plain(options, setting));
}

/**
 * Settings, in which lists and objects may be, as JSON, or an InvalidArgumentError for one that cannot be read.
 * @param {unknown} settings
 * @param {string} entry who takes them
 * @param {{ stack?: string }} site
 */
function settingsData(settings, entry, site) {
  if (settings === null || typeof settings !== 'object') {
    throw invalid(site, `${entry}: settings must be an object`, { field: 'settings' });
  }
  return readable(() => JSON.stringify(plain(settings, setting) ?? null), `${entry}: settings`, site, {});
}

/**
 * What is read, or an InvalidArgumentError if it cannot be.
 * @template T
 * @param {() => T} read
 * @param {string} name what the value is called
 * @param {{ stack?: string }} site
 * @param {{ index?: number, field?: string }} at
 */
function readable(read, name, site, at) {
  try {
    return read();
  } catch (cause) {
    throw Object.assign(invalid(site, `${name} must be plain data`, at), { cause });
  }
}

/**
 * A copy of a list of requests, so that what the caller does to it later has no effect; nothing if it is no list.
 * @param {any} requests
 * @param {{ entry: string, site: { stack?: string } }} call
 * @returns {unknown[] | undefined}
 */
function listCopy(requests, { entry, site }) {
  const copy = () => (Array.isArray(requests) ? Array.from(requests) : undefined);
  return readable(copy, `${entry}: requests`, site, { field: 'requests' });
}

/**
 * Turns the core's complaint into an error that names the argument and shows what it was.
 * @param {import('./errors.cjs').Failure} failure
 * @param {string} entry the public function's name
 * @param {string} argument the argument's name
 * @param {unknown} whole the argument; its element, if the failure has an index
 * @param {{ stack?: string }} site
 */
function complaint({ field, ...failure }, entry, argument, whole, site) {
  const { index, message } = failure;
  // It is not about an argument.
  if (field === undefined && index === undefined) return errorOf({ ...failure, message: `${entry}: ${message}` }, site);
  const path = `${argument}${index === undefined ? '' : `[${index}]`}`;
  const isField = field && whole !== null && typeof whole === 'object';
  const place = isField ? `${path}.${field}` : path;
  const isShown = (/** @type {unknown} */ got) =>
    !(isField && got === undefined) && !(argument === 'settings' && isPrivate(field, got));
  const got = shown(() => (isField ? /** @type {any} */ (whole)[field] : whole), isShown);
  // Behind a question it begins anew.
  const said = got && (message.endsWith('?') ? `${message} Got ${got}` : `${message}, got ${got}`);
  // No field: the request as a whole is wrong.
  const at = field ? { field } : {};
  return errorOf({ ...failure, ...at, message: `${entry}: ${place} ${said ?? message}` }, site);
}

/**
 * What was passed, as a complaint repeats it; nothing if that is not to be, or if it throws when it is looked at.
 * @param {() => unknown} read
 * @param {(value: unknown) => boolean} isShown
 */
function shown(read, isShown) {
  try {
    const value = read();
    return isShown(value) ? inspect(value, SHORT) : undefined;
  } catch {
    return undefined;
  }
}

const SHORT = { depth: 1, maxStringLength: 80, breakLength: Infinity };

/** Settings whose values are repeated in messages. Others may be certificates or hold a password, unknown ones too. */
const SHOWN =
  'lang country baseUrl userAgent concurrency rate attempts timeoutMs deadlineMs maxRetryAfterMs consent cache'.split(
    ' ',
  );

/**
 * @param {string | undefined} field
 * @param {unknown} value
 */
function isPrivate(field, value) {
  return !SHOWN.includes(field ?? '') || inspect(value).includes('@');
}

/**
 * @param {unknown} options
 * @param {string} entry
 * @param {{ stack?: string }} site
 * @returns {Record<string, unknown> & { signal?: AbortSignal }}
 */
function checkedOptions(options, entry, site) {
  if (options === null || typeof options !== 'object') {
    throw invalid(site, `${entry}: options must be an object`, { field: 'options' });
  }
  const { signal } = /** @type {{ signal?: unknown }} */ (options);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalid(site, `${entry}: options.signal must be an AbortSignal`, { field: 'signal' });
  }
  return /** @type {any} */ (options);
}

/**
 * Refuses options that have a value and no meaning.
 * @param {Record<string, unknown>} given
 * @param {string[]} known
 * @param {string} entry
 * @param {{ stack?: string }} site
 */
function checkNames(given, known, entry, site) {
  const unknown = Object.keys(given).find((name) => given[name] !== undefined && !known.includes(name));
  if (unknown === undefined) return;
  const said =
    known.length > 0 ? native.unknownName('option', unknown, known) : 'is not a known option; there are none';
  throw invalid(site, `${entry}: options.${unknown} ${said}`, { field: unknown });
}

module.exports = {
  invalid,
  plain,
  listData,
  optionsData,
  settingsData,
  readable,
  listCopy,
  complaint,
  checkedOptions,
  checkNames,
};
