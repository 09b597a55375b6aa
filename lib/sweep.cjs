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

/**
 * An app and the countries to look it up in.
 * @typedef {object} Sweep
 * @property {unknown} request as it was passed
 * @property {any} app the request without its countries
 * @property {string[]} countries
 * @property {unknown} sample a lookup of it that the core refuses if it refuses any
 */

/**
 * What a lookup of a stream belongs to.
 * @typedef {object} Place
 * @property {unknown} request
 * @property {string} appId
 * @property {string} country
 * @property {number} index of the request
 */

/**
 * @param {unknown} requests
 * @param {Record<string, unknown>} options
 * @param {Call} call
 */
async function* stream(requests, options, call) {
  const list = listCopy(requests, call);
  for (let begin = 0; list && begin < list.length; begin += TOGETHER) {
    if (begin > 0) await turn();
    checkedSweeps(list.slice(begin, begin + TOGETHER), 'requests', call, begin);
  }
  /** Whose lookups are under way, by their place. @type {Map<number, Place>} */
  const asked = new Map();
  /** @type {any[]} */
  const refused = [];
  const all = lookups(list ? list.values() : requests, asked, refused, call);
  for await (const outcome of runStream(call, all, options)) {
    yield* refused.splice(0);
    const { request, appId, country, index } = /** @type {Place} */ (asked.get(outcome.index));
    asked.delete(outcome.index);
    const { status, value, reason } = outcome;
    yield status === 'fulfilled'
      ? { status, value: { appId, ...value }, index }
      : { status, reason: Object.assign(reason, { request }), index, appId, country };
  }
  yield* refused;
}

/**
 * The lookups of all apps that are there at a time, country by country.
 * @param {unknown} requests
 * @param {Map<number, Place>} asked is told of each
 * @param {any[]} refused is given the outcomes of requests that cannot be asked
 * @param {Call} call
 */
async function* lookups(requests, asked, refused, call) {
  // The core reads the lookups that are made of the requests.
  const reading = /** @type {any} */ ({ addEach() {} });
  const source = await sourceOf(requests, call, reading, undefined);
  let [begin, place] = [0, 0];
  try {
    while (!source.done) {
      const entries = await readTogether(source);
      const apps = [];
      for (const { request } of entries) {
        const index = begin++;
        try {
          for (const { app, countries } of checkedSweeps([request], 'requests', call, index)) {
            apps.push({ request, app, countries: new Set(countries), index });
          }
        } catch (reason) {
          refused.push({ status: 'rejected', reason: Object.assign(/** @type {any} */ (reason), { request }), index });
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
  const found = sweeps.map(({ countries }) => new Array(countries.length));
  const places = sweeps.flatMap((one, index) =>
    one.countries.map((country, at) => ({ ...one, country, into: found[index] ?? [], at })),
  );
  const all = places.map(({ app, country }) => lookup(app, country));
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
    return { request, app: request, countries: [], sample: request };
  }
  const { countries: named = COUNTRIES, ...app } = request;
  const codes = Array.isArray(named) ? Array.from(named) : [];
  const wrong = codes.findIndex((code) => typeof code !== 'string' || !/^[a-z]{2}$/i.test(code));
  const sample = lookup(app, codes[Math.max(wrong, 0)] ?? null);
  return { request, app, countries: [...new Set(codes.map((code) => String(code).toLowerCase()))], sample };
}

/**
 * An app in one country, as the core takes it.
 * @param {Record<string, unknown>} app
 * @param {unknown} country
 */
function lookup(app, country) {
  return { ...app, countries: country };
}

module.exports = { checkedSweeps, stream, sweep };
