// Clients of their own: settings, limits, connections, defaults, and their end.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as playfast from 'playfast';
import { app, ClientClosedError, configure, InvalidArgumentError, PlayStore } from 'playfast';
import { serve } from './support/client.js';
import { frame, serveFixed } from './support/fixed-server.js';
import { startPlayServer } from './support/play-server.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();
const FOREVER = 60_000;

/** A client of the test's own, which is closed at its end. */
function open(context, settings = {}) {
  const store = new PlayStore({ ...server.settings, ...settings });
  context.after(() => store.close());
  return store;
}

/** Another server, which stops at the end of the test. */
async function another(context) {
  const other = await startPlayServer();
  context.after(() => other.stop());
  return { ...other, settings: { baseUrl: other.url, ca: other.ca, rate: 'off' } };
}

test('a PlayStore has every lookup of the module as a method of its name, and nothing else', () => {
  const noLookup = ([name, value]) =>
    ['PlayStore', 'configure', 'isPlayfastError'].includes(name) ||
    name.startsWith('parse') ||
    value.prototype instanceof Error;
  const lookups = Object.entries(playfast).filter((entry) => !noLookup(entry) && entry[0] !== 'default');
  const names = lookups.map(([name]) => name).sort();
  const methods = Object.getOwnPropertyNames(PlayStore.prototype);
  assert.deepEqual(methods.filter((name) => !['constructor', 'close'].includes(name)).sort(), names);
  assert.ok(names.length > 15 && names.includes('allReviews') && names.includes('fetchAndParseReviewsBatch'));
  for (const [name, value] of lookups) {
    assert.equal(PlayStore.prototype[name].name, name);
    // The categories need no client.
    if (name !== 'categories') assert.notEqual(PlayStore.prototype[name], value);
  }
  assert.deepEqual(Object.keys(new PlayStore()), []);
});

test('every method asks', async (context) => {
  const store = open(context);
  const appId = 'com.reviews.n20.a';
  assert.equal((await store.app('com.a.b')).appId, 'com.a.b');
  assert.equal((await store.appBatch(['com.a.b', 'com.c.d']))[1].value.appId, 'com.c.d');
  for await (const { value } of store.appStream(['com.a.b'])) assert.equal(value.appId, 'com.a.b');
  assert.equal((await store.list({ num: 5 })).apps.length, 5);
  assert.equal((await store.search({ term: 'panda', num: 3 })).apps.length, 3);
  assert.equal((await store.reviews({ appId, num: 5 })).reviews.length, 5);
  let reviews = 0;
  for await (const { id } of store.allReviews(appId)) reviews += id ? 1 : 0;
  assert.equal(reviews, 20);
  assert.deepEqual((await store.fetchAndParseAppsBatch(['com.a.b'])).length, 1);
  assert.equal((await store.fetchAndParseReviews({ appId, country: 'de', num: 2 })).reviews.length, 2);
  const { requests } = await server.stats();
  assert.ok(requests > 0 && store.stats().requests === requests);
});

test('two clients share no connections, no limits and no statistics', async (context) => {
  await server.configure({ latencyMs: 200 });
  const [narrow, wide] = [open(context, { concurrency: 1 }), open(context, { concurrency: 4 })];
  const narrowly = narrow.appBatch(ids(96, 'com.narrow.a'));
  const widely = wide.appBatch(ids(128, 'com.wide.a'));
  // Had they one limit or one connection in common, less would be on the wire.
  await until(server.stats, ({ inFlight }) => inFlight === 5);
  assert.equal((await narrowly).length + (await widely).length, 224);
  const { requests, connections, maxInFlight } = await server.stats();
  assert.deepEqual({ requests, connections, maxInFlight }, { requests: 7, connections: 2, maxInFlight: 5 });
  assert.deepEqual([narrow.stats().requests, wide.stats().requests, playfast.stats().requests], [3, 4, 0]);
});

test('two clients have settings of their own, and the module has others', async (context) => {
  const other = await another(context);
  const [here, there] = [
    open(context),
    open(context, { ...other.settings, cache: { maxBytes: 1e6, maxAgeMs: FOREVER } }),
  ];
  await Promise.all([here.app('com.a.b'), there.app('com.a.b'), app('com.a.b')]);
  await Promise.all([here.app('com.a.b'), there.app('com.a.b')]);
  assert.equal((await server.stats()).requests, 3);
  assert.equal((await other.stats()).requests, 1);
});

test('100 singles of one turn are 4 requests of their client, and no other turn or client joins them', async (context) => {
  const [first, second] = [open(context), open(context)];
  const asked = [first, second].flatMap((store) => ids(100).map((id) => store.app(id)));
  const records = await Promise.all(asked);
  assert.deepEqual(
    records.map(({ appId }) => appId),
    [...ids(100), ...ids(100)],
  );
  const { requests, connections, appCalls } = await server.stats();
  assert.deepEqual({ requests, connections, appCalls }, { requests: 8, connections: 2, appCalls: 200 });
});

test('language and country are those of the client where a request names none', async (context) => {
  const store = open(context, { lang: 'de', country: 'AT' });
  const titles = async (asked) => (await Promise.all(asked)).map(({ title }) => title);
  const asked = ['com.a.b', { appId: 'com.a.b', lang: 'fr' }, { appId: 'com.a.b', country: 'us' }].map((request) =>
    store.app(request),
  );
  assert.deepEqual(
    await titles(asked),
    ['de/at', 'fr/at', 'de/us'].map((locale) => `Title of com.a.b [${locale}]`),
  );
  for await (const { value } of store.appStream(new Set(['com.a.b']))) assert.match(value.title, /\[de\/at\]/);
  const [{ value }] = await store.appBatch(['com.a.b']);
  assert.match(value.title, /\[de\/at\]/);
  assert.match((await app('com.a.b')).title, /\[en\/us\]/);
  configure({ ...server.settings, lang: 'ko', country: 'kr' });
  assert.match((await app('com.a.b')).title, /\[ko\/kr\]/);
});

test('reviews are asked for in the language of the client; its country does not matter', async (context) => {
  const store = open(context, { lang: 'de', country: 'at' });
  await server.configure({ record: true });
  await store.reviews({ appId: 'com.a.b', num: 1 });
  const walk = store.allReviews('com.a.b', { max: 1 });
  assert.match(walk.cursor, /^de:/);
  await walk[Symbol.asyncIterator]().next();
  for (const { path } of await server.recorded()) assert.match(path, /[?&]hl=de&gl=us(&|$)/);
  await assert.rejects(store.reviews({ appId: 'com.a.b', country: 'at' }), { field: 'country' });
});

test('deadlineMs of the client is that of calls that have none', async (context) => {
  await server.configure({ latencyMs: FOREVER });
  const store = open(context, { deadlineMs: 50 });
  const [{ reason }] = await store.appBatch(['com.a.b']);
  assert.deepEqual([reason.code, /deadline of 50 ms/.test(reason.message)], ['ERR_PLAYFAST_TIMEOUT', true]);
  await assert.rejects(store.app('com.a.b'), { name: 'TimeoutError' });
  const never = async function* () {
    yield 'com.a.b';
    await new Promise(() => {});
  };
  const all = async (items) => {
    for await (const _ of items);
  };
  await assert.rejects(all(store.appStream(never())), { message: /appStream: .* deadline of 50 ms/ });
  await assert.rejects(all(store.allReviews('com.a.b')), { name: 'TimeoutError' });
  await server.configure({ latencyMs: 100 });
  assert.equal((await store.app('com.a.b', { deadlineMs: FOREVER })).appId, 'com.a.b');
});

test('headers go along with each request, over ours where they may', async (context) => {
  const seen = [];
  const baseUrl = await serveFixed(frame('Ws7gDc', '[]'), {}, ({ headers }) => seen.push(headers));
  const headers = { 'Accept-Language': 'de', 'x-key': 'hunter2', accept: 'text/plain', origin: 'https://a.example' };
  const store = open(context, { baseUrl, headers, userAgent: 'mine/1.0', attempts: 1 });
  await assert.rejects(store.app('com.a.b'), { name: 'ServerError' });
  assert.ok(seen.length > 1);
  for (const got of seen) {
    assert.deepEqual(
      ['accept-language', 'x-key', 'accept', 'origin', 'user-agent', 'accept-encoding'].map((name) => got[name]),
      ['de', 'hunter2', 'text/plain', 'https://a.example', 'mine/1.0', 'gzip'],
    );
    assert.equal(got.host, new URL(baseUrl).host);
  }
});

test('every setting is checked; values that may be secret are not repeated', () => {
  for (const [settings, field, says] of [
    [
      { proxy: 'http://localhost' },
      'proxy',
      /settings\.proxy is not a known field; did you mean proxies\? Known are lang, /,
    ],
    [{ language: 'de' }, 'language', /did you mean lang\?/],
    [{ timeout: 5 }, 'timeout', /did you mean timeoutMs\?/],
    [{ fetch }, 'fetch', /is not a known field/],
    [{ lang: 'english' }, 'lang', /must be a language code such as en or pt-BR, got 'english'/],
    [{ country: 'usa' }, 'country', /two-letter/],
    [{ deadlineMs: 86_400_001 }, 'deadlineMs', /from 1 to 86400000, got 86400001/],
    [{ rate: 0 }, 'rate', /must be a number/],
    [{ headers: 'x: hunter2' }, 'headers', /must be an object of names and texts$/],
    [{ headers: { x: ['hunter2'] } }, 'headers', /must be an object of names and texts$/],
    [{ headers: new Headers({ x: 'hunter2' }) }, 'headers', /must be an object of names and texts$/],
    [{ headers: { Cookie: 'hunter2' } }, 'headers', /must not have cookie: .*consent/],
    [{ headers: { 'Content-Length': 'hunter2' } }, 'headers', /must not have content-length/],
    [{ headers: { 'accept-encoding': 'hunter2' } }, 'headers', /must not have accept-encoding/],
    [{ headers: { host: 'hunter2' } }, 'headers', /must not have host: use baseUrl/],
    [{ headers: { 'a b': 'hunter2' } }, 'headers', /names that HTTP headers can have/],
    [{ headers: { 'x-key': 'hunter2\n' } }, 'headers', /value of ASCII text for x-key/],
    [{ headers: { 'x-key': 'hunter2ü' } }, 'headers', /value of ASCII text for x-key/],
    [{ header: { 'x-key': 'hunter2' } }, 'header', /did you mean headers\?/],
    [null, 'settings', /must be an object$/],
    ['hunter2', 'settings', /must be an object$/],
  ]) {
    assert.throws(
      () => new PlayStore(settings),
      (error) => {
        assert.ok(error instanceof InvalidArgumentError, inspect(settings));
        assert.deepEqual([error.field, error.message.startsWith('PlayStore: settings')], [field, true], error.message);
        assert.match(error.message, says);
        assert.match(error.stack.split('\n')[1], /play-store\.test\.js/);
        return !inspect(error).includes('hunter2');
      },
    );
  }
  new PlayStore(undefined);
  new PlayStore({ headers: {}, lang: undefined, deadlineMs: undefined });
});

test('unknown options and fields are refused with the nearest known name', async (context) => {
  const store = open(context);
  await assert.rejects(store.appBatch([], { timeout: 5 }), {
    message: /^appBatch: options\.timeout is not a known option; did you mean timeoutMs\? Known are signal, /,
  });
  await assert.rejects(store.list({ contry: 'us' }), { message: /did you mean country\?/ });
  assert.equal((await server.stats()).requests, 0);
});

test('closing ends batches, streams, walks and singles with ClientClosedError, and drops their requests', async () => {
  await server.configure({ latencyMs: FOREVER });
  const store = new PlayStore(server.settings);
  const drain = async (items) => {
    for await (const { reason } of items) assert.ok(reason instanceof ClientClosedError);
  };
  const never = async function* () {
    yield* ids(100);
    await new Promise(() => {});
  };
  const batch = store.appBatch(ids(100));
  const ends = [
    store.fetchAndParseAppsBatch(ids(50)),
    store.app('com.single'),
    store.list({}),
    drain(store.appStream(ids(5000, 'com.list.a'))),
    drain(store.appStream(never())),
    drain(store.allReviews('com.a.b')),
  ].map((promise) => assert.rejects(promise, { name: 'ClientClosedError', code: 'ERR_PLAYFAST_CLIENT_CLOSED' }));
  await until(server.stats, ({ inFlight }) => inFlight >= 8);
  await store.close();
  await Promise.all(ends);
  for (const { status, reason, index } of await batch) {
    assert.deepEqual([status, reason.name, reason.request], ['rejected', 'ClientClosedError', ids(100)[index]]);
    assert.match(reason.message, /^app com\.example\.a\d+ \(en, us\): the client was closed; make another PlayStore$/);
  }
  await until(server.stats, ({ inFlight }) => inFlight === 0);
});

test('what is answered when a client is closed is kept', async () => {
  await server.configure({ latencyMs: 0 });
  const store = new PlayStore({ ...server.settings, concurrency: 1 });
  const stream = store.appStream(ids(320));
  const first = await stream.next();
  await server.configure({ latencyMs: FOREVER });
  const statuses = { fulfilled: 1, rejected: 0 };
  assert.equal(first.value.status, 'fulfilled');
  await store.close();
  const rest = async () => {
    for await (const { status } of stream) statuses[status] += 1;
  };
  // A list that is all with the client ends with outcomes only.
  await rest();
  assert.equal(statuses.fulfilled + statuses.rejected, 320);
  assert.ok(statuses.fulfilled >= 32 && statuses.rejected > 0, inspect(statuses));
});

test('after close every call fails and statistics can still be read', async () => {
  const store = new PlayStore(server.settings);
  await store.app('com.a.b');
  const closed = store.close();
  assert.equal(store.close(), closed);
  assert.equal(await closed, undefined);
  const site = async () => await store.appBatch(['com.a.b']);
  await assert.rejects(site, (error) => {
    assert.deepEqual([error.name, error.retryable], ['ClientClosedError', false]);
    assert.equal(error.message, 'appBatch: the client was closed; make another PlayStore');
    return /at site .*play-store\.test\.js/.test(error.stack);
  });
  const refused = { name: 'ClientClosedError' };
  await assert.rejects(store.app('com.a.b'), refused);
  await assert.rejects(store.appStream(['com.a.b']).next(), refused);
  await assert.rejects(store.appBatch([]), refused);
  assert.throws(() => store.allReviews('com.a.b'), refused);
  assert.equal(store.stats().requests, 1);
  assert.equal((await server.stats()).requests, 1);
  assert.equal((await app('com.a.b')).appId, 'com.a.b');
});

test('a client that is closed in the turn of its singles sends nothing', async () => {
  const store = new PlayStore(server.settings);
  const asked = [store.app('com.a.b'), store.list({})];
  store.close();
  for (const { reason } of await Promise.allSettled(asked)) assert.equal(reason.name, 'ClientClosedError');
  assert.equal((await server.stats()).requests, 0);
});

test('closing lets the connections go, and disposing is closing', async (context) => {
  const closed = [];
  const plain = createServer((request, response) => {
    request.resume().once('end', () => response.end(frame('Ws7gDc', '[]')));
  });
  plain.on('connection', (socket) => closed.push(once(socket, 'close')));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  context.after(() => plain.close());
  for (const end of ['close', Symbol.asyncDispose]) {
    const store = new PlayStore({ baseUrl: `http://127.0.0.1:${plain.address().port}`, attempts: 1 });
    await assert.rejects(store.app('com.a.b', { source: 'rpc' }), { name: 'ParseError' });
    assert.equal(closed.length, 1);
    await store[end]();
    await closed.pop();
    await assert.rejects(store.app('com.a.b'), { name: 'ClientClosedError' });
  }
});

test('a method without its object says so', async () => {
  const { app: alone, appStream } = PlayStore.prototype;
  await assert.rejects(alone('com.a.b'), /called without its object/);
  assert.throws(() => appStream.call({}, []), TypeError);
});
