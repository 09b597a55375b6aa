// While an exit is blocked nothing is asked through it, and what was finished is kept. Words alone are no block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allReviews, app, appBatch, BlockedError, list, reviews, search, stats } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

const PACK = 32;
/** The first pause. */
const PAUSE_MS = 30_000;
const WORDS = /unusual traffic/i;

/** For `assert.rejects`: a block that says for how long. */
function isBlocked(error) {
  assert.ok(error instanceof BlockedError, `${error}`);
  assert.ok(error.retryAfterMs > 0 && error.retryAfterMs <= PAUSE_MS, `${error.retryAfterMs}`);
  return true;
}

/** Whether the only exit asks nothing now. */
const isHeld = () => stats().exits[0].held !== undefined;

test('nothing is asked during the pause, whatever is looked up', async () => {
  await server.configure({ block: { kind: 'sorryRedirect' } });
  await assert.rejects(app('com.a.b'), isBlocked);
  // The block is over, but nobody knows.
  await server.configure({ block: null });
  const lookups = [
    () => app('com.a.b'),
    () => app('com.c.d', { source: 'page' }),
    () => list({}),
    () => search('panda'),
    () => reviews('com.a.b'),
  ];
  for (const look of lookups) {
    await assert.rejects(look, (error) => {
      assert.equal(error.attempts, 0);
      return isBlocked(error);
    });
  }
  for (const { reason } of await appBatch(ids(50), { deadlineMs: 100 })) isBlocked(reason);
  const { requests, blocked } = await server.stats();
  assert.deepEqual([requests, blocked], [1, 1]);
});

test('a page that is blocked is no missing app', async () => {
  await server.configure({ block: { kind: 'sorryRedirect' } });
  await assert.rejects(app('com.a.b', { source: 'page' }), isBlocked);
  assert.equal((await server.stats()).requests, 1);
});

test('a batch that is blocked under way keeps what is finished', async () => {
  const asked = ids(20 * PACK);
  await server.configure({ latencyMs: 50 });
  const pending = appBatch(asked, { deadlineMs: 3000, concurrency: 1 });
  await until(server.stats, ({ requests }) => requests >= 2);
  await server.configure({ block: { kind: 'sorryRedirect' } });
  const outcomes = await pending;
  const { requests, blocked } = await server.stats();
  assert.equal(blocked, 1);
  const fulfilled = outcomes.filter(({ status }) => status === 'fulfilled');
  assert.equal(fulfilled.length, (requests - 1) * PACK, 'all that was answered');
  assert.ok(fulfilled.length >= PACK && fulfilled.length < asked.length);
  for (const { index, value } of fulfilled) assert.equal(value.appId, asked[index]);
  for (const { status, reason } of outcomes) if (status === 'rejected') isBlocked(reason);
});

test('requests that were blocked together are one block', async () => {
  await server.configure({ block: { kind: 403 }, latencyMs: 50 });
  const outcomes = await appBatch(ids(8 * PACK), { deadlineMs: 1000 });
  assert.equal((await server.stats()).blocked, 8);
  for (const { reason } of outcomes) isBlocked(reason);
});

test('an app that quotes a block page pauses nothing', async () => {
  for (const source of ['rpc', 'page']) {
    assert.match((await app('com.sorry.app', { source })).description, WORDS);
    assert.ok(!isHeld());
  }
  for (const { value } of await appBatch(ids(2 * PACK, 'com.sorry.a'))) assert.match(value.description, WORDS);
  assert.equal((await server.stats()).requests, 4);
  assert.ok(!isHeld());
});

test('reviews that quote a block page pause nothing', async () => {
  const page = await reviews({ appId: 'com.sorry.app', num: 20 });
  assert.ok(page.reviews.some(({ text }) => WORDS.test(text)));
  const walk = allReviews('com.sorry.app');
  let found = 0;
  for await (const { text } of walk) found += WORDS.test(text) ? 1 : 0;
  assert.ok(found > 0);
  assert.equal(walk.end.reason, 'end');
  assert.ok(!isHeld());
});
