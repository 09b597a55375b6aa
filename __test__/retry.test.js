// What is asked again, how often, and what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, configure, list, listBatch } from 'playfast';
import { serve } from './support/client.js';
import { callsOf } from './support/recorded.js';
import { ids } from './support/rules.js';

const server = await serve();

const isFulfilled = ({ status }) => status === 'fulfilled';

/** Asks while these faults wait, and tells what the server saw. */
async function ask(faults, call) {
  await server.configure({ faults, record: true });
  const answer = await call();
  const { requests, statuses, connections } = await server.stats();
  return { answer, requests, statuses, connections, calls: callsOf(await server.recorded()) };
}

test('a 429 that asks for a second is asked again, after it', async () => {
  const { answer, requests, statuses } = await ask([{ status: 429, retryAfter: '1' }], () => app('com.a.b'));
  assert.equal(answer.appId, 'com.a.b');
  assert.equal(requests, 2);
  assert.deepEqual(statuses, { 200: 1, 429: 1 });
});

test('a date in the past as Retry-After does not hold anybody up', async () => {
  const fault = { status: 429, retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' };
  const { answer, requests } = await ask([fault], () => app('com.a.b'));
  assert.equal(answer.appId, 'com.a.b');
  assert.equal(requests, 2);
});

test('failures of the server and broken answers are asked again', async () => {
  for (const fault of [{ status: 500 }, { status: 503 }, { body: 'garbage' }, { body: 'truncated' }]) {
    await server.reset();
    const { answer, requests, calls } = await ask([fault], () => appBatch(ids(3)));
    assert.ok(answer.every(isFulfilled));
    assert.equal(requests, 2);
    assert.deepEqual(calls[1], calls[0]);
  }
});

test('only the calls without an answer are asked again', async () => {
  const { answer, requests, calls } = await ask([{ frame: 'missing', count: 3 }], () => appBatch(ids(10)));
  assert.ok(answer.every(isFulfilled));
  assert.deepEqual(
    answer.map(({ value }) => value.appId),
    ids(10),
  );
  assert.equal(requests, 2);
  assert.deepEqual(calls, [ids(10), ids(3)]);
});

test('a changed echo, another app in the answer and a failed gateway are no answers', async () => {
  for (const frame of ['echo', 'wrongApp', 'gateway']) {
    await server.reset();
    const { answer, calls } = await ask([{ frame, count: 2 }], () => appBatch(ids(5)));
    assert.deepEqual(
      answer.map(({ status, value }) => [status, value.appId]),
      ids(5).map((id) => ['fulfilled', id]),
    );
    assert.deepEqual(calls, [ids(5), ids(2)]);
  }
});

test('charts are asked again too', async () => {
  const faults = [{ frame: 'missing' }, { frame: 'gateway' }];
  const asked = ['GAME', 'TOOLS', 'SOCIAL'].map((category) => ({ category, num: 5 }));
  const { answer, calls } = await ask(faults, () => listBatch(asked));
  assert.ok(answer.every(({ value }) => value.apps.length === 5));
  assert.deepEqual(calls, [
    ['topselling_free GAME', 'topselling_free TOOLS', 'topselling_free SOCIAL'],
    ['topselling_free GAME', 'topselling_free TOOLS'],
  ]);
});

test('an error that says not found, and an empty answer, are answers', async () => {
  for (const frame of ['error', 'null']) {
    await server.reset();
    const { answer, requests } = await ask([{ frame }], () => appBatch(ids(2)));
    assert.deepEqual(
      answer.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    assert.equal(answer[0].reason.code, 'ERR_PLAYFAST_NOT_FOUND');
    assert.equal(requests, 1);
  }
});

test('a chart that is answered with nothing is empty', async () => {
  const { answer, requests } = await ask([{ frame: 'null' }], () => list({}));
  assert.deepEqual(answer, { apps: [], complete: false, incompleteBecause: 'empty' });
  assert.equal(requests, 1);
});

test('what was rejected for good is not asked again', async () => {
  for (const fault of [{ status: 400 }, { status: 404 }]) {
    await server.reset();
    const { answer, requests } = await ask([fault], () => appBatch(ids(40), { source: 'rpc' }));
    assert.equal(answer.filter(isFulfilled).length, 20);
    assert.equal(requests, 2, 'one for each half of the batch');
  }
});

test('no more tries than configured, and the error says how many there were', async () => {
  for (const attempts of [1, 3]) {
    await server.reset();
    configure({ ...server.settings, attempts });
    const { answer, statuses } = await ask([{ status: 503, count: 20 }], () => appBatch(['com.a.b', 'com.c.d']));
    assert.deepEqual(statuses, { 503: attempts });
    for (const { reason } of answer) {
      assert.deepEqual([reason.code, reason.attempts, reason.status], ['ERR_PLAYFAST_SERVER', attempts, 503]);
    }
  }
});

test('a call that stays unanswered fails alone', async () => {
  configure({ ...server.settings, attempts: 2 });
  const { answer, calls } = await ask([{ frame: 'missing' }, { frame: 'missing' }], () => appBatch(['com.a.b']));
  assert.deepEqual(calls, [['com.a.b'], ['com.a.b']]);
  assert.equal(answer[0].reason.code, 'ERR_PLAYFAST_SERVER');
  assert.equal(answer[0].reason.attempts, 2);
});

test('a failed request costs its own calls a retry, not the batch', async () => {
  const { answer, requests, calls } = await ask([{ status: 503 }], () => appBatch(ids(96)));
  assert.ok(answer.every(isFulfilled));
  assert.equal(requests, 4);
  assert.equal(calls.flat().length, 96 + 32);
});

test('faults of many kinds in one batch lose nothing', async () => {
  const faults = [
    { status: 503 },
    { frame: 'missing', count: 5 },
    { body: 'truncated' },
    { frame: 'wrongApp', count: 2 },
    { status: 500 },
    { frame: 'echo', count: 3 },
  ];
  const asked = ids(300);
  const { answer, connections } = await ask(faults, () => appBatch(asked));
  assert.deepEqual(
    answer.map(({ value }) => value.appId),
    asked,
  );
  assert.equal(connections, 1);
});
