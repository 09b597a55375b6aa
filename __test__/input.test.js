// Bad input is refused before anything is sent; strange ids arrive exactly as they were given.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSet } from 'node:util/types';
import {
  app,
  appBatch,
  appStream,
  developer,
  fetchAndParseAppsBatch,
  fetchAndParseListBatch,
  InvalidArgumentError,
  list,
  listBatch,
  reviews,
  search,
  suggest,
} from 'playfast';
import { serve } from './support/client.js';
import { callsOf } from './support/recorded.js';

const server = await serve();

const cycle = { appId: 'com.a.b' };
cycle.lang = cycle;
const throwing = new Proxy(
  {},
  {
    ownKeys() {
      throw new RangeError('mine');
    },
  },
);
const revoked = Proxy.revocable([], {});
revoked.revoke();

/** Each is a value, and the field that the error names (none: the request as a whole). */
const BAD_APPS = [
  ['', 'appId'],
  ['   ', 'appId'],
  ['not an id', 'appId'],
  ['com.a.b\n', 'appId'],
  ['com.a\0b', 'appId'],
  ['com.\ud83d', 'appId'],
  ['https://play.google.com/store/apps/details?id=com.a.b', 'appId'],
  ['a'.repeat(256), 'appId'],
  [{}, 'appId'],
  [{ appId: '' }, 'appId'],
  [{ appId: null }, 'appId'],
  [{ appId: 5 }, 'appId'],
  [{ appId: ['com.a.b'] }, 'appId'],
  [{ appId: Symbol('com.a.b') }, 'appId'],
  [{ appId: 'com.a.b', lang: 'x'.repeat(200) }, 'lang'],
  [{ appId: 'com.a.b', lang: '' }, 'lang'],
  [{ appId: 'com.a.b', lang: 'en&gl=de' }, 'lang'],
  [{ appId: 'com.a.b', country: 'usa' }, 'country'],
  [{ appId: 'com.a.b', country: 'ü' }, 'country'],
  [{ appId: 'com.a.b', country: {} }, 'country'],
  [{ appId: 'com.a.b', contry: 'us' }, 'contry'],
  [{ appId: 'com.a.b', '\ud83d': 'us' }, '\0'],
  [{ appId: 'com.a.b', priority: 11 }, 'priority'],
  [{ appId: 'com.a.b', priority: null }, 'priority'],
  [{ appId: 'com.a.b', ['__proto__']: 'x' }, '__proto__'],
  [cycle, 'lang'],
  [throwing],
  [undefined],
  [null],
  [7],
  [Number.NaN],
  [true],
  [7n],
  [Symbol('com.a.b')],
  [() => 'com.a.b'],
  [['com.a.b']],
  [new Map([['appId', 'com.a.b']])],
  [Promise.resolve('com.a.b')],
  [new String('com.a.b')],
];

const BAD_LISTS = [
  [{ category: 'TOYS' }, 'category'],
  [{ category: 'tools' }, 'category'],
  [{ category: null }, 'category'],
  [{ collection: 'TOP' }, 'collection'],
  [{ collection: 'topselling_free' }, 'collection'],
  [{ num: 0 }, 'num'],
  [{ num: 661 }, 'num'],
  [{ num: -1 }, 'num'],
  [{ num: 1.5 }, 'num'],
  [{ num: '100' }, 'num'],
  [{ num: Number.NaN }, 'num'],
  [{ num: Number.POSITIVE_INFINITY }, 'num'],
  [{ num: 10n }, 'num'],
  [{ num: 1e21 }, 'num'],
  [{ lang: 'x'.repeat(200) }, 'lang'],
  [{ appId: 'com.a.b' }, 'appId'],
  ['TOOLS'],
  [undefined],
  [null],
  [[]],
  [new Date()],
  [new Map()],
  [Promise.resolve({})],
  [throwing],
];

/** Checks that it is refused, and that the error says where. */
async function refuses(call, expected, message) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof InvalidArgumentError, `${error}`);
    assert.equal(error.code, 'ERR_PLAYFAST_INVALID_ARGUMENT');
    assert.equal(error.retryable, false);
    assert.deepEqual({ index: error.index, field: error.field }, { index: undefined, field: undefined, ...expected });
    if (message) assert.match(error.message, message);
    assert.doesNotMatch(error.message, /unsupported|must be a list/);
    return true;
  });
}

test('one bad request is refused, by its field', async () => {
  for (const [request, field] of BAD_APPS) await refuses(() => app(request), { field }, /^app: request/);
  for (const [request, field] of BAD_LISTS) await refuses(() => list(request), { field }, /^list: request/);
  assert.equal((await server.stats()).requests, 0);
});

test('one bad request in a batch refuses the batch, by index and field', async () => {
  for (const [request, field] of BAD_APPS) {
    await refuses(() => appBatch(['com.a.b', 'com.c.d', request]), { index: 2, field }, /^appBatch: requests\[2\]/);
  }
  for (const [request, field] of BAD_LISTS) {
    await refuses(() => listBatch([{}, request]), { index: 1, field }, /^listBatch: requests\[1\]/);
  }
  await refuses(() => appStream(['', 'com.a.b']).next(), { index: 0, field: 'appId' }, /^appStream: requests\[0\]/);
  await refuses(() => fetchAndParseAppsBatch(['', 'com.a.b']), { index: 0, field: 'appId' }, /^fetchAndParseAppsBatch/);
  await refuses(() => appBatch(new Array(3)), { index: 0 });
  assert.equal((await server.stats()).requests, 0);
});

test('what is not well formed is never asked for, whatever it is', async () => {
  for (const text of ['tv \ud83d', 'tv\0']) {
    for (const find of [search, suggest]) {
      await refuses(() => find(text), { field: 'term' }, /request must be text without .*lone surrogates, got 'tv/);
    }
    await refuses(() => developer(text), { field: 'devId' });
    await refuses(() => reviews({ appId: 'com.a.b', token: text }), { field: 'token' });
  }
  assert.equal((await server.stats()).requests, 0);
});

test('the message shows what was passed', async () => {
  await refuses(
    () => app({ appId: 'not an id' }),
    { field: 'appId' },
    /^app: request\.appId must .*, got 'not an id'$/,
  );
  await refuses(() => list({ num: 661 }), { field: 'num' }, /^list: request\.num must .* from 1 to 660, got 661$/);
  await refuses(() => appBatch([null]), { index: 0 }, /^appBatch: requests\[0\] must .*, got null$/);
  await refuses(() => app(undefined), {}, /^app: request must .*, got undefined$/);
  const appId = 'must be an app id or an object with appId';
  await refuses(() => app(5), {}, new RegExp(`^app: request ${appId}, got 5$`));
  await refuses(() => reviews(['com.a.b']), {}, new RegExp(`^reviews: request ${appId}, got \\[ 'com\\.a\\.b' \\]$`));
  await refuses(() => search(null), {}, /^search: request must be a search term or an object with term, got null$/);
  await refuses(() => list('GAME'), {}, /^list: request must be an object with category, .*, got 'GAME'$/);
  await refuses(() => app('a'.repeat(300)), { field: 'appId' }, /^.{1,300}$/);
});

test('what is no list is refused', async () => {
  const lists = [undefined, null, 'com.a.b', 7, {}, new Set(['com.a.b']), { 0: 'com.a.b', length: 1 }, revoked.proxy];
  for (const value of lists) {
    for (const call of [appBatch, listBatch, fetchAndParseAppsBatch, fetchAndParseListBatch]) {
      await refuses(() => call(value), { field: 'requests' }, new RegExp(`^${call.name}: requests must be`));
    }
  }
  // A stream takes what can be iterated over, except a text.
  for (const value of lists.filter((value) => !isSet(value))) {
    await refuses(() => appStream(value).next(), { field: 'requests' }, /^appStream: requests must be/);
  }
  assert.equal((await server.stats()).requests, 0);
});

test('options are checked', async () => {
  for (const [options, field] of [
    [null, 'options'],
    [5, 'options'],
    ['fast', 'options'],
    [{ signal: {} }, 'signal'],
    [{ signal: null }, 'signal'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ timeoutMs: 600_001 }, 'timeoutMs'],
    [{ timeoutMs: '5' }, 'timeoutMs'],
    [{ timeoutMs: Number.NaN }, 'timeoutMs'],
    [{ timeout: 5 }, 'timeout'],
    [{ deadlineMs: 0 }, 'deadlineMs'],
    [{ deadlineMs: 86_400_001 }, 'deadlineMs'],
    [{ deadlineMs: '5' }, 'deadlineMs'],
    [{ priority: 11 }, 'priority'],
    [{ priority: -11 }, 'priority'],
    [{ priority: 1.5 }, 'priority'],
    [{ priority: 'high' }, 'priority'],
    [{ patient: true }, 'patient'],
    [{ open: true }, 'open'],
    [{ events: true }, 'events'],
  ]) {
    for (const call of [app, list]) await refuses(() => call('com.a.b', options), { field });
    for (const call of [appBatch, listBatch, fetchAndParseAppsBatch]) await refuses(() => call([], options), { field });
  }
  for (const [options, field] of [
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 257 }, 'concurrency'],
    [{ concurrency: '2' }, 'concurrency'],
    [{ onProgress: true }, 'onProgress'],
    [{ onProgress: null }, 'onProgress'],
  ]) {
    for (const call of [appBatch, listBatch, fetchAndParseAppsBatch]) await refuses(() => call([], options), { field });
    await refuses(() => appStream([], options).next(), { field });
    // One lookup is one request, and has no progress.
    await refuses(() => app('com.a.b', options), { field }, /is not a known option/);
  }
  for (const highWaterMark of [0, 1_000_001, 1.5, '5', null]) {
    await refuses(() => appStream([], { highWaterMark }).next(), { field: 'highWaterMark' });
    await refuses(() => appBatch([], { highWaterMark }), { field: 'highWaterMark' }, /is not a known option/);
  }
  const known = 'known are signal, timeoutMs, deadlineMs, priority';
  await refuses(() => list({}, { source: 'rpc' }), { field: 'source' }, new RegExp(`${known}$`));
  await refuses(() => app('com.a.b', { x: 1 }), { field: 'x' }, new RegExp(`${known}, source, fields, include$`));
  await refuses(() => fetchAndParseAppsBatch([], { settled: 'yes' }), { field: 'settled' }, /true or false/);
  await refuses(() => appBatch([], { settled: true }), { field: 'settled' });
  assert.equal((await server.stats()).requests, 0);
});

test('fields that are undefined are as if they were absent', async () => {
  const absent = { lang: undefined, country: undefined };
  assert.match((await app({ appId: 'com.a.b', ...absent })).title, /\[en\/us\]$/);
  const { apps } = await list(
    { num: 2, category: undefined, collection: undefined, ...absent },
    { timeoutMs: undefined },
  );
  assert.equal(apps.length, 2);
});

test('strange ids arrive as they were given, and nothing else does', async () => {
  const strange = [
    'com."quoted"',
    "com.'quoted'",
    'com.back\\slash',
    'com.\\"]]',
    '"]],[["com.injected',
    '",7]]]],null,"0"],["Ws7gDc","[]',
    'com.😀.ünï',
    'com.100%25',
    'com.%22%5D',
    'com.a&f.req=b',
    'com.a+b',
    'com.a=b;c#d?e',
    'com.<b>&amp;',
    'com.\u200b.zero.width',
    '__proto__',
    'a'.repeat(255),
  ];
  await server.configure({ record: true });
  const outcomes = await appBatch(strange);
  const [ids, ...more] = callsOf(await server.recorded());
  assert.deepEqual(more, []);
  assert.deepEqual(ids, strange);
  assert.deepEqual(
    outcomes.map(({ value }) => value.appId),
    strange,
  );
  for (const { value } of outcomes) assert.equal(new URL(value.url).searchParams.get('id'), value.appId);
  assert.equal((await server.stats()).calls, strange.length);
});
