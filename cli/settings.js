// From flags to the library's settings, and to the options of its functions.

import { readFile } from 'node:fs/promises';
import { Misuse, systemSays } from './failures.js';

/**
 * Settings of the client.
 * @param {import('./flags.js').Given} given
 */
export async function settingsOf(given) {
  const proxies = [...(given.proxy ?? []), ...(await proxiesIn(given['proxy-file']))];
  return defined({
    rate: given.rate,
    concurrency: given.concurrency,
    proxies: proxies.length > 0 ? proxies : undefined,
    attempts: given.attempts,
    timeoutMs: given['timeout-ms'],
    maxRetryAfterMs: given['max-retry-after-ms'],
    consent: given.consent,
    userAgent: given['user-agent'],
    headers: headersOf(given.header),
    ca: given.ca && (await textOf(given.ca)),
    mappings: given.mappings,
    baseUrl: given['base-url'],
  });
}

/**
 * What goes into each request of the library, and into the options of its function.
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @param {string[] | undefined} fields those that are wanted
 */
export function askedOf(command, given, fields) {
  const isWalk = !command.over;
  const own = defined(Object.fromEntries(command.flags.map((name) => [NAMES[name] ?? name, given[name]])));
  if (given['no-reviewers']) own.reviewers = false;
  const { source, ...rest } = own;
  const options = defined({
    deadlineMs: given['deadline-ms'],
    source,
    fields: command.lean ? leanOf(command, fields) : undefined,
  });
  if (!isWalk) return { request: rest, options };
  // Of a walk it is how many altogether; no more are asked for at a time.
  const { num: max, 'per-request': size = max && Math.min(max, 1000), ...walk } = rest;
  const most = defined({ max, num: size });
  return { request: {}, options: { ...options, ...walk, ...most } };
}

/** Where the option has another name than the flag. @type {Record<string, string>} */
const NAMES = { 'no-reviewers': 'reviewers', lang: 'langs' };

/**
 * Fields to ask for: what was asked, and what went wrong, are no fields of the answer.
 * @param {import('./commands.js').Command} command
 * @param {string[] | undefined} fields
 */
function leanOf({ asks, over }, fields) {
  if (!fields) return undefined;
  const others = new Set([asks, 'url', 'error', ...Object.keys(over ?? {})]);
  const names = [...new Set(fields.map((field) => String(field.split('.', 1)[0])))].filter((name) => !others.has(name));
  // Whether there is such an app is asked with the smallest of its fields.
  return names.length > 0 ? names : ['title'];
}

/** @param {Record<string, any>} values */
const defined = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** @param {string | undefined} path */
async function proxiesIn(path) {
  if (!path) return [];
  const lines = (await textOf(path)).split(/\r?\n/).map((line) => line.trim());
  const proxies = lines.filter((line) => line !== '' && !line.startsWith('#'));
  if (proxies.length === 0) throw new Misuse(`${path} has no proxies; give one a line`);
  return proxies;
}

/** @param {string[] | undefined} headers */
function headersOf(headers) {
  return (
    headers &&
    Object.fromEntries(
      headers.map((header) => {
        const [, name, value] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
        if (name === undefined) throw new Misuse('--header must be a name, a colon and a value');
        return [name, value];
      }),
    )
  );
}

/** @param {string} path */
async function textOf(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Misuse(`cannot read ${path}: ${systemSays(error)}`);
  }
}
