// The options of allReviews, checked before anything is sent, as the plan of a walk.
'use strict';

const { checkNames, checkedOptions, complaint, invalid, listData, optionsData } = require('./arguments.cjs');
const { ONE } = require('./options.cjs');
const { REVIEW_LANGUAGES, populationOf, populations } = require('./languages.cjs');
const { readingOf } = require('./reading.cjs');

const ENTRY = 'allReviews';
const OPTIONS = [...'lang langs since until max from sort num score device reviewers'.split(' '), ...ONE];

/**
 * What a walk does.
 * @typedef {object} Plan
 * @property {[lang: string, token?: string][]} chains the languages to walk through, the first with where it begins
 * @property {string} start the cursor of where it begins
 * @property {Record<string, unknown>} request what every page is asked with
 * @property {{ signal?: AbortSignal | undefined, timeoutMs?: number, priority?: number }} page options of each page
 * @property {number | undefined} deadlineMs the longest that the walk may take
 * @property {number} max
 * @property {number} since
 * @property {number} until
 * @property {boolean} newestFirst
 * @property {boolean} reviewers
 */

/**
 * @param {unknown} appId
 * @param {unknown} options
 * @param {import('./binding.cjs').NativeClient} client
 * @param {{ stack?: string }} site
 * @returns {Plan}
 */
function planOf(appId, options, client, site) {
  /** @type {Record<string, any>} */
  const given = { ...checkedOptions(options, ENTRY, site) };
  /** @param {string} field @param {string} must */
  const refuse = (field, must) => invalid(site, `${ENTRY}: options.${field} ${must}`, { field });
  if (given.country !== undefined) {
    throw refuse('country', 'changes nothing: Play keeps reviews by language, not by country; use lang');
  }
  checkNames(given, OPTIONS, ENTRY, site);
  const { lang, langs, since, until, max = Infinity, from, reviewers = true, ...others } = given;
  const { signal, timeoutMs, deadlineMs = client.deadlineMs() ?? undefined, priority, ...filter } = others;
  if (typeof appId !== 'string') throw invalid(site, `${ENTRY}: appId must be an app id`, { field: 'appId' });
  if (max !== Infinity && !(Number.isSafeInteger(max) && max > 0)) {
    throw refuse('max', 'must be a whole number above 0');
  }
  if (typeof reviewers !== 'boolean') throw refuse('reviewers', 'must be true or false');
  if (lang !== undefined && langs !== undefined) throw refuse('langs', 'and lang cannot both be given');
  const wanted = languages(lang ?? client.lang() ?? undefined, langs, refuse);
  const request = { num: 1000, ...filter, appId };
  const call = { client, noun: 'reviews', entry: ENTRY, known: ONE, site };
  checkRequests(wanted, request, { timeoutMs, deadlineMs, priority }, given, call);
  const chains = chainsFrom(populations(wanted), from, refuse);
  const [[first, token] = ['']] = chains;
  return {
    chains,
    start: cursorOf(first, token),
    request,
    page: { signal, timeoutMs, priority },
    deadlineMs,
    max,
    since: time(since, -Infinity, 'since', refuse),
    until: time(until, Infinity, 'until', refuse),
    newestFirst: (filter.sort ?? 'newest') === 'newest',
    reviewers,
  };
}

/** @typedef {(field: string, must: string) => Error} Refuse */

/**
 * @param {any} lang
 * @param {unknown} langs
 * @param {Refuse} refuse
 * @returns {any[]}
 */
function languages(lang = 'en', langs, refuse) {
  if (langs === undefined) return [lang];
  if (langs === 'all') return REVIEW_LANGUAGES;
  if (!Array.isArray(langs) || langs.length === 0) throw refuse('langs', "must be a list of language codes, or 'all'");
  return Array.from(langs);
}

/**
 * The core checks what is asked in every language; it begins nothing.
 * @param {unknown[]} langs
 * @param {Record<string, unknown>} request
 * @param {Record<string, unknown>} options
 * @param {Record<string, any>} given what the user passed
 * @param {import('./options.cjs').Call} call
 */
function checkRequests(langs, request, options, given, call) {
  const reading = readingOf(call, given, optionsData(options));
  const requests = langs.map((lang) => ({ ...request, lang }));
  const refused = reading.add(listData(requests, 'request', undefined, call));
  if (!refused) return;
  const { index, ...failure } = JSON.parse(refused);
  if (failure.field === 'appId') throw complaint(failure, ENTRY, 'appId', request.appId, call.site);
  if (failure.field === 'lang' && given.langs !== undefined) {
    const place = { ...failure, field: undefined, index };
    const { message } = complaint(place, ENTRY, 'options.langs', langs[index], call.site);
    throw invalid(call.site, message, { field: 'langs' });
  }
  throw complaint(failure, ENTRY, 'options', given, call.site);
}

/**
 * @param {unknown} value
 * @param {number} otherwise
 * @param {string} field
 * @param {Refuse} refuse
 */
function time(value, otherwise, field, refuse) {
  if (value === undefined) return otherwise;
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms !== 'number' || !Number.isFinite(ms)) throw refuse(field, 'must be a Date or a time in ms since 1970');
  return ms;
}

/**
 * Where a walk is: a language, and the token of its next page.
 * @param {string} lang
 * @param {string} [token]
 */
function cursorOf(lang, token = '') {
  return `${lang}:${token}`;
}

/**
 * The languages that are left from a cursor on. What names no language is a token of the first one.
 * @param {string[]} langs
 * @param {unknown} cursor
 * @param {Refuse} refuse
 * @returns {[lang: string, token?: string][]}
 */
function chainsFrom(langs, cursor, refuse) {
  if (cursor !== undefined && (typeof cursor !== 'string' || cursor === '')) {
    throw refuse('from', 'must be a cursor of another walk, or a nextToken');
  }
  const [, named, token] = /^(?:([^:]*):)?(.*)$/s.exec(cursor ?? '') ?? [];
  const place = named === undefined ? 0 : langs.findIndex((lang) => populationOf(lang) === populationOf(named));
  if (place < 0) throw refuse('from', `goes on in ${JSON.stringify(named)}, which is none of ${langs.join(', ')}`);
  return langs.slice(place).map((lang, at) => (at === 0 && token ? [lang, token] : [lang]));
}

module.exports = { ENTRY, planOf, cursorOf };
