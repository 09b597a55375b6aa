// Deadlines, priorities, bounds of single calls, and the cache.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, appStream, configure, list, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { callsOf } from './support/recorded.js';
import { ids } from './support/rules.js';

const server = await serve();
const FOREVER = 60_000;

test('what has no outcome at the deadline fails with a TimeoutError, and the rest is kept', async () => {
  configure({ ...server.settings, concurrency: 1 });
  const first = appStream(ids(64), { deadlineMs: 400 });
  const { value } = await first.next();
  await server.configure({ latencyMs: FOREVER });
  assert.equal(value.status, 'fulfilled');
  await first.return();
  const outcomes = await appBatch(ids(40), { deadlineMs: 50 });
  for (const { status, reason } of outcomes) {
    assert.deepEqual([status, reason.code, reason.retryable], ['rejected', 'ERR_PLAYFAST_TIMEOUT', true]);
    assert.match(reason.message, /deadline.*raise deadlineMs/);
  }
  await assert.rejects(app('com.a.b', { deadlineMs: 50 }), { name: 'TimeoutError', request: 'com.a.b' });
  await until(server.stats, ({ inFlight }) => inFlight === 0);
});

test('a stream that is not read to its end by the deadline throws a TimeoutError after its outcomes', async () => {
  await server.configure({ latencyMs: FOREVER });
  for (const requests of [ids(300), new Set(ids(300))]) {
    const seen = new Set();
    const reading = async () => {
      for await (const { index, reason } of appStream(requests, { deadlineMs: 200, highWaterMark: 10 })) {
        assert.equal(reason.code, 'ERR_PLAYFAST_TIMEOUT');
        seen.add(index);
      }
    };
    await assert.rejects(reading, { code: 'ERR_PLAYFAST_TIMEOUT', message: /appStream: .* deadline of 200 ms/ });
    assert.ok(seen.size >= 10 && seen.size <= 30, `${seen.size} outcomes`);
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      Array.from({ length: seen.size }, (_, n) => n),
    );
  }
});

test('the more urgent batch goes first, and the more urgent request within one', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: 40, record: true });
  const first = app('com.first');
  await until(server.stats, ({ inFlight }) => inFlight === 1);
  const batches = [
    appBatch(['com.last'], { priority: -5 }),
    appBatch([
      { appId: 'com.later', lang: 'de' },
      { appId: 'com.sooner', lang: 'fr', priority: 9 },
    ]),
    list({ num: 1, country: 'kr' }, { priority: 10 }),
  ];
  await Promise.all([first, ...batches]);
  assert.deepEqual(callsOf(await server.recorded()).flat(), [
    'com.first',
    'topselling_free APPLICATION',
    'com.sooner',
    'com.later',
    'com.last',
  ]);
});

test('concurrency bounds the requests of one call, and of no other', async () => {
  await server.configure({ latencyMs: 20 });
  await appBatch(ids(300), { concurrency: 2 });
  assert.equal((await server.stats()).maxInFlight, 2);
  await server.reset();
  let most = 0;
  for await (const { status } of appStream(ids(300, 'com.stream.a'), { concurrency: 1 })) {
    assert.equal(status, 'fulfilled');
    most = Math.max(most, (await server.stats()).maxInFlight);
  }
  assert.equal(most, 1);
  await server.reset();
  await Promise.all([appBatch(ids(320, 'com.one.a'), { concurrency: 1 }), appBatch(ids(320, 'com.many.a'))]);
  assert.ok((await server.stats()).maxInFlight > 2);
});

test('a cache answers equal lookups, and keeps no failures', async () => {
  configure({ ...server.settings, cache: { maxBytes: 10_000_000, maxAgeMs: 60_000 } });
  await server.configure({ faults: [{ status: 400 }] });
  await assert.rejects(app('com.a.b', { source: 'rpc' }), { name: 'RequestRejectedError' });
  const record = await app('com.a.b', { source: 'rpc' });
  assert.equal((await server.stats()).requests, 2);
  assert.deepEqual(await app({ appId: 'com.a.b', lang: 'en' }, { source: 'rpc' }), record);
  const [again] = await appBatch(['com.a.b'], { source: 'rpc' });
  assert.deepEqual(again.value, record);
  assert.equal((await server.stats()).requests, 2);
  await app({ appId: 'com.a.b', lang: 'de' });
  assert.equal((await server.stats()).requests, 3);
});

test('a server that asks for a longer pause than may be made gets none', async () => {
  configure({ ...server.settings, maxRetryAfterMs: 1000 });
  await server.configure({ faults: [{ status: 429, retryAfter: '2' }] });
  await assert.rejects(app('com.a.b'), { name: 'RateLimitedError', retryAfterMs: 2000 });
  assert.equal((await server.stats()).requests, 1);
});

test('consent is refused with a cookie where this is wished for', async () => {
  await server.configure({ block: { kind: 'consentRedirect' } });
  configure({ ...server.settings, consent: 'reject' });
  assert.equal((await app('com.a.b', { deadlineMs: 5000 })).appId, 'com.a.b');
  const { requests, cookieRequests, blocked } = await server.stats();
  assert.deepEqual({ requests, cookieRequests, blocked }, { requests: 2, cookieRequests: 1, blocked: 1 });
  configure({ ...server.settings, consent: 'block' });
  await assert.rejects(app('com.a.b'), { name: 'BlockedError' });
});

test('the pace stays within its bounds', async () => {
  configure({ ...server.settings, rate: { min: 1, start: 2, max: 3 } });
  await appBatch(ids(640));
  const [{ ratePerSecond }] = stats().exits;
  assert.ok(ratePerSecond >= 1 && ratePerSecond <= 3, String(ratePerSecond));
});
