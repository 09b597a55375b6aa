// What the core's texts become, where the core does what it should never do.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const native = require('../lib/native.cjs');
const { app, appBatch, appStream, fetchAndParseAppsBatch } = require('../index.cjs');

/** A batch of the core that gives these outcomes and ends. */
const ending = (outcomes) => {
  const texts = [JSON.stringify(outcomes)];
  return { wait: async () => texts.length > 0, text: () => texts.shift() ?? null, add() {}, close() {}, cancel() {} };
};

test('lookups that are left without an outcome are failures, never holes', async (context) => {
  const outcomes = [{ status: 'fulfilled', value: { appId: 'com.c.d' }, index: 1 }];
  context.mock.method(native.Reading.prototype, 'start', () => ending(outcomes));
  const [first, second, third] = await appBatch(['com.a.b', 'com.c.d', 'com.e.f']);
  assert.equal(second.value.appId, 'com.c.d');
  for (const [{ status, reason, index }, place] of [
    [first, 0],
    [third, 2],
  ]) {
    assert.deepEqual([status, reason.code, index], ['rejected', 'ERR_PLAYFAST_INTERNAL', place]);
    assert.match(reason.message, /please report it/);
  }
  assert.deepEqual([first.reason.request, third.reason.request], ['com.a.b', 'com.e.f']);
});

test('a single that is left without an outcome rejects', async (context) => {
  context.mock.method(native.NativeClient.prototype, 'startTogether', (beginnings) => beginnings.map(() => ending([])));
  await assert.rejects(app('com.a.b'), { code: 'ERR_PLAYFAST_INTERNAL', request: 'com.a.b' });
});

test('all or nothing is nothing where one is left without an outcome', async (context) => {
  const outcomes = [{ status: 'fulfilled', value: { appId: 'com.a.b' }, index: 0 }];
  context.mock.method(native.Reading.prototype, 'start', () => ending(outcomes));
  await assert.rejects(fetchAndParseAppsBatch(['com.a.b', 'com.c.d']), { code: 'ERR_PLAYFAST_INTERNAL' });
});

test('a stream whose source is not read to its end does not end as if it were', async (context) => {
  context.mock.method(native.Reading.prototype, 'start', () => ending([]));
  async function* endless() {
    yield 'com.a.b';
    await new Promise(() => {});
  }
  const reading = async () => {
    for await (const { reason } of appStream(endless())) assert.equal(reason.code, 'ERR_PLAYFAST_INTERNAL');
  };
  await assert.rejects(reading, { code: 'ERR_PLAYFAST_INTERNAL' });
});
