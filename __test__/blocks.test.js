// When Google blocks: a single lookup says so at once, everything else waits until the block is lifted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allReviews, app, appBatch, appStream, BlockedError, configure, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

const KINDS = ['sorry', 'sorryRedirect', 'consent', 'consentRedirect', 403];

/** How long nothing is asked after the first block, in ms. */
const PAUSE = 30_000;

const isBlocked = (error) => {
  assert.ok(error instanceof BlockedError, String(error));
  assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= PAUSE, String(error.retryAfterMs));
  return true;
};

test('a single that is blocked says so at once, and how long to wait', async () => {
  for (const kind of KINDS) {
    await server.reset();
    configure(server.settings);
    await server.configure({ block: { kind } });
    await assert.rejects(app('com.a.b'), isBlocked);
    assert.equal((await server.stats()).requests, 1, kind);
  }
});

test('while the address is blocked a single asks nothing', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  await assert.rejects(app('com.a.b'), isBlocked);
  await server.configure({ block: null });
  await assert.rejects(app('com.c.d'), isBlocked);
  await assert.rejects(Promise.all(ids(10).map((id) => app(id))), isBlocked);
  assert.equal((await server.stats()).requests, 1);
});

test('a single with a deadline waits for as long', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  const pending = app('com.a.b', { deadlineMs: 300 });
  await until(server.stats, () => stats().exits[0]?.held !== undefined);
  await assert.rejects(app('com.c.d'), isBlocked);
  await assert.rejects(pending, isBlocked);
  assert.equal((await server.stats()).requests, 1);
});

test('batches, streams and walks wait, and fail at their deadline by the cause', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  const options = { deadlineMs: 300 };
  const [batch, stream, walk] = await Promise.allSettled([
    appBatch(ids(3), options),
    appStream(ids(3, 'com.stream.a'), options).next(),
    allReviews('com.reviews.n5.a', options)[Symbol.asyncIterator]().next(),
  ]);
  for (const { status, reason } of [...batch.value, stream.value.value]) {
    assert.ok(status === 'rejected' && isBlocked(reason));
  }
  assert.ok(walk.status === 'rejected' && isBlocked(walk.reason));
  assert.ok((await server.stats()).requests <= 3);
});

test('aborting ends the wait', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  const controller = new AbortController();
  const pending = appBatch(ids(3), { signal: controller.signal });
  await until(server.stats, ({ blocked }) => blocked === 1);
  controller.abort('enough');
  await assert.rejects(pending, (reason) => reason === 'enough');
});

test('a new client has open exits', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  await assert.rejects(app('com.a.b'), isBlocked);
  await server.configure({ block: null });
  configure(server.settings);
  assert.equal((await app('com.a.b')).appId, 'com.a.b');
});
