// google-play-scraper's `requestOptions`, which it hands to its HTTP client, as settings of ours.
'use strict';

/** What changes nothing here: redirects, compression and HTTP/2 are always on. */
const WITHOUT_EFFECT = ['followRedirect', 'followAllRedirects', 'gzip', 'decompress', 'http2'];
/** Headers that change nothing: they are always sent, as the connection needs them. */
const HEADERS_WITHOUT_EFFECT = ['accept-encoding', 'connection', 'content-type'];

const MOST_RETRIES = 19;

/**
 * @typedef {object} Settings
 * @property {number} [timeoutMs]
 * @property {number} [attempts]
 * @property {Record<string, unknown>} [headers]
 * @property {unknown} [userAgent]
 * @property {string[]} [proxies]
 */

/** @typedef {(message: string, field: string) => Error} Refusal */

/** How each option is read. @type {Record<string, (value: any, path: string, refusal: Refusal) => Settings>} */
const READERS = {
  headers: headerSettings,
  timeout: (timeout, path, refusal) => ({ timeoutMs: amount(timeout, 'request', path, refusal) }),
  retry: (retry, path, refusal) => ({ attempts: retries(retry, path, refusal) + 1 }),
  proxy: (proxy) => ({ proxies: [String(proxy)] }),
  agent: (agent, path, refusal) => ({ proxies: [proxyOf(agent, path, refusal)] }),
};

/**
 * @param {any} given
 * @param {string} entry the function that was called
 * @param {Refusal} refusal
 * @returns {Settings}
 */
function requestSettings(given, entry, refusal) {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw refusal(`${entry}: requestOptions must be an object`, 'requestOptions');
  const settings = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || WITHOUT_EFFECT.includes(name)) continue;
    const read = READERS[name];
    if (!read) throw refusal(unknown(entry, name), 'requestOptions');
    Object.assign(settings, read(value, `${entry}: requestOptions.${name}`, refusal));
  }
  return settings;
}

/**
 * @param {string} entry
 * @param {string} name
 */
function unknown(entry, name) {
  const known = Object.keys(READERS).join(', ');
  return `${entry}: requestOptions.${name} cannot be honoured; known are ${known}`;
}

/**
 * Sorted, so that the same headers are the same settings.
 * @param {any} given
 * @param {string} path
 * @param {Refusal} refusal
 * @returns {Settings}
 */
function headerSettings(given, path, refusal) {
  if (typeof given !== 'object') throw refusal(`${path} must be an object`, 'requestOptions');
  const named = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
  const sent = named.filter(([name, value]) => value !== undefined && !HEADERS_WITHOUT_EFFECT.includes(name)).sort();
  const [other] = sent.find(([, value]) => typeof value !== 'string') ?? [];
  if (other !== undefined) throw refusal(`${path} must have text for ${other}`, 'requestOptions');
  const { 'user-agent': userAgent, ...headers } = Object.fromEntries(sent);
  return { ...(userAgent !== undefined && { userAgent }), ...(Object.keys(headers).length > 0 && { headers }) };
}

/**
 * A number, or an object that has it under a name and nothing else.
 * @param {any} value
 * @param {string} name
 * @param {string} path
 * @param {Refusal} refusal
 * @returns {number}
 */
function amount(value, name, path, refusal) {
  const named = typeof value === 'object' && Object.keys(value).every((key) => key === name) ? value[name] : value;
  if (typeof named === 'number') return named;
  throw refusal(`${path} must be a number or { ${name}: a number }`, 'requestOptions');
}

/**
 * How often a request is made once more.
 * @param {any} value
 * @param {string} path
 * @param {Refusal} refusal
 */
function retries(value, path, refusal) {
  const times = amount(value, 'limit', path, refusal);
  if (Number.isInteger(times) && times >= 0 && times <= MOST_RETRIES) return times;
  throw refusal(`${path} must be a whole number from 0 to ${MOST_RETRIES}, got ${times}`, 'requestOptions');
}

/**
 * The address that a proxy agent holds, as those of the packages https-proxy-agent and hpagent do.
 * @param {any} agent an agent, or one by protocol
 * @param {string} path
 * @param {Refusal} refusal
 */
function proxyOf(agent, path, refusal) {
  const proxy = (agent.https ?? agent.http ?? agent).proxy;
  if (proxy instanceof URL && /^(https?|socks5h?):$/.test(proxy.protocol)) return proxy.href;
  throw refusal(
    `${path} cannot be honoured: it has no address of an http, https or socks5 proxy; use requestOptions.proxy`,
    'requestOptions',
  );
}

module.exports = { requestSettings };
