// Where apps stand in many countries, by the rules of the local Play server.
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { availability, availabilityBatch, availabilityStream, BlockedError, configure, ServerError } from 'playfast';
import { serve } from './support/client.js';
import { pick } from './support/rules.js';

const server = await serve();
const { COUNTRIES } = createRequire(import.meta.url)('../lib/countries.cjs');

const STATUSES = ['available', 'preregistration', 'notOffered', 'notListed'];
const statusIn = (appId, country) => STATUSES[pick(appId, `country/${country}`, 4)];
const expected = (appId, countries) => countries.map((country) => ({ country, status: statusIn(appId, country) }));

/** The countries of the requests that were recorded, in order. */
const askedIn = (recorded) => recorded.map(({ path }) => new URLSearchParams(path.split('?')[1]).get('gl')).sort();

/** The outcomes of a stream. */
async function collect(stream) {
  const all = [];
  for await (const outcome of stream) all.push(outcome);
  return all;
}

test('a sweep is one request for each of 177 countries, each answered in under 300 bytes', async () => {
  await server.configure({ record: true });
  const appId = 'com.countries.of.a.long.package.name';
  const progress = [];
  const result = await availability(appId, { onProgress: (now) => progress.push(now) });
  assert.deepEqual(result, { appId, countries: expected(appId, COUNTRIES) });
  assert.deepEqual(new Set(result.countries.map(({ status }) => status)), new Set(STATUSES));
  const { requests, calls, bytesOut } = await server.stats();
  assert.deepEqual([requests, calls], [177, 177]);
  assert.ok(bytesOut < 177 * 300, `${bytesOut} bytes`);
  assert.deepEqual(askedIn(await server.recorded()), COUNTRIES);
  const { done, total, bytes } = progress.at(-1);
  assert.deepEqual([done, total, bytes], [177, 177, bytesOut]);
});

test('each answer of a sweep is under 300 bytes, not only all on average', async () => {
  const sizes = [];
  const note = ({ bytes, calls }) => sizes.push([bytes, calls]);
  diagnostics.subscribe('playfast:request:end', note);
  try {
    await availability('com.countries.of.a.long.package.name');
  } finally {
    diagnostics.unsubscribe('playfast:request:end', note);
  }
  assert.equal(sizes.length, 177);
  assert.deepEqual(
    sizes.filter(([bytes, calls]) => bytes >= 300 || bytes === 0 || calls !== 1),
    [],
  );
});

test('an answer is small without gzip too, and has the one field only', async () => {
  await server.configure({ record: true });
  await availability({ appId: 'com.countries.a', countries: ['us'] });
  const [{ path, body }] = await server.recorded();
  assert.match(decodeURIComponent(body), /null,null,\[\[19\]\],/);
  const { default: https } = await import('node:https');
  const text = await new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = https.request(server.url + path, { method: 'POST', ca: server.ca, headers }, async (answer) =>
      resolve((await answer.toArray()).join('')),
    );
    request.on('error', reject).end(body);
  });
  assert.ok(text.length < 300, text);
});

test('countries are asked once, in any case, in the order they are named', async () => {
  const countries = ['US', 'kr', 'us', 'De', 'KR'];
  const { countries: found } = await availability({ appId: 'com.countries.b', countries, lang: 'de' });
  assert.deepEqual(found, expected('com.countries.b', ['us', 'kr', 'de']));
  assert.equal((await server.stats()).requests, 3);
});

test('a country without an answer costs only that country', async () => {
  configure({ ...server.settings, attempts: 2, concurrency: 1 });
  const countries = ['us', 'kr', 'de', 'fr'];
  for (const [fault, Kind] of [
    [{ frame: 'missing' }, 'ServerError'],
    [{ frame: 'unparsable' }, 'ParseError'],
    [{ frame: 'wrongApp' }, 'ServerError'],
    [{ frame: 'gateway' }, 'RequestRejectedError'],
    [{ status: 500 }, 'ServerError'],
  ]) {
    await server.configure({ faults: [fault] });
    const request = { appId: 'com.countries.c', countries };
    const { countries: mended } = await availability(request);
    assert.deepEqual(mended, expected('com.countries.c', countries), 'the second try brings it');
    configure({ ...server.settings, attempts: 1, concurrency: 1 });
    await server.configure({ faults: [fault] });
    const { countries: found } = await availability(request);
    assert.deepEqual(found.slice(1), expected('com.countries.c', countries).slice(1), JSON.stringify(fault));
    const [{ country, status, reason }] = found;
    assert.deepEqual([country, status, reason.name], ['us', 'rejected', Kind]);
    assert.match(reason.message, /^availability of com\.countries\.c \(en, us\): /);
    assert.equal(reason.request, request);
    configure({ ...server.settings, attempts: 2, concurrency: 1 });
  }
});

test('not listed is an answer, and no answer is no status', async () => {
  configure({ ...server.settings, attempts: 1 });
  const { countries } = await availability({ appId: 'com.missing.a', countries: ['us', 'kr'] });
  assert.deepEqual(countries, [
    { country: 'us', status: 'notListed' },
    { country: 'kr', status: 'notListed' },
  ]);
  await server.configure({ faults: [{ frame: 'error', code: 5 }] });
  const { countries: refused } = await availability({ appId: 'com.countries.d', countries: ['us'] });
  assert.deepEqual(refused, [{ country: 'us', status: 'notListed' }]);
});

test('a sweep without any answer rejects with its first reason', async () => {
  configure({ ...server.settings, attempts: 1, concurrency: 1 });
  await server.configure({ faults: [{ frame: 'missing', count: 5 }] });
  const request = { appId: 'com.countries.e', countries: ['us', 'kr'] };
  await assert.rejects(availability(request), ServerError);
  const [lost, found] = await availabilityBatch([request, { ...request, countries: ['de', 'fr', 'jp', 'gb'] }]);
  assert.deepEqual([lost.status, lost.reason.name, lost.index], ['rejected', 'ServerError', 0]);
  assert.deepEqual([found.status, found.index], ['fulfilled', 1]);
  assert.equal(found.value.countries.filter(({ status }) => status === 'rejected').length, 1);
});

test('many apps share the request of each country', async () => {
  const apps = Array.from({ length: 300 }, (_, number) => `com.countries.n${number}`);
  const countries = ['us', 'kr', 'de'];
  const outcomes = await availabilityBatch(apps.map((appId) => ({ appId, countries })));
  for (const [index, { status, value, index: own }] of outcomes.entries()) {
    assert.deepEqual([status, own], ['fulfilled', index]);
    assert.deepEqual(value, { appId: apps[index], countries: expected(apps[index], countries) });
  }
  const { requests, calls } = await server.stats();
  assert.deepEqual([requests, calls], [3, 900]);
});

test('a thousand apps fill the request of each country, however many these are', async () => {
  await server.configure({ appCostMs: 0 });
  const apps = Array.from({ length: 1000 }, (_, number) => `com.countries.n${number}`);
  const countries = COUNTRIES.slice(0, 40);
  const outcomes = await availabilityBatch(apps.map((appId) => ({ appId, countries })));
  await server.configure({ appCostMs: 2 });
  const answers = outcomes.flatMap(({ value }) => value.countries);
  assert.equal(answers.filter(({ status }) => status !== 'rejected').length, 40_000);
  const { requests, calls } = await server.stats();
  assert.deepEqual([requests, calls], [40, 40_000]);
});

test('a stream gives an outcome for each app and country, from any iterable, with few requests', async () => {
  const apps = Array.from({ length: 200 }, (_, number) => `com.countries.n${number}`);
  const countries = ['us', 'kr', 'de', 'jp'];
  async function* later() {
    for (const appId of apps) yield { appId, countries };
  }
  for (const source of [apps.map((appId) => ({ appId, countries })), later()]) {
    await server.reset();
    const seen = apps.map(() => new Map());
    for (const { status, value, index } of await collect(availabilityStream(source))) {
      assert.deepEqual([status, value.appId], ['fulfilled', apps[index]]);
      seen[index].set(value.country, value.status);
    }
    for (const [index, appId] of apps.entries()) {
      assert.deepEqual(
        countries.map((country) => ({ country, status: seen[index].get(country) })),
        expected(appId, countries),
      );
    }
    const { requests, calls } = await server.stats();
    assert.ok(requests <= 8, `${requests} requests`);
    assert.equal(calls, 800);
  }
});

test('a stream is constant in what it holds, however many countries there are', async () => {
  const apps = Array.from({ length: 30 }, (_, number) => `com.countries.n${number}`);
  let read = 0;
  async function* counted() {
    for (const appId of apps) {
      read += 1;
      yield appId;
      await new Promise(setImmediate);
    }
  }
  let seen = 0;
  for await (const { status } of availabilityStream(counted(), { highWaterMark: 50 })) {
    assert.equal(status, 'fulfilled');
    seen += 1;
    // One app is 177 lookups: what is read ahead is no more than the mark and the app that is being swept.
    assert.ok((read - 2) * 177 <= seen + 50, `${read} apps read after ${seen} outcomes`);
  }
  assert.equal(seen, 30 * 177);
});

test('what cannot be asked goes out as it is read, in its place', async () => {
  let read = 0;
  function* counted() {
    for (; read < 20_000; read += 1)
      yield read === 700 ? { appId: 'com.countries.a', countries: ['us'] } : { place: read };
  }
  for await (const { index, status, reason } of availabilityStream(counted(), { highWaterMark: 50 })) {
    assert.equal(status, index === 700 ? 'fulfilled' : 'rejected');
    // Those that are swept together are read together.
    assert.ok(read <= index + 2_000, `${read} read at the outcome of ${index}`);
    if (index === 700) continue;
    assert.equal(
      reason.message,
      `availabilityStream: requests[${index}].place is not a known field; known are appId, countries, lang, got ${index}`,
    );
    assert.deepEqual([reason.index, reason.request], [index, { place: index }]);
    if (index === 5_000) break;
  }
});

test('a long list is checked in several turns of the event loop', async () => {
  let [turns, isOver] = [0, false];
  const turning = () => {
    turns += 1;
    if (!isOver) setImmediate(turning);
  };
  turning();
  const requests = Array.from({ length: 3_000 }, (_, place) => `com.countries.n${place}`);
  let before;
  requests[10] = {
    get appId() {
      before ??= turns;
      return 'com.countries.a';
    },
  };
  let after;
  requests[2_999] = {
    get appId() {
      after ??= turns;
      return 'not an id';
    },
  };
  await assert.rejects(availabilityBatch(requests), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', index: 2_999 });
  isOver = true;
  assert.ok(before < after);
});

test('requests that cannot be asked are refused before anything is sent', async () => {
  const good = { appId: 'com.countries.a', countries: ['us'] };
  for (const [request, field, said] of [
    ['', 'appId', 'got'],
    [7, undefined, 'must be an app id or an object with appId'],
    [{ countries: ['us'] }, 'appId', 'is required'],
    [
      { appId: 'com.a', countries: [] },
      'countries',
      'must be a list of two-letter country codes such as us, got \\[\\]',
    ],
    [{ appId: 'com.a', countries: 'us' }, 'countries', "such as us, got 'us'"],
    [{ appId: 'com.a', countries: ['us', 'usa'] }, 'countries', "such as us, got \\[ 'us', 'usa' \\]"],
    [{ appId: 'com.a', countries: ['us', undefined] }, 'countries', 'such as us'],
    [
      { appId: 'com.a', country: 'us' },
      'country',
      'is not a known field; did you mean countries\\? Known are appId, countries, lang',
    ],
    [{ appId: 'com.a', lang: '?' }, 'lang', "must be a language code such as en or pt-BR, got '\\?'"],
  ]) {
    const at = (path) => new RegExp(`^availability\\w*: ${path}.*${said}`);
    const expectedError = { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field };
    const check = (path, index) => (error) => {
      assert.match(error.message, at(path));
      assert.deepEqual([error.code, error.field, error.index], [expectedError.code, field, index]);
      return true;
    };
    await assert.rejects(availability(request), check('request'));
    await assert.rejects(availabilityBatch([good, request]), check('requests\\[1\\]', 1));
    await assert.rejects(collect(availabilityStream([good, request])), check('requests\\[1\\]', 1));
    const outcomes = await collect(availabilityStream([good, request, good].values()));
    const refused = outcomes.find(({ status }) => status === 'rejected');
    assert.equal(refused.index, 1);
    assert.equal(refused.reason.request, request);
    assert.ok(check('requests\\[1\\]', 1)(refused.reason));
    assert.deepEqual(outcomes.map(({ index }) => index).sort(), [0, 1, 2]);
  }
  await assert.rejects(availabilityBatch('com.a'), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field: 'requests' });
  await assert.rejects(availability('com.a', { source: 'page' }), { field: 'source' });
  // Equal lookups of each of the streams: one request each.
  assert.equal((await server.stats()).calls, 9);
});

test('an abort ends a sweep with its reason; a block holds it until it is lifted', async () => {
  const reason = new Error('enough');
  await assert.rejects(
    availability('com.countries.a', { signal: AbortSignal.abort(reason) }),
    (error) => error === reason,
  );
  await server.configure({ block: { kind: 'sorry' } });
  const request = { appId: 'com.countries.f', countries: ['us'] };
  await assert.rejects(availability(request, { deadlineMs: 300 }), BlockedError);
});
