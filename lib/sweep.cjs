// A sweep: the core looks up one app in one country at a time; here a request becomes as many lookups as it has
// countries, and what comes of them its answer again.
'use strict';

const { complaint, listCopy, listData, readable } = require('./arguments.cjs');
const { runBatch, runStream } = require('./batch.cjs');
const { COUNTRIES } = require('./countries.cjs');
const { SLICE, readingOf } = require('./reading.cjs');
const { sourceOf } = require('./source.cjs');
const { turn } = require('./turn.cjs');

/** @typedef {import('./options.cjs').Call} Call */

/** Apps of a stream that are swept together, country by country: as many as fill an HTTP request. */
const TOGETHER = 1000;

/** Sweeps whose lookups are made in one turn of the event loop. */
const AT_ONCE = 32;

/** Made once: it is what most requests ask for. */
const EVERYWHERE = new Set(COUNTRIES);

/**
 * An app and the countries to look it up in.
 * @typedef {object} Sweep
 * @property {unknown} request as it was passed
 * @property {any} app the request without its countries
 * @property {Set<string>} countries
 * @property {unknown} sample a lookup of it that the core refuses if it refuses any
 */

/**
 * What a lookup of a stream belongs to.
 * @typedef {object} Place
 * @property {unknown} request
 * @property {number} index of the request
 * @property {string} [appId]
 * @property {string} [country]
 * @property {any} [refusal] why it cannot be asked
 */

/**
 * @param {unknown} requests
 * @param {Record<string, unknown>} options
 * @param {Call} call
 */
async function* stream(requests, options, call) {
  const list = listCopy(requests, call);
  if (list) await checkedList(list, call);
  /** Whose lookups are under way, by their place. @type {Map<number, Place>} */
  const asked = new Map();
  const all = lookups(list ? list.values() : requests, asked, call);
  for await (const outcome of runStream(call, all, options)) {
    const { request, appId, country, index, refusal } = /** @type {Place} */ (asked.get(outcome.index));
    asked.delete(outcome.index);
    const { status, value, reason } = outcome;
    if (status === 'fulfilled') yield { status, value: { appId, ...value }, index };
    else if (refusal) yield { status, reason: Object.assign(refusal, { request }), index };
    else yield { status, reason: Object.assign(reason, { request }), index, appId, country };
  }
}

/**
 * The lookups of all apps that are there at a time, country by country. What cannot be asked is one too, that the core
 * refuses: so no more of them are read than of others.
 * @param {unknown} requests
 * @param {Map<number, Place>} asked is told of each
 * @param {Call} call
 */
async function* lookups(requests, asked, call) {
  // The core reads the lookups that are made of the requests.
  const reading = /** @type {any} */ ({ addEach() {} });
  const source = await sourceOf(requests, call, reading, undefined);
  let [begin, place] = [0, 0];
  try {
    while (!source.done) {
      const apps = [];
      for (const { request } of await readTogether(source)) {
        const index = begin++;
        const { sweep, refusal } = sweepOrRefusal(request, index, call);
        if (sweep) apps.push({ ...sweep, index });
        else {
          asked.set(place++, { request, index, refusal });
          yield null;
        }
      }
      for (const country of new Set(apps.flatMap(({ countries }) => [...countries]))) {
        for (const { request, app, countries, index } of apps) {
          if (!countries.has(country)) continue;
          asked.set(place++, { request, appId: app.appId, country, index });
          yield lookup(app, country);
        }
      }
    }
    source.throwIfFailed();
  } finally {
    await source.close();
  }
}

/**
 * @param {unknown} request
 * @param {number} index
 * @param {Call} call
 * @returns {{ sweep?: Sweep | undefined, refusal?: unknown }}
 */
function sweepOrRefusal(request, index, call) {
  try {
    const [sweep] = checkedSweeps([request], 'requests', call, index);
    return { sweep };
  } catch (refusal) {
    return { refusal };
  }
}

/**
 * What a source has now, after its first if need be.
 * @param {import('./source.cjs').Source} source
 */
async function readTogether(source) {
  const entries = await source.read(TOGETHER, true);
  for (let before = 0; entries.length - before === SLICE && entries.length < TOGETHER && !source.done; ) {
    before = entries.length;
    entries.push(...(await source.read(TOGETHER - before, false)));
  }
  return entries;
}

/**
 * Looks all apps up in all their countries.
 * @param {Sweep[]} sweeps
 * @param {Call} call
 * @param {Record<string, unknown>} options
 * @returns {Promise<any[]>}
 */
async function sweep(sweeps, call, options) {
  /** What came in each country, by the sweeps. @type {any[][]} */
  const found = [];
  /** @type {unknown[]} */
  const all = [];
  /** Where the outcome of each of them belongs. @type {{ request: unknown, country: string, into: any[], at: number }[]} */
  const places = [];
  for (const [index, { request, app, countries }] of sweeps.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await turn();
    /** @type {any[]} */
    const into = [];
    found.push(into);
    for (const country of countries) {
      all.push(lookup(app, country));
      places.push({ request, country, into, at: into.push(undefined) - 1 });
    }
  }
  for await (const slice of runBatch(call, all, options)) {
    for (const { status, value, reason, index } of slice) {
      const { request, country, into, at } = /** @type {(typeof places)[number]} */ (places[index]);
      into[at] = status === 'fulfilled' ? value : { country, status, reason: Object.assign(reason, { request }) };
    }
  }
  return found.map((countries, index) => {
    const isAnswered = countries.some(({ status }) => status !== 'rejected');
    if (!isAnswered) return { status: 'rejected', reason: countries[0].reason, index };
    return { status: 'fulfilled', value: { appId: sweeps[index]?.app.appId, countries }, index };
  });
}

/**
 * The requests of a list, if all of them can be asked; some are read in each turn of the event loop.
 * @param {unknown[]} list
 * @param {Call} call
 */
async function checkedList(list, call) {
  const sweeps = [];
  for (let begin = 0; begin < list.length; begin += TOGETHER) {
    if (begin > 0) await turn();
    sweeps.push(...checkedSweeps(list.slice(begin, begin + TOGETHER), 'requests', call, begin));
  }
  return sweeps;
}

/**
 * The requests, if all of them can be asked.
 * @param {unknown[]} requests
 * @param {'request' | 'requests'} argument what they are called
 * @param {Call} call
 * @param {number} [begin] the place of the first
 */
function checkedSweeps(requests, argument, call, begin = 0) {
  const { entry, site } = call;
  const first = argument === 'request' ? undefined : begin;
  const sweeps = requests.map((request, place) => {
    const [name, at] = first === undefined ? [argument, {}] : [`requests[${first + place}]`, { index: first + place }];
    return readable(() => sweepOf(request), `${entry}: ${name}`, site, at);
  });
  const samples = sweeps.map(({ sample }) => sample);
  const refused = readingOf(call, {}, '{}').add(listData(samples, argument, first, call));
  if (!refused) return sweeps;
  const { index: place, ...failure } = JSON.parse(refused);
  const at = first === undefined ? {} : { index: first + place };
  throw complaint({ ...failure, ...at }, entry, argument, requests[place], site);
}

/**
 * @param {any} request
 * @returns {Sweep}
 */
function sweepOf(request) {
  if (typeof request === 'string') return sweepOf({ appId: request });
  // The core says what is wrong with it.
  if (Object.prototype.toString.call(request) !== '[object Object]') {
    return { request, app: request, countries: new Set(), sample: request };
  }
  const { countries: named, ...app } = request;
  if (named === undefined) return { request, app, countries: EVERYWHERE, sample: lookup(app, 'us') };
  const codes = Array.isArray(named) ? Array.from(named) : [];
  const wrong = codes.findIndex((code) => typeof code !== 'string' || !/^[a-z]{2}$/i.test(code));
  const sample = lookup(app, codes[Math.max(wrong, 0)] ?? null);
  return { request, app, countries: new Set(codes.map((code) => String(code).toLowerCase())), sample };
}

/**
 * An app in one country, as the core takes it.
 * @param {Record<string, unknown>} app
 * @param {unknown} country
 */
function lookup(app, country) {
  return { ...app, countries: country };
}

module.exports = { checkedList, checkedSweeps, stream, sweep };
