// Outcomes as they finish.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appStream, configure, listStream } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

async function collect(stream) {
  const outcomes = [];
  for await (const outcome of stream) outcomes.push(outcome);
  return outcomes;
}

test('every outcome comes once, and names its place', async () => {
  const asked = ids(200).toSpliced(50, 1, 'com.missing.x');
  const outcomes = await collect(appStream(asked));
  assert.equal(outcomes.length, 200);
  const byIndex = outcomes.toSorted((a, b) => a.index - b.index);
  for (const [at, { index, status, value, reason }] of byIndex.entries()) {
    assert.equal(index, at);
    assert.equal(status === 'fulfilled' ? value.appId : reason.request, asked[at]);
  }
  assert.equal(byIndex[50].reason.code, 'ERR_PLAYFAST_NOT_FOUND');
});

test('duplicates come once per place', async () => {
  const outcomes = await collect(appStream(['com.a.b', 'com.a.b', 'com.c.d', 'com.a.b']));
  assert.deepEqual(outcomes.map(({ index }) => index).sort(), [0, 1, 2, 3]);
  assert.equal((await server.stats()).appCalls, 2);
});

test('charts come whole', async () => {
  const outcomes = await collect(listStream([{ num: 150 }, { category: 'DATING', collection: 'TOP_PAID' }]));
  const lengths = outcomes.toSorted((a, b) => a.index - b.index).map(({ value }) => value.apps.length);
  assert.deepEqual(lengths, [150, 0]);
});

test('an empty stream ends at once', async () => {
  assert.deepEqual(await collect(appStream([])), []);
  assert.equal((await server.stats()).requests, 0);
});

test('nothing is asked before the first step', async () => {
  const stream = appStream(['com.a.b']);
  assert.equal((await server.stats()).requests, 0);
  const { value } = await stream.next();
  assert.equal(value.value.appId, 'com.a.b');
  assert.equal((await stream.next()).done, true);
});

test('finished outcomes come before the slow ones are there', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: 100 });
  const stream = appStream(ids(320));
  await stream.next();
  assert.ok((await server.stats()).statuses[200] < 10);
  await stream.return();
});

test('leaving the loop drops what is still on its way', async () => {
  configure({ ...server.settings, concurrency: 2 });
  await server.configure({ latencyMs: 50 });
  for await (const outcome of appStream(ids(640))) {
    assert.equal(outcome.status, 'fulfilled');
    await until(server.stats, ({ inFlight }) => inFlight > 0);
    break;
  }
  const { requests, aborted } = await until(server.stats, ({ inFlight }) => inFlight === 0);
  assert.ok(aborted > 0, 'requests on the wire were dropped');
  assert.ok(requests < 20, `${requests} requests`);
});

test('an exception in the loop stops the stream too', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: 50 });
  await assert.rejects(async () => {
    for await (const outcome of appStream(ids(320))) throw new RangeError(String(outcome.status));
  }, RangeError);
  const { requests } = await until(server.stats, ({ inFlight }) => inFlight === 0);
  assert.ok(requests < 10, `${requests} requests`);
});

test('aborting ends the stream with the reason of the signal', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: 20 });
  const controller = new AbortController();
  const seen = [];
  const stopped = async () => {
    for await (const { index } of appStream(ids(320), { signal: controller.signal })) {
      seen.push(index);
      if (seen.length === 40) controller.abort('enough');
    }
  };
  await assert.rejects(stopped, (reason) => reason === 'enough');
  assert.ok(seen.length >= 40 && seen.length < 320);
  const { requests } = await until(server.stats, ({ inFlight }) => inFlight === 0);
  assert.ok(requests < 10, `${requests} requests`);
});
