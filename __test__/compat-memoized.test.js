// google-play-scraper's `memoized`, through the facade.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';

const server = await serve();
const { memoizing } = createRequire(import.meta.url)('../lib/compat/memoized.cjs');

const appCalls = async () => (await server.stats()).appCalls;

test('it has the functions and the constants', () => {
  const { memoized: _, default: __, ...rest } = gplay;
  const memoized = gplay.memoized();
  assert.deepEqual(Object.keys(memoized).sort(), Object.keys(rest).sort());
  assert.equal(memoized.category, gplay.category);
  assert.equal(memoized.app.name, 'app');
});

test('equal calls ask once, at the same time or later', async () => {
  const { app } = gplay.memoized();
  const options = { appId: 'com.a.b', lang: 'de' };
  const [first, second] = await Promise.all([app(options), app({ ...options })]);
  assert.equal(await app(options), first);
  assert.equal(second, first);
  assert.equal(await appCalls(), 1);
  await app({ appId: 'com.a.b', lang: 'en' });
  assert.equal(await appCalls(), 2);
});

test('each memory is its own', async () => {
  for (let time = 0; time < 2; time += 1) await gplay.memoized().app({ appId: 'com.a.b' });
  assert.equal(await appCalls(), 2);
});

test('an answer that is too old is asked for again', async (context) => {
  context.mock.method(performance, 'now', () => now);
  let now = 1000;
  const { app } = gplay.memoized({ maxAge: 60_000 });
  await app({ appId: 'com.a.b' });
  now += 59_999;
  await app({ appId: 'com.a.b' });
  assert.equal(await appCalls(), 1);
  now += 1;
  await app({ appId: 'com.a.b' });
  assert.equal(await appCalls(), 2);
});

test('of more than max, what was used least recently is forgotten', async () => {
  const { app } = gplay.memoized({ max: 2 });
  for (const appId of ['com.a.a', 'com.a.b', 'com.a.a', 'com.a.c', 'com.a.a']) await app({ appId });
  assert.equal(await appCalls(), 3);
  await app({ appId: 'com.a.b' });
  assert.equal(await appCalls(), 4);
});

test('a failure is not kept', async () => {
  const { app } = gplay.memoized();
  await server.configure({ faults: [{ frame: 'null' }, { frame: 'null' }] });
  await assert.rejects(app({ appId: 'com.a.b' }), { status: 404 });
  assert.equal((await app({ appId: 'com.a.b' })).appId, 'com.a.b');
});

test('a failure of a call that is too old forgets nothing of the one after it', async (context) => {
  context.mock.method(performance, 'now', () => now);
  let now = 1000;
  const asked = [];
  const method = () => new Promise((resolve, reject) => asked.push({ resolve, reject }));
  const { app } = memoizing({ app: method }, {})({ maxAge: 60_000 });
  const old = app('a');
  now += 60_000;
  const fresh = app('a');
  asked[0].reject(new Error('too late'));
  await assert.rejects(old, /too late/);
  const shared = app('a');
  assert.equal(asked.length, 2);
  asked[1].resolve('answer');
  assert.deepEqual(await Promise.all([fresh, shared]), ['answer', 'answer']);
});

test('a normalizer says what is equal, and clear forgets', async () => {
  const { app } = gplay.memoized({ normalizer: ([{ appId }]) => appId, promise: true, primitive: true });
  await app({ appId: 'com.a.b', lang: 'de' });
  await app({ appId: 'com.a.b', lang: 'en' });
  assert.equal(await appCalls(), 1);
  app.clear();
  await app({ appId: 'com.a.b' });
  assert.equal(await appCalls(), 2);
});

test('what cannot be honoured is refused', () => {
  for (const [options, field] of [
    [{ maxAge: 0 }, 'maxAge'],
    [{ maxAge: '5' }, 'maxAge'],
    [{ max: 0 }, 'max'],
    [{ max: Infinity }, 'max'],
    [{ normalizer: 'json' }, 'normalizer'],
    [{ preFetch: true }, 'preFetch'],
  ]) {
    assert.throws(() => gplay.memoized(options), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
});
