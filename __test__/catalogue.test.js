// Walks through the ids of all apps, by the rules of the local Play server.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { BlockedError, catalogue, configure, ParseError, StaleCatalogueError } from 'playfast';
import { serve } from './support/client.js';
import { startPlayServer } from './support/play-server.js';
import { until } from './support/poll.js';

const server = await serve();
const RUN = 1787500934;
const GENERATION = { date: '2026-08-23', run: String(RUN), shards: 20, listed: 20 };

/** A small catalogue, so that a test takes no time. */
const publish = (catalogue = {}) => server.configure({ catalogue: { run: RUN, pages: 80, ...catalogue } });

beforeEach(() => publish());

const padded = (number, digits) => String(number).padStart(digits, '0');
const appOf = (shard, app) => `com.catalogue.s${padded(shard, 5)}.a${padded(app, 3)}`;
const appsOf = (shard, count = 10) => Array.from({ length: count }, (_, app) => ({ appId: appOf(shard, app), shard }));
const range = (from, to) => Array.from({ length: to - from }, (_, place) => from + place);

/** Walks to the end. */
async function collect(walk) {
  const all = [];
  for await (const app of walk) all.push(app);
  return all;
}

/** Walks until it throws. */
async function untilError(walk) {
  const all = [];
  try {
    for await (const app of walk) all.push(app);
  } catch (error) {
    return { all, error };
  }
  throw new Error('the walk did not fail');
}

const shardsOf = (all) => [...new Set(all.map(({ shard }) => shard))];

test('the whole catalogue is three requests and one a shard, each app once, in order', async () => {
  const walk = catalogue();
  assert.deepEqual([walk.generation, walk.cursor, walk.end], [undefined, undefined, undefined]);
  const all = await collect(walk);
  assert.deepEqual(
    all,
    range(0, 20).flatMap((shard) => appsOf(shard)),
  );
  assert.deepEqual(walk.generation, GENERATION);
  assert.deepEqual(walk.end, { reason: 'end', apps: 200, shards: 20 });
  assert.deepEqual([walk.apps, walk.shards, walk.cursor], [200, 20, undefined]);
  const { requests, fileRequests } = await server.stats();
  assert.deepEqual([requests, fileRequests], [23, 23]);
});

test('shards of the real length', async () => {
  await publish({ shards: 2, pages: 400, alternates: 130 });
  assert.deepEqual(await collect(catalogue()), [...appsOf(0, 50), ...appsOf(1, 50)]);
});

test('a walk goes on where another was, with the shard it was in', async () => {
  for (const options of [{}, { sample: 12, seed: 7 }]) {
    const whole = await collect(catalogue(options));
    const first = catalogue(options);
    const before = [];
    for await (const app of first) {
      if (before.push(app) === 75) break;
    }
    assert.deepEqual([first.shards, first.apps, first.end], [7, 75, undefined]);
    const from = JSON.parse(JSON.stringify(first.cursor));
    assert.equal(from, options.sample ? `2026-08-23_${RUN}~7:7` : `2026-08-23_${RUN}:7`);
    const rest = await collect(catalogue({ ...options, from }));
    assert.deepEqual([...before.slice(0, 70), ...rest], whole);
  }
});

test('what a walk has had is not asked for again', async () => {
  const from = `2026-08-23_${RUN}:17`;
  assert.deepEqual(shardsOf(await collect(catalogue({ from }))), [17, 18, 19]);
  assert.equal((await server.stats()).requests, 6);
});

test('a cursor at the end leaves nothing, and one of another walk is refused', async () => {
  const end = `2026-08-23_${RUN}:20`;
  assert.deepEqual(await collect(catalogue({ from: end })), []);
  for (const [from, options] of [
    [end, { sample: 5 }],
    [`2026-08-23_${RUN}~1:2`, {}],
    [`2026-08-23_${RUN}~1:2`, { sample: 5, seed: 2 }],
    [`2026-08-23_${RUN}~1:7`, { sample: 5, seed: 1 }],
    [`2026-08-23_${RUN}:21`, {}],
  ]) {
    const { error } = await untilError(catalogue({ ...options, from }));
    assert.deepEqual([error.code, error.field], ['ERR_PLAYFAST_INVALID_ARGUMENT', 'from']);
  }
});

test('a sample is drawn by its seed, each shard once, and its beginning is a sample too', async () => {
  const drawn = async (options) => shardsOf(await collect(catalogue(options)));
  const five = await drawn({ sample: 5, seed: 1 });
  assert.equal(five.length, 5);
  assert.deepEqual(await drawn({ sample: 5, seed: 1 }), five);
  assert.deepEqual((await drawn({ sample: 9, seed: 1 })).slice(0, 5), five);
  assert.notDeepEqual(await drawn({ sample: 5, seed: 2 }), five);
  const all = await drawn({ sample: 100 });
  assert.deepEqual([all.toSorted((a, b) => a - b), all.length], [range(0, 20), 20]);
  // Without a seed it is the generation's own.
  assert.deepEqual(await drawn({ sample: 20 }), all);
  await publish({ run: RUN + 86_400 });
  assert.notDeepEqual(await drawn({ sample: 20 }), all);
});

test('every shard is drawn about equally often', async () => {
  await publish({ pages: 8, alternates: 0 });
  const counts = new Array(20).fill(0);
  for (const seed of range(0, 200)) {
    for await (const { shard } of catalogue({ sample: 2, seed })) counts[shard] += 1;
  }
  // 20 expected of each, with a standard deviation of 4.2.
  assert.ok(Math.min(...counts) >= 5 && Math.max(...counts) <= 38, String(counts));
});

test('a generation that rolls in the middle of a walk ends it with an error that says so', async () => {
  await publish({ shards: 300 });
  const walk = catalogue();
  const all = [];
  let error;
  try {
    for await (const app of walk) {
      if (all.push(app) === 50) await publish({ shards: 300, run: RUN + 100_000 });
    }
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof StaleCatalogueError);
  assert.deepEqual([error.code, error.status, error.retryable], ['ERR_PLAYFAST_STALE_CATALOGUE', 404, true]);
  assert.match(error.message, /has published its catalogue anew; begin anew too$/);
  assert.deepEqual(walk.end, { reason: 'error', apps: all.length, shards: walk.shards, error });
  // Nothing of the new one, and nothing lost before it.
  assert.deepEqual(
    all,
    range(0, walk.shards).flatMap((shard) => appsOf(shard)),
  );
  const gone = await untilError(catalogue({ from: walk.cursor }));
  assert.ok(gone.error instanceof StaleCatalogueError);
  assert.match(gone.error.message, /options\.from goes on in the generation 2026-08-23_1787500934, and Play has pub/);
  assert.deepEqual(gone.all, []);
});

test('indexes of two generations are no catalogue', async () => {
  await publish({ mixed: true });
  const { all, error } = await untilError(catalogue());
  assert.ok(error instanceof StaleCatalogueError);
  assert.match(error.message, /two generations \(2026-08-23_1787500934 and 2026-08-23_1787500935\)/);
  assert.deepEqual([all, (await server.stats()).requests], [[], 3]);
});

test('an address off the origin that was asked is not asked', async () => {
  const other = await startPlayServer();
  try {
    await publish({ elsewhere: other.url });
    const { all, error } = await untilError(catalogue());
    assert.ok(error instanceof ParseError);
    assert.match(error.message, /: the address leads off https:\/\/localhost:\d+, so it is not asked$/);
    assert.deepEqual([all, (await other.stats()).connections], [[], 0]);
  } finally {
    await other.stop();
  }
});

test('faults of a shard are mended: cut, broken, refused, reset', async () => {
  const whole = range(0, 20).flatMap((shard) => appsOf(shard));
  for (const fault of [
    { body: 'truncated' },
    { body: 'badGzip' },
    { body: 'badChecksum' },
    { body: 'brokenOff' },
    { body: 'garbage' },
    { body: 'reset' },
    { status: 500 },
    { status: 429, retryAfter: '0' },
  ]) {
    await server.reset();
    const all = [];
    for await (const app of catalogue({ concurrency: 1 })) {
      if (all.push(app) === 15) await server.configure({ faults: [fault] });
    }
    assert.deepEqual(all, whole, JSON.stringify(fault));
    assert.equal((await server.stats()).requests, 24, JSON.stringify(fault));
  }
});

test('a shard that fails for good ends the walk, and its cursor goes on with it', async () => {
  configure({ ...server.settings, attempts: 1, concurrency: 1 });
  const walk = catalogue();
  const all = [];
  let error;
  try {
    for await (const app of walk) {
      if (all.push(app) === 15) await server.configure({ faults: [{ body: 'truncated' }] });
    }
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof ParseError);
  assert.match(error.message, /^catalogue https:\/\/localhost:.*: the file cannot be read: its gzip is broken or cut/);
  assert.deepEqual(walk.end, { reason: 'error', apps: all.length, shards: walk.shards, error });
  const rest = await collect(catalogue({ from: walk.cursor }));
  assert.deepEqual(
    [...all.slice(0, walk.shards * 10), ...rest],
    range(0, 20).flatMap((shard) => appsOf(shard)),
  );
});

test('a captcha is a block, whatever file it comes for', async () => {
  await server.configure({ block: { kind: 'sorry' } });
  const { error } = await untilError(catalogue({ deadlineMs: 300 }));
  assert.ok(error instanceof BlockedError);
  assert.equal((await server.stats()).blocked, 1);
});

test('64 shards are read ahead, and no more', async () => {
  await publish({ shards: 200, pages: 8, alternates: 0 });
  const walk = catalogue();
  for await (const { shard } of walk) {
    const most = 3 + Math.min(shard + 64, 200);
    await until(server.stats, ({ requests }) => requests >= most);
    assert.equal((await server.stats()).requests, most);
  }
  assert.equal(walk.shards, 200);
});

test('an abort and a loop that is left stop the requests', async () => {
  await publish({ shards: 500, pages: 8, alternates: 0 });
  const controller = new AbortController();
  const walk = catalogue({ signal: controller.signal });
  const reason = new Error('enough');
  const { all, error } = await untilError(
    (async function* () {
      for await (const app of walk) {
        if (app.shard === 20) controller.abort(reason);
        yield app;
      }
    })(),
  );
  assert.equal(error, reason);
  assert.deepEqual([all.length, walk.end.reason], [21, 'error']);
  assert.equal(walk.cursor, `2026-08-23_${RUN}:20`);
  assert.ok((await server.stats()).requests < 200);
});

test('progress tells of shards, and bytes', async () => {
  const progress = [];
  await collect(catalogue({ onProgress: (now) => progress.push(now) }));
  const { done, failed, bytes } = progress.at(-1);
  assert.deepEqual([done, failed], [20, 0]);
  assert.ok(bytes > 0 && bytes <= (await server.stats()).bytesOut);
});

test('nothing is kept in the cache: a catalogue that was published anew is seen', async () => {
  configure({ ...server.settings, cache: { maxBytes: 1_000_000, maxAgeMs: 600_000 } });
  await collect(catalogue({ sample: 1 }));
  await publish({ run: RUN + 86_400 });
  const walk = catalogue({ sample: 1 });
  await collect(walk);
  assert.equal(walk.generation.run, String(RUN + 86_400));
});

test('options that cannot be are refused at once', async () => {
  for (const [options, field] of [
    [{ sample: 0 }, 'sample'],
    [{ sample: 1.5 }, 'sample'],
    [{ sample: '5' }, 'sample'],
    [{ seed: 1 }, 'seed'],
    [{ sample: 5, seed: -1 }, 'seed'],
    [{ sample: 5, seed: 2 ** 32 }, 'seed'],
    [{ from: 'x' }, 'from'],
    [{ from: 5 }, 'from'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ timeoutMs: -1 }, 'timeoutMs'],
    [{ deadlineMs: 0 }, 'deadlineMs'],
    [{ priority: 11 }, 'priority'],
    [{ onProgress: 1 }, 'onProgress'],
    [{ signal: {} }, 'signal'],
    [{ shards: 5 }, 'shards'],
    [null, 'options'],
  ]) {
    assert.throws(() => catalogue(options), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field }, JSON.stringify(options));
  }
  assert.equal((await server.stats()).requests, 0);
});
