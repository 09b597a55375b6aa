// What streams read: lists, iterables and async iterables, of any length.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { appStream, InvalidArgumentError, listStream } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';

const server = await serve();

async function collect(stream) {
  const outcomes = [];
  for await (const outcome of stream) outcomes.push(outcome);
  return outcomes.toSorted((a, b) => a.index - b.index);
}

/** Gives these requests one by one, and tells how far it was read and how it ended. */
function counted(requests) {
  const state = { read: 0, returned: 0 };
  const iterator = requests[Symbol.iterator]();
  const iterable = {
    [Symbol.iterator]: () => iterable,
    next: () => {
      const step = iterator.next();
      if (!step.done) state.read += 1;
      return step;
    },
    return: () => {
      state.returned += 1;
      return { done: true };
    },
  };
  return { iterable, state };
}

async function* asynchronously(requests) {
  for (const request of requests) {
    await null;
    yield request;
  }
}

test('iterables of every kind are read to their end, and the index counts from 0 over all', async () => {
  const asked = ids(300);
  for (const requests of [
    new Set(asked),
    asked.values(),
    asynchronously(asked),
    Readable.from(asked),
    counted(asked).iterable,
  ]) {
    const outcomes = await collect(appStream(requests));
    assert.deepEqual(
      outcomes.map(({ index, value }) => [index, value.appId]),
      asked.map((id, index) => [index, id]),
    );
  }
});

test('10,000 requests of a list, an iterable and an async iterable have one outcome each', async () => {
  const asked = ids(10_000);
  for (const requests of [asked, new Set(asked), asynchronously(asked)]) {
    await server.reset();
    const seen = new Set();
    for await (const { index, value } of appStream(requests)) {
      assert.equal(value.appId, asked[index]);
      seen.add(index);
    }
    assert.equal(seen.size, 10_000);
    const { appCalls, requests: posts } = await server.stats();
    assert.equal(appCalls, 10_000);
    assert.ok(posts <= 400, `${posts} requests`);
  }
});

test('an iterable that is empty asks nothing', async () => {
  for (const requests of [[], new Set(), asynchronously([])]) {
    assert.deepEqual(await collect(appStream(requests)), []);
  }
  assert.equal((await server.stats()).requests, 0);
});

test('nothing is read before the first step', async () => {
  const { iterable, state } = counted(ids(3));
  const stream = appStream(iterable);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(state.read, 0);
  await stream.next();
  assert.equal(state.read, 3);
});

test('no more than the high-water mark is read and not yet dealt with', async () => {
  for (const highWaterMark of [1, 2, 7, 64]) {
    const { iterable, state } = counted(ids(300));
    let consumed = 0;
    let most = 0;
    for await (const { status } of appStream(iterable, { highWaterMark })) {
      assert.equal(status, 'fulfilled');
      most = Math.max(most, state.read - consumed);
      consumed += 1;
    }
    assert.equal(consumed, 300);
    assert.ok(most <= highWaterMark, `${most} of ${highWaterMark}`);
    assert.ok(most > highWaterMark / 2, `only ${most} of ${highWaterMark}`);
  }
});

test('unless told, 1,024 are read ahead', async () => {
  const { iterable, state } = counted(ids(5000));
  const stream = appStream(iterable);
  await stream.next();
  assert.ok(state.read >= 768 && state.read <= 1024, String(state.read));
  await stream.return();
});

test('what is there is asked for, while an async iterable keeps us waiting for more', async () => {
  let go;
  const gate = new Promise((resolve) => {
    go = resolve;
  });
  async function* slow() {
    yield* ids(3);
    await gate;
    yield 'com.last';
  }
  const stream = appStream(slow());
  const first = [await stream.next(), await stream.next(), await stream.next()];
  assert.deepEqual(first.map(({ value }) => value.index).sort(), [0, 1, 2]);
  go();
  assert.equal((await stream.next()).value.value.appId, 'com.last');
  assert.equal((await stream.next()).done, true);
});

test('a bad request of an iterable fails alone, as the same in a list refuses the list', async () => {
  const throwing = {
    get appId() {
      throw new RangeError('mine');
    },
  };
  const bad = ['', 'not an id', { appId: 'com.a.b', contry: 'us' }, null, 7, ['com.a.b'], throwing, { priority: 99 }];
  for (const request of bad) {
    const requests = ['com.a.b', request, 'com.c.d'];
    const whole = await appStream(requests)
      .next()
      .catch((error) => error);
    assert.ok(whole instanceof InvalidArgumentError);
    const [before, own, after] = await collect(appStream(new Set(requests)));
    assert.deepEqual([before.value.appId, after.value.appId], ['com.a.b', 'com.c.d']);
    const { reason } = own;
    assert.ok(own.status === 'rejected' && reason instanceof InvalidArgumentError);
    assert.deepEqual(
      [reason.message, reason.index, reason.field, reason.cause?.message],
      [whole.message, 1, whole.field, whole.cause?.message],
    );
    assert.equal(reason.request, request);
    assert.match(reason.stack, /stream-input\.test\.js/);
  }
});

test('a list is checked whole before anything is sent, wherever the bad request is', async () => {
  for (const place of [0, 1023, 1024, 4999]) {
    const asked = ids(5000);
    asked[place] = 'not an id';
    await assert.rejects(appStream(asked).next(), { index: place, field: 'appId', message: /requests\[\d+\] must/ });
  }
  assert.equal((await server.stats()).requests, 0);
});

test('what the caller does to the list and its requests afterwards changes nothing', async () => {
  const asked = ids(3000).map((appId) => ({ appId }));
  const stream = appStream(asked, { highWaterMark: 16 });
  await stream.next();
  for (const request of asked) request.appId = 'not an id';
  asked.length = 0;
  const outcomes = await collect(stream);
  assert.ok(outcomes.every(({ index, value }) => value.appId === ids(3000)[index]));
  assert.equal(outcomes.length, 2999);
});

test('an iterable that throws ends the stream with what it threw, after all that were read', async () => {
  const thrown = new RangeError('mine');
  function* throwing() {
    yield* ids(40);
    throw thrown;
  }
  async function* rejecting() {
    yield* throwing();
  }
  const lying = { [Symbol.asyncIterator]: () => ({ next: async () => 5 }) };
  for (const requests of [throwing(), rejecting()]) {
    const seen = [];
    const reading = async () => {
      for await (const { index } of appStream(requests)) seen.push(index);
    };
    await assert.rejects(reading, (error) => error === thrown);
    assert.equal(seen.length, 40);
  }
  await assert.rejects(collect(appStream(lying)), TypeError);
});

test('an iterable that cannot be begun ends the stream at once', async () => {
  const broken = {
    [Symbol.iterator]() {
      throw new RangeError('mine');
    },
  };
  await assert.rejects(appStream(broken).next(), RangeError);
});

test('leaving the loop ends the iterable and drops the rest', async () => {
  await server.configure({ latencyMs: 20 });
  const { iterable, state } = counted(ids(5000));
  for await (const { status } of appStream(iterable, { highWaterMark: 64 })) {
    assert.equal(status, 'fulfilled');
    break;
  }
  assert.equal(state.returned, 1);
  const { requests } = await until(server.stats, ({ inFlight }) => inFlight === 0);
  assert.ok(state.read <= 64 && requests <= 8, `${state.read} read, ${requests} requests`);
});

test('an exception in the loop and an abort end the iterable too', async () => {
  for (const end of ['throw', 'abort']) {
    const { iterable, state } = counted(ids(5000));
    const controller = new AbortController();
    const reading = async () => {
      for await (const { status } of appStream(iterable, { signal: controller.signal, highWaterMark: 64 })) {
        assert.equal(status, 'fulfilled');
        if (end === 'throw') throw new RangeError('enough');
        controller.abort(new RangeError('enough'));
      }
    };
    await assert.rejects(reading, RangeError);
    assert.equal(state.returned, 1, end);
  }
});

test('leaving the loop does not wait for an iterable that keeps us waiting', async () => {
  async function* stuck() {
    yield 'com.a.b';
    await new Promise(() => {});
  }
  for await (const { value } of appStream(stuck())) {
    assert.equal(value.appId, 'com.a.b');
    break;
  }
});

test('an iterable that ended is not ended again, and errors of its end are told', async () => {
  const { iterable, state } = counted(ids(3));
  await collect(appStream(iterable));
  assert.equal(state.returned, 0);
  const failing = {
    [Symbol.iterator]: () => failing,
    next: () => ({ value: 'com.a.b', done: false }),
    return() {
      throw new RangeError('mine');
    },
  };
  const stream = appStream(failing, { highWaterMark: 4 });
  await stream.next();
  await assert.rejects(stream.return(), RangeError);
});

test('a request may be more urgent than the others of its stream', async () => {
  const urgent = { category: 'TOOLS', num: 5, priority: 10 };
  const outcomes = await collect(listStream(new Set([{ num: 5 }, urgent]), { priority: -1 }));
  assert.deepEqual(
    outcomes.map(({ value }) => value.apps.length),
    [5, 5],
  );
});

test('an iterable that is waited for when the loop is left may fail at its end, and nobody is told', async () => {
  const unhandled = [];
  const note = (error) => unhandled.push(error);
  process.on('unhandledRejection', note);
  let fail;
  const ended = new Promise((_, reject) => {
    fail = () => reject(new Error('late'));
  });
  let step = 0;
  const iterable = {
    [Symbol.asyncIterator]: () => ({
      next: () => (step++ === 0 ? { done: false, value: 'com.a.b' } : new Promise(() => {})),
      return: () => ended,
    }),
  };
  for await (const { status } of appStream(iterable)) {
    assert.equal(status, 'fulfilled');
    break;
  }
  fail();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  assert.deepEqual(unhandled, []);
});
