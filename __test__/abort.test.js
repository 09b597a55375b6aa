// Stopping by AbortSignal: before, in the middle, with a timeout, with a reason; and what it leaves behind.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { app, appBatch, appStream, configure, fetchAndParseAppsBatch, list, listBatch } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();
const FOREVER = 60_000;

const everyCall = (options) => [
  () => app('com.a.b', options),
  () => list({}, options),
  () => appBatch(ids(100), options),
  () => listBatch([{}], options),
  () => fetchAndParseAppsBatch(ids(3), options),
  () => appStream(ids(3), options).next(),
  () => appBatch([], options),
];

const inFlight = (count) => until(server.stats, (stats) => stats.inFlight >= count);
const dropped = (count) => until(server.stats, (stats) => stats.aborted >= count && stats.inFlight === 0);

test('a signal that is aborted already sends nothing', async () => {
  const reason = new Error('no need');
  for (const call of everyCall({ signal: AbortSignal.abort(reason) })) {
    await assert.rejects(call, (error) => error === reason);
  }
  await assert.rejects(app('com.a.b', { signal: AbortSignal.abort() }), { name: 'AbortError' });
  assert.equal((await server.stats()).requests, 0);
});

test('aborting drops the requests on the wire', async () => {
  await server.configure({ latencyMs: FOREVER });
  const controller = new AbortController();
  const pending = appBatch(ids(128), { signal: controller.signal });
  await inFlight(4);
  controller.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  assert.equal((await dropped(4)).aborted, 4);
});

test('each way of asking can be aborted in the middle, with the reason as it is', async () => {
  await server.configure({ latencyMs: FOREVER });
  for (const reason of [new TypeError('mine'), 'a text', 7, null]) {
    const controller = new AbortController();
    const pending = everyCall({ signal: controller.signal })
      .slice(0, 6)
      .map((call) => assert.rejects(call, (thrown) => thrown === reason));
    // They share calls and requests: com.a.b, a chart, and 100 apps.
    await until(server.stats, ({ callsInFlight }) => callsInFlight === 102);
    controller.abort(reason);
    await Promise.all(pending);
  }
});

test('aborting one batch leaves the others alone', async () => {
  await server.configure({ latencyMs: 300 });
  const controller = new AbortController();
  const stopped = appBatch(ids(64), { signal: controller.signal });
  const kept = appBatch(ids(64, 'com.kept.a'));
  await inFlight(4);
  controller.abort();
  await assert.rejects(stopped, { name: 'AbortError' });
  assert.ok((await kept).every(({ status }) => status === 'fulfilled'));
  assert.equal((await server.stats()).connections, 1);
});

test('a signal that several calls share still stops those that are left', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const left = appBatch(ids(3, 'com.left.a'), { signal });
  await appBatch(ids(2), { signal });
  await left;
  await server.configure({ latencyMs: FOREVER });
  const last = [appBatch(ids(3, 'com.last.a'), { signal }), appBatch([], { signal })];
  await last[1];
  await inFlight(1);
  controller.abort();
  await assert.rejects(last[0], { name: 'AbortError' });
});

test('an abort in the loop of a stream ends it: the rest of what came with it is not given', async () => {
  const controller = new AbortController();
  let seen = 0;
  const loop = async () => {
    for await (const _ of appStream(ids(20), { signal: controller.signal })) {
      seen += 1;
      controller.abort();
    }
  };
  await assert.rejects(loop, { name: 'AbortError' });
  assert.equal(seen, 1);
});

test('an abort while a list is read ends the reading', async () => {
  const controller = new AbortController();
  const requests = ids(10_000);
  let isRead = false;
  requests[300] = {
    get appId() {
      controller.abort();
      return 'com.a.b';
    },
  };
  requests[9_000] = {
    get appId() {
      isRead = true;
      return 'com.a.b';
    },
  };
  await assert.rejects(appBatch(requests, { signal: controller.signal }), { name: 'AbortError' });
  assert.equal(isRead, false);
  assert.equal((await server.stats()).requests, 0);
});

test('AbortSignal.timeout rejects with a TimeoutError of the platform', async () => {
  await server.configure({ latencyMs: FOREVER });
  const signal = AbortSignal.timeout(30);
  await assert.rejects(
    appBatch(ids(40), { signal }),
    (error) => error === signal.reason && error.name === 'TimeoutError',
  );
  // It may have fired before anything was sent.
  await until(server.stats, (stats) => stats.inFlight === 0);
});

test('AbortSignal.any stops by whichever comes first', async () => {
  await server.configure({ latencyMs: FOREVER });
  const [first, second] = [new AbortController(), new AbortController()];
  const pending = app('com.a.b', { signal: AbortSignal.any([first.signal, second.signal]) });
  await inFlight(1);
  second.abort('second');
  await assert.rejects(pending, (reason) => reason === 'second');
});

test('aborting stops a batch that waits for its turn', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: FOREVER });
  const controller = new AbortController();
  const pending = appBatch(ids(320), { signal: controller.signal });
  await inFlight(1);
  controller.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  assert.equal((await dropped(1)).requests, 1);
});

test('aborting stops a batch that waits to try again', async () => {
  await server.configure({ faults: [{ status: 429, retryAfter: '100' }] });
  const controller = new AbortController();
  const pending = app('com.a.b', { signal: controller.signal });
  await until(server.stats, ({ statuses }) => statuses[429] === 1);
  controller.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  assert.equal((await server.stats()).requests, 1);
});

test('aborting after the end changes nothing', async () => {
  const controller = new AbortController();
  const record = await app('com.a.b', { signal: controller.signal });
  controller.abort();
  assert.equal(record.appId, 'com.a.b');
});

test('10,000 batches on one signal leave no listeners and cause no warning', async () => {
  const warnings = [];
  const warned = (warning) => warnings.push(warning);
  process.on('warning', warned);
  const { signal } = new AbortController();
  const pending = Array.from({ length: 10_000 }, () => appBatch(['com.a.b'], { signal }));
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  const outcomes = await Promise.all(pending);
  assert.ok(outcomes.every(([{ status }]) => status === 'fulfilled'));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});

test('10,000 single lookups on one signal leave no listeners and cause no warning', async () => {
  const warnings = [];
  const warned = (warning) => warnings.push(warning);
  process.on('warning', warned);
  const { signal } = new AbortController();
  const records = await Promise.all(Array.from({ length: 10_000 }, () => app('com.a.b', { signal })));
  assert.ok(records.every(({ appId }) => appId === 'com.a.b'));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', warned);
  assert.deepEqual(warnings, []);
});

test('one signal stops 10,000 batches', async () => {
  await server.configure({ latencyMs: FOREVER });
  const controller = new AbortController();
  const { signal } = controller;
  const pending = Array.from({ length: 10_000 }, () => appBatch(['com.a.b'], { signal }));
  const settled = Promise.allSettled(pending);
  await inFlight(1);
  controller.abort('enough');
  assert.ok((await settled).every(({ status, reason }) => status === 'rejected' && reason === 'enough'));
  assert.equal((await dropped(1)).requests, 1);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('failed, rejected and left batches leave no listeners either', async () => {
  const { signal } = new AbortController();
  await assert.rejects(app('com.missing.x', { signal }), { name: 'NotFoundError' });
  await assert.rejects(app('not an id', { signal }), { name: 'InvalidArgumentError' });
  for await (const outcome of appStream(ids(64), { signal })) {
    assert.equal(outcome.status, 'fulfilled');
    break;
  }
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});
