// Single lookups that are asked for in one turn of the event loop: they share HTTP requests and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, configure, fetchAndParseApp, InvalidArgumentError, list, reviews, search } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

test('100 apps that are asked for one by one are 4 requests on one connection', async () => {
  const records = await Promise.all(ids(100).map((id) => app(id)));
  assert.deepEqual(
    records.map(({ appId }) => appId),
    ids(100),
  );
  const { requests, connections, appCalls } = await server.stats();
  assert.deepEqual({ requests, connections, appCalls }, { requests: 4, connections: 1, appCalls: 100 });
});

test('singles of all nouns share requests, under the names of the ancestor too', async () => {
  const [record, other, chart, found, page] = await Promise.all([
    app('com.a.b'),
    fetchAndParseApp('com.c.d'),
    list({ num: 5 }),
    search({ term: 'panda', num: 3 }),
    reviews({ appId: 'com.a.b', num: 5 }),
  ]);
  assert.deepEqual([record.appId, other.appId], ['com.a.b', 'com.c.d']);
  assert.deepEqual([chart.apps.length, found.apps.length, page.reviews.length], [5, 3, 5]);
  assert.equal((await server.stats()).requests, 1);
});

test('singles of one turn that are reached by promises share requests too', async () => {
  const asked = ids(20).map((id) => Promise.resolve(id).then((resolved) => app(resolved)));
  assert.equal((await Promise.all(asked)).length, 20);
  assert.equal((await server.stats()).requests, 1);
});

test('equal singles are one call, and each gets an object of its own', async () => {
  const [first, second] = await Promise.all([app('com.a.b'), app({ appId: 'com.a.b' })]);
  assert.deepEqual(first, second);
  assert.notEqual(first, second);
  assert.equal((await server.stats()).appCalls, 1);
});

test('one that is refused disturbs no other', async () => {
  const [good, bad, badOption, other] = await Promise.allSettled([
    app('com.a.b'),
    app('not an id'),
    app('com.e.f', { timeoutMs: -1 }),
    app('com.c.d'),
  ]);
  assert.deepEqual([good.value.appId, other.value.appId], ['com.a.b', 'com.c.d']);
  assert.ok(bad.reason instanceof InvalidArgumentError && badOption.reason instanceof InvalidArgumentError);
  assert.deepEqual([bad.reason.field, badOption.reason.field], ['appId', 'timeoutMs']);
  const { requests, appCalls } = await server.stats();
  assert.deepEqual({ requests, appCalls }, { requests: 1, appCalls: 2 });
});

test('one that is missing or fails disturbs no other', async () => {
  const [missing, found] = await Promise.allSettled([app('com.missing.x'), app('com.a.b')]);
  assert.deepEqual([missing.reason.code, missing.reason.request], ['ERR_PLAYFAST_NOT_FOUND', 'com.missing.x']);
  assert.equal(found.value.appId, 'com.a.b');
});

test('what is aborted in the turn it is asked for sends nothing, and the others are asked', async () => {
  const controller = new AbortController();
  const stopped = app('com.a.b', { signal: controller.signal });
  const kept = app('com.c.d');
  controller.abort('no need');
  await assert.rejects(stopped, (reason) => reason === 'no need');
  assert.equal((await kept).appId, 'com.c.d');
  assert.equal((await server.stats()).appCalls, 1);
});

test('one that is aborted on the wire leaves the others of its request alone', async () => {
  await server.configure({ latencyMs: 200 });
  const controller = new AbortController();
  const stopped = app('com.a.b', { signal: controller.signal });
  const kept = app('com.c.d');
  await until(server.stats, ({ inFlight }) => inFlight === 1);
  controller.abort('enough');
  await assert.rejects(stopped, (reason) => reason === 'enough');
  assert.equal((await kept).appId, 'com.c.d');
  assert.equal((await server.stats()).requests, 1);
});

test('what is done to a request in the same turn changes nothing', async () => {
  const request = { appId: 'com.a.b' };
  const pending = app(request);
  request.appId = 'com.changed';
  assert.equal((await pending).appId, 'com.a.b');
});

test('the stack of a failure begins at the call', async () => {
  configure({ ...server.settings, attempts: 1 });
  await server.configure({ faults: [{ status: 503 }] });
  async function asksHere() {
    return await app('com.a.b');
  }
  await assert.rejects(asksHere, (error) => /at asksHere .*singles\.test\.js/.test(error.stack.split('\n')[1]));
});
