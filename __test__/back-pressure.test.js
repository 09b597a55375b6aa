// A consumer that takes its time: the server sees no more than the high-water mark beyond what is dealt with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appBatch, appStream } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

/** Waits until nothing is on its way any more. */
const quiet = () => until(server.stats, ({ inFlight, callsInFlight }) => inFlight === 0 && callsInFlight === 0);

for (const [name, make] of [
  ['a list', () => ids(400)],
  ['an iterable', () => new Set(ids(400))],
]) {
  test(`calls received - outcomes consumed <= the high-water mark: ${name}`, async () => {
    for (const highWaterMark of [1, 5, 32, 100]) {
      await server.reset();
      let consumed = 0;
      for await (const { status } of appStream(make(), { highWaterMark })) {
        assert.equal(status, 'fulfilled');
        // This one is being dealt with.
        if (consumed % 10 === 0) {
          const { calls } = await server.stats();
          assert.ok(calls - consumed <= highWaterMark, `${calls} calls, ${consumed} consumed, mark ${highWaterMark}`);
        }
        consumed += 1;
      }
      assert.equal(consumed, 400);
      assert.equal((await server.stats()).calls, 400);
    }
  });
}

test('nothing is sent while the buffer is full, and all comes when it is emptied', async () => {
  const stream = appStream(ids(500), { highWaterMark: 64 });
  await stream.next();
  const full = await quiet();
  assert.ok(full.calls <= 64, `${full.calls} calls`);
  // Each question is a turn in which a request could go out.
  for (let asked = 0; asked < 200; asked += 1) assert.equal((await server.stats()).requests, full.requests);
  let rest = 0;
  for await (const { status } of stream) {
    assert.equal(status, 'fulfilled');
    rest += 1;
  }
  assert.equal(rest, 499);
});

test('requests are full, whatever the requests come from, and though texts of outcomes are not as long', async () => {
  for (const make of [() => ids(3200), () => new Set(ids(3200))]) {
    await server.reset();
    let missing = 3200;
    for await (const { status } of appStream(make())) if (status === 'fulfilled') missing -= 1;
    assert.deepEqual([missing, (await server.stats()).requests], [0, 100]);
  }
  await server.reset();
  await appBatch(ids(3200));
  assert.equal((await server.stats()).requests, 100);
});

test('a slow consumer does not make small requests', async () => {
  let consumed = 0;
  for await (const { status } of appStream(ids(640), { highWaterMark: 128 })) {
    assert.equal(status, 'fulfilled');
    consumed += 1;
    if (consumed % 4 === 0) await server.stats();
  }
  const { requests } = await server.stats();
  assert.ok(requests <= 30, `${requests} requests`);
});
