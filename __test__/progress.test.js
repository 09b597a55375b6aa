// How far a call is, told while it runs and once at its end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appBatch, appStream, configure, fetchAndParseAppsBatch } from 'playfast';
import { serve } from './support/client.js';
import { until } from './support/poll.js';
import { ids } from './support/rules.js';
import { run } from './support/run.js';

const server = await serve();

/** Keeps what is reported. */
function recorder() {
  const reports = [];
  return { reports, onProgress: (progress) => void reports.push(progress) };
}

const last = (reports) => reports.at(-1);

/** Runs the timers of a few reports. */
const pass = async (reports, count) => {
  const { length } = reports;
  await until(server.stats, () => reports.length >= length + count);
};

test('the last report has all, and agrees with the server', async () => {
  const { reports, onProgress } = recorder();
  const outcomes = await appBatch([...ids(99), 'com.missing.x'], { onProgress });
  assert.equal(outcomes.length, 100);
  const { requests, bytesOut } = await server.stats();
  const { waitingMs, ratePerSecond, ...counts } = last(reports);
  assert.deepEqual(counts, { done: 100, failed: 1, total: 100, requests, bytes: bytesOut, retries: 0 });
  assert.ok(waitingMs >= 0 && ratePerSecond > 0);
});

test('exactly one report has all, however short the call', async () => {
  for (const requests of [[], ['com.a.b'], ids(300)]) {
    for (const call of [appBatch, fetchAndParseAppsBatch]) {
      const { reports, onProgress } = recorder();
      await call(requests, { onProgress });
      assert.equal(reports.filter(({ done, total }) => done === total && total === requests.length).length, 1);
      assert.equal(last(reports).done, requests.length);
    }
  }
});

test('retries are counted', async () => {
  const { reports, onProgress } = recorder();
  await server.configure({ faults: [{ frame: 'missing', count: 3 }] });
  await appBatch(ids(10), { onProgress });
  assert.deepEqual([last(reports).retries, last(reports).requests], [3, 2]);
});

test('a slow batch is reported on while it runs, no more than 10 times a second', async () => {
  configure({ ...server.settings, concurrency: 1 });
  await server.configure({ latencyMs: 60 });
  const { reports, onProgress } = recorder();
  const begun = performance.now();
  await appBatch(ids(320), { onProgress });
  const tenths = (performance.now() - begun) / 100;
  assert.ok(reports.length >= 3, `${reports.length} reports`);
  assert.ok(reports.length <= tenths + 1, `${reports.length} reports in ${tenths} tenths of a second`);
  for (const [at, { done, total }] of reports.entries()) {
    assert.equal(total, 320);
    assert.ok(at === 0 || done >= reports[at - 1].done);
  }
  assert.ok(reports.some(({ done }) => done > 0 && done < 320));
});

test('a stream is reported on, with the total where it is known', async () => {
  for (const [requests, total] of [
    [ids(300), 300],
    [new Set(ids(300)), undefined],
  ]) {
    const { reports, onProgress } = recorder();
    const stream = appStream(requests, { onProgress, highWaterMark: 50 });
    await stream.next();
    await pass(reports, 1);
    if (total) assert.equal(reports[0].total, total);
    else assert.ok(reports[0].total <= 50);
    let rest = 0;
    for await (const { status } of stream) if (status === 'fulfilled') rest += 1;
    assert.equal(rest, 299);
    assert.deepEqual([last(reports).done, last(reports).total], [300, 300]);
    assert.equal(reports.filter(({ done }) => done === 300).length, 1);
  }
});

test('a call that fails is reported on once more', async () => {
  const { reports, onProgress } = recorder();
  await assert.rejects(fetchAndParseAppsBatch(['com.missing.x', 'com.a.b'], { onProgress }), { name: 'NotFoundError' });
  assert.deepEqual([reports.length, last(reports).failed], [1, 1]);
  const thrown = new RangeError('mine');
  function* throwing() {
    yield 'com.a.b';
    throw thrown;
  }
  const stream = appStream(throwing(), { onProgress });
  await stream.next();
  const { length } = reports;
  await assert.rejects(stream.next(), (error) => error === thrown);
  assert.deepEqual([reports.length, last(reports).done], [length + 1, 1]);
});

test('what is refused, aborted or left is not reported on', async () => {
  const { reports, onProgress } = recorder();
  await assert.rejects(appBatch(['not an id'], { onProgress }), { name: 'InvalidArgumentError' });
  assert.equal(reports.length, 0);
  await server.configure({ latencyMs: 60_000 });
  const controller = new AbortController();
  const { signal } = controller;
  const whether = [];
  const pending = appBatch(ids(3), { onProgress: () => whether.push(signal.aborted), signal });
  await until(server.stats, () => whether.length > 0);
  controller.abort('enough');
  await assert.rejects(pending, (reason) => reason === 'enough');
  const stopped = whether.length;
  await server.configure({ latencyMs: 0 });
  const stream = appStream(ids(300), { onProgress, highWaterMark: 10 });
  await stream.next();
  await stream.return();
  const left = reports.length;
  assert.ok(reports.every(({ done }) => done < 300));
  // The timers of both would have run by now.
  const other = recorder();
  await server.configure({ latencyMs: 350 });
  await appBatch(['com.c.d'], { onProgress: other.onProgress });
  assert.ok(other.reports.length >= 2);
  assert.deepEqual([reports.length, whether.length], [left, stopped]);
  assert.ok(!whether.includes(true));
});

test('what the callback throws rejects the call and stops it', async () => {
  const thrown = new RangeError('mine');
  const throwing = () => {
    throw thrown;
  };
  // At the end, and in the middle.
  await assert.rejects(appBatch(['com.a.b'], { onProgress: throwing }), (error) => error === thrown);
  await server.configure({ latencyMs: 60_000 });
  let calls = 0;
  const onProgress = () => {
    calls += 1;
    throw thrown;
  };
  await assert.rejects(appBatch(ids(3), { onProgress }), (error) => error === thrown);
  await assert.rejects(appStream(ids(3), { onProgress }).next(), (error) => error === thrown);
  assert.equal(calls, 2);
  await until(server.stats, ({ aborted, inFlight }) => aborted >= 1 && inFlight === 0);
});

test('a process with a callback ends when its work is done', async () => {
  const { code, stdout, stderr } = await run(`
    import { appBatch, appStream, configure } from 'playfast';
    configure(${JSON.stringify(server.settings)});
    let reports = 0;
    const onProgress = () => { reports += 1; };
    await appBatch(['com.a.b'], { onProgress });
    await appStream(['com.c.d', 'com.e.f'], { onProgress }).next();
    console.log(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length, reports);`);
  assert.deepEqual([code, stdout], [0, '0 1\n'], stderr);
});

test('whoever takes long in the loop is told once that all is done, and nothing after an abort', async () => {
  const reports = [];
  const controller = new AbortController();
  const options = { signal: controller.signal, onProgress: (report) => reports.push(report) };
  // Reports of another call, by which time passes for this one.
  const twice = async () => {
    const stop = new AbortController();
    let count = 0;
    const onProgress = () => {
      count += 1;
      if (count === 3) stop.abort();
    };
    await server.configure({ latencyMs: 60_000 });
    await assert.rejects(appBatch(['com.other.app'], { signal: stop.signal, onProgress }), { name: 'AbortError' });
    await server.configure({ latencyMs: 0 });
  };
  for await (const { status } of appStream(ids(1), options)) {
    assert.equal(status, 'fulfilled');
    reports.length = 0;
    await twice();
    assert.deepEqual(reports, []);
  }
  assert.deepEqual(
    reports.map(({ done, total }) => [done, total]),
    [[1, 1]],
  );
  await assert.rejects(async () => {
    for await (const _ of appStream(new Set(ids(3)), { ...options, highWaterMark: 1 })) {
      controller.abort();
      reports.length = 0;
      await twice();
    }
  }, controller.signal.reason);
  assert.deepEqual(reports, []);
});
