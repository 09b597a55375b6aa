// Objects that throw when they are read: whose error it is, and that nothing is begun or lost because of it.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { inspect } from 'node:util';
import {
  allReviews,
  app,
  appBatch,
  appStream,
  availability,
  availabilityBatch,
  availabilityStream,
  catalogue,
  fetchAndParseAppsBatch,
  InvalidArgumentError,
  PlayStore,
} from 'playfast';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';

const server = await serve();

const mine = new RangeError('mine');
const isMine = (error) => error === mine;

/** An object whose field throws when it is read so often, and before that has this value. */
function trap(field, { time = 1, before, ...more } = {}) {
  let reads = 0;
  const get = () => {
    reads += 1;
    if (reads >= time) throw mine;
    return before;
  };
  return Object.defineProperty(more, field, { enumerable: true, get });
}

const unbegun = {
  [Symbol.iterator]() {
    throw new Error('begun');
  },
};

test('what a getter of options throws is passed on, as by Node’s own functions, and nothing is begun', async () => {
  const { signal } = new AbortController();
  const calls = [
    (options) => app('com.a.b', options),
    (options) => appBatch(['com.a.b'], options),
    (options) => appStream(unbegun, options).next(),
    (options) => fetchAndParseAppsBatch(['com.a.b'], options),
    (options) => availability('com.a.b', options),
    (options) => availabilityBatch(['com.a.b'], options),
    (options) => availabilityStream(unbegun, options).next(),
    async (options) => allReviews('com.a.b', options),
    async (options) => catalogue(options),
  ];
  for (const call of calls) {
    for (const field of ['timeoutMs', 'priority', 'deadlineMs', 'contry']) {
      await assert.rejects(call(trap(field, { signal })), isMine);
    }
    await assert.rejects(call(trap('signal')), isMine);
  }
  const fields = new Proxy(['title'], {
    get() {
      throw mine;
    },
  });
  await assert.rejects(appBatch(['com.a.b'], { signal, fields }), isMine);
  await assert.rejects(gplay.app(trap('appId')), isMine);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  assert.equal((await server.stats()).requests, 0);
});

test('of many requests, the one that throws is named; so are settings', async () => {
  const refused = { name: 'InvalidArgumentError', cause: mine };
  const request = () => trap('lang', { appId: 'com.a.b' });
  await assert.rejects(app(request()), { ...refused, message: 'app: request must be plain data' });
  const named = { ...refused, index: 1, message: /^\w+: requests\[1\] must be plain data$/ };
  for (const batch of [appBatch, availabilityBatch, fetchAndParseAppsBatch]) {
    await assert.rejects(batch(['com.a.b', request()]), named);
  }
  assert.throws(() => new PlayStore(trap('lang')), { ...refused, message: 'PlayStore: settings must be plain data' });
  assert.equal((await server.stats()).requests, 0);
});

test('a request that throws when a complaint repeats it is refused nevertheless, and alone', async () => {
  const show = {
    [inspect.custom]() {
      throw mine;
    },
  };
  for (const make of [() => trap('appId', { time: 2, before: 'not an id' }), () => ({ appId: show })]) {
    const refused = { name: 'InvalidArgumentError', field: 'appId' };
    await assert.rejects(app(make()), { ...refused, message: /^app: request\.appId must be / });
    await assert.rejects(appBatch(['com.a.b', make()]), { ...refused, index: 1 });
    const outcomes = [];
    for await (const outcome of appStream(new Set(['com.a.b', make(), 'com.c.d']))) outcomes[outcome.index] = outcome;
    const [before, own, after] = outcomes;
    assert.deepEqual([before.value.appId, after.value.appId], ['com.a.b', 'com.c.d']);
    assert.ok(own.reason instanceof InvalidArgumentError);
  }
});
