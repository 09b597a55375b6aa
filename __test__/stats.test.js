// What the client that the functions share did and does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, configure, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';
import { runJson } from './support/run.js';

const server = await serve();

test('the counts are those of the server', async () => {
  await server.configure({ faults: [{ frame: 'missing', count: 2 }] });
  await appBatch(ids(40));
  const { requests, calls, bytesOut } = await server.stats();
  const { exits, ...counts } = stats();
  assert.deepEqual(counts, {
    requests,
    calls,
    bytes: bytesOut,
    retries: 2,
    refused: 0,
    blocked: 0,
    failed: 0,
    dropped: 0,
  });
  assert.deepEqual([requests, calls], [3, 42]);
  assert.deepEqual(
    exits.map(({ name, held }) => [name, held]),
    [['direct', undefined]],
  );
});

test('a new client begins anew', async () => {
  await app('com.a.b');
  assert.equal(stats().requests, 1);
  configure(server.settings);
  assert.equal(stats().requests, 0);
});

test('failures, refusals, blocks and dropped requests are told apart', async () => {
  configure({ ...server.settings, attempts: 1 });
  for (const fault of [{ status: 500 }, { status: 503 }, { status: 429 }, { status: 400 }]) {
    await server.configure({ faults: [fault] });
    await assert.rejects(app('com.a.b', { source: 'rpc' }));
  }
  await server.configure({ latencyMs: 60_000 });
  const controller = new AbortController();
  const pending = app('com.a.b', { signal: controller.signal });
  await until(server.stats, ({ inFlight }) => inFlight === 1);
  assert.equal(stats().exits[0].inFlight, 1);
  controller.abort();
  await assert.rejects(pending);
  await until(server.stats, ({ inFlight }) => inFlight === 0);
  await server.configure({ latencyMs: 0, faults: [{ body: 'sorry' }] });
  await assert.rejects(app('com.a.b'), { name: 'BlockedError' });
  const { requests, refused, failed, blocked, dropped, exits } = stats();
  assert.deepEqual(
    { requests, refused, failed, blocked, dropped },
    { requests: 6, refused: 2, failed: 2, blocked: 1, dropped: 1 },
  );
  const [{ held, heldForMs, inFlight }] = exits;
  assert.match(held, /captcha/);
  assert.ok(heldForMs > 0 && heldForMs <= 30_000);
  assert.equal(inFlight, 0);
});

test('a rate and its bounds are shown', async () => {
  for (const [rate, shown] of [
    ['off', undefined],
    [7, 7],
    [{ start: 3 }, 3],
  ]) {
    configure({ ...server.settings, rate });
    await app('com.a.b');
    assert.equal(stats().exits[0].ratePerSecond, shown);
  }
});

test('a client that cannot be made is an error', async () => {
  const code = `
    import { stats } from 'playfast';
    try { stats(); } catch ({ code, message }) { console.log(JSON.stringify({ code, message })); }`;
  const { code: name, message } = await runJson(code, { env: { PLAYFAST_BASE_URL: 'http://example.com' } });
  assert.equal(name, 'ERR_PLAYFAST_INVALID_ARGUMENT');
  assert.match(message, /PLAYFAST_BASE_URL/);
});
