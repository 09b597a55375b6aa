// What is published on node:diagnostics_channel.
import assert from 'node:assert/strict';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterEach, test } from 'node:test';
import { allReviews, app, appBatch, appStream, configure, fetchAndParseAppsBatch, list, search, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();
const NAMES = ['playfast:batch:start', 'playfast:batch:end', 'playfast:request:end'];

let published = [];
const listeners = new Map(NAMES.map((name) => [name, (message) => published.push({ name, message })]));
const of = (name) => published.filter((one) => one.name === name).map(({ message }) => message);
function listen(names = NAMES) {
  published = [];
  for (const name of names) subscribe(name, listeners.get(name));
}
afterEach(() => {
  for (const [name, listener] of listeners) unsubscribe(name, listener);
});

test('a batch tells of its start, its requests and its end', async () => {
  listen();
  await appBatch([...ids(99), 'com.missing.x']);
  const [start] = of('playfast:batch:start');
  const { batch } = start;
  assert.deepEqual(start, { batch, noun: 'app', function: 'appBatch' });
  const requests = of('playfast:request:end');
  const { bytesOut } = await server.stats();
  assert.equal(requests.length, 4);
  assert.equal(
    requests.reduce((sum, { calls }) => sum + calls, 0),
    100,
  );
  assert.equal(
    requests.reduce((sum, { bytes }) => sum + bytes, 0),
    bytesOut,
  );
  for (const { ms, bytes, calls, ...rest } of requests) {
    assert.ok(ms >= 0 && Number.isInteger(ms) && bytes > 0 && calls <= 32);
    assert.deepEqual(rest, { ...start, rpcIds: ['Ws7gDc'], exit: 'direct', status: 200, attempt: 1 });
  }
  const [{ waitingMs, ratePerSecond, ...end }] = of('playfast:batch:end');
  const counts = { done: 100, failed: 1, total: 100, requests: 4, bytes: bytesOut, retries: 0 };
  assert.deepEqual(end, { ...start, ...counts, error: undefined });
  assert.deepEqual([published[0].name, published.at(-1).name], [NAMES[0], NAMES[1]]);
});

test('a request that several calls share is published once', async () => {
  listen();
  await Promise.all([app('com.a.b'), app('com.c.d'), list({ num: 5 }), search('panda')]);
  const requests = of('playfast:request:end');
  assert.deepEqual(
    requests.map(({ calls, rpcIds }) => [calls, rpcIds]),
    [[4, ['Ws7gDc', 'lGYRle', 'vyAe2']]],
  );
  assert.equal(of('playfast:batch:start').length, 4);
  assert.equal(new Set(of('playfast:batch:end').map(({ batch }) => batch)).size, 4);
});

test('failures are told by cause and code, retries by their attempt', async () => {
  listen();
  await server.configure({ faults: [{ status: 503 }, { body: 'truncated' }, { status: 500 }] });
  await app('com.a.b');
  assert.deepEqual(
    of('playfast:request:end').map(({ status, attempt, cause, code }) => [status, attempt, cause, code]),
    [
      [503, 1, 'refused', 'ERR_PLAYFAST_SERVER'],
      [undefined, 2, 'network', 'ERR_PLAYFAST_NETWORK'],
      [500, 3, 'server', 'ERR_PLAYFAST_SERVER'],
      [200, 4, undefined, undefined],
    ],
  );
});

test('blocks and rejections are told, and the error of the call', async () => {
  for (const [fault, cause, name] of [
    [{ body: 'sorry' }, 'blocked', 'BlockedError'],
    [{ body: 'consent' }, 'consent', 'BlockedError'],
    [{ status: 400 }, 'rejected', 'RequestRejectedError'],
  ]) {
    configure(server.settings);
    listen();
    await server.configure({ faults: [fault] });
    await assert.rejects(fetchAndParseAppsBatch(['com.a.b'], { deadlineMs: 100, source: 'rpc' }), { name });
    assert.deepEqual(
      of('playfast:request:end').map((request) => request.cause),
      [cause],
    );
    assert.equal(of('playfast:batch:end')[0].error.name, name);
    for (const [channel, listener] of listeners) unsubscribe(channel, listener);
  }
});

test('a page is told by its address', async () => {
  listen();
  await server.configure({ faults: Array(3).fill({ frame: 'unparsable' }) });
  await assert.rejects(app('com.missing.b'), { name: 'NotFoundError' });
  assert.deepEqual(
    of('playfast:request:end').map(({ rpcIds, page, status }) => [rpcIds, page, status]),
    [
      ...Array(3).fill([['Ws7gDc'], undefined, 200]),
      [undefined, '/store/apps/details?id=com.missing.b&hl=en&gl=us', 404],
    ],
  );
});

test('streams and walks tell too, and what is left or aborted ends', async () => {
  listen();
  const stream = appStream(ids(300), { highWaterMark: 10 });
  await stream.next();
  await stream.return();
  const [end] = of('playfast:batch:end');
  assert.deepEqual([end.function, end.error], ['appStream', undefined]);
  assert.ok(end.done < 300);
  for await (const review of allReviews('com.reviews.n30.a', { num: 20 })) assert.ok(review.id);
  assert.equal(of('playfast:batch:end').filter((message) => message.function === 'allReviews').length, 2);
  const controller = new AbortController();
  await server.configure({ latencyMs: 60_000 });
  const pending = appBatch(['com.a.b'], { signal: controller.signal });
  controller.abort('enough');
  await assert.rejects(pending);
  assert.equal(of('playfast:batch:end').at(-1).error, 'enough');
});

test('each channel can be listened to alone, and nothing is published without a listener', async () => {
  for (const name of NAMES) {
    listen([name]);
    await appBatch(ids(3));
    unsubscribe(name, listeners.get(name));
    assert.deepEqual(
      published.map((one) => one.name),
      [name],
    );
    await appBatch(ids(3));
    assert.equal(published.length, 1);
  }
});

test('the requests of a call that is aborted are told of at its end', async () => {
  listen();
  await server.configure({ faults: [{ status: 429, retryAfter: '100' }] });
  const controller = new AbortController();
  const pending = app('com.a.b', { signal: controller.signal });
  const mine = async () => (await server.stats()) && stats();
  await until(mine, ({ refused }) => refused === 1);
  assert.equal(of('playfast:request:end').length, 0);
  controller.abort();
  await assert.rejects(pending, { name: 'AbortError' });
  assert.deepEqual(
    of('playfast:request:end').map(({ status }) => status),
    [429],
  );
  const [{ error }] = of('playfast:batch:end');
  assert.equal(error.name, 'AbortError');
});
