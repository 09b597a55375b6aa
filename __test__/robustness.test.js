// Real processes that end in the middle of things: no crash, nothing left behind, no promise left pending.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { serve } from './support/client.js';
import { frame } from './support/fixed-server.js';
import { until } from './support/poll.js';
import { run, runJson, start } from './support/run.js';

const server = await serve();
const settings = JSON.stringify(server.settings);
const FOREVER = 60_000;
const poll = JSON.stringify(new URL('support/poll.js', import.meta.url));
const churn = JSON.stringify(new URL('support/churn-worker.cjs', import.meta.url));

/** What the children have in common. `track` counts promises that are not settled; the exit tells how many. */
const PRELUDE = `
  import { Worker } from 'node:worker_threads';
  import * as playfast from 'playfast';
  import { until } from ${poll};
  const settings = ${settings};
  playfast.configure(settings);
  const stats = async () => (await fetch('${server.control}/stats')).json();
  const ids = (count, prefix = 'com.example.a') => Array.from({ length: count }, (_, n) => prefix + n);
  const never = () => new Promise(() => {});
  /** Asks for what only changes when the event loop goes round. */
  const untilHere = (ask, isRight) =>
    until(() => new Promise((resolve) => setImmediate(() => resolve(ask()))), isRight, Infinity);
  const counts = { pending: 0, fulfilled: 0, ClientClosedError: 0 };
  const track = (promise) => {
    counts.pending += 1;
    promise.then(() => 'fulfilled', (error) => error.name ?? String(error)).then((how) => {
      counts.pending -= 1;
      counts[how] = (counts[how] ?? 0) + 1;
    });
  };
  const drain = async (items) => { for await (const _ of items); };
  process.on('exit', () => console.log(JSON.stringify(counts)));`;

/** Runs code that must end by itself, without a word on stderr but the address; gives what it printed. */
async function ends(code, options) {
  const { code: exitCode, signal, stdout, stderr } = await run(PRELUDE + code, options);
  assert.deepEqual([exitCode, signal], [0, null], stderr);
  assert.match(stderr, /^playfast: asking \S+, not Google Play\n$/);
  return JSON.parse(stdout);
}

/** Everything that a client can do at once, tracked. */
const EVERYTHING = `
  const everything = (client, name) => {
    track(client.appBatch(ids(700, 'com.batch.' + name)));
    track(client.fetchAndParseAppsBatch(ids(64, 'com.all.' + name)));
    track(client.app('com.one.' + name));
    track(client.list({ num: 5 }));
    track(drain(client.appStream(ids(2000, 'com.list.' + name))));
    track(drain(client.appStream((async function* () { yield* ids(50, 'com.set.' + name); await never(); })())));
    track(drain(client.allReviews('com.reviews.n500.' + name, { num: 100 })));
  };`;

test('a client that is closed in the middle of everything leaves no promise pending, 20 times', async () => {
  await server.configure({ latencyMs: 3 });
  const counts = await ends(`${EVERYTHING}
    for (let round = 0; round < 20; round += 1) {
      const store = new playfast.PlayStore(settings);
      everything(store, 'r' + round);
      // Each round is further when it is closed.
      await untilHere(() => store.stats(), ({ requests }) => requests >= round * 2);
      await store.close();
    }`);
  assert.equal(counts.pending, 0, JSON.stringify(counts));
  // The stream whose source never ends was closed in each round.
  assert.ok(counts.ClientClosedError >= 20, JSON.stringify(counts));
  assert.deepEqual(Object.keys(counts).sort(), ['ClientClosedError', 'fulfilled', 'pending']);
  await until(server.stats, ({ inFlight }) => inFlight === 0);
});

test('a process whose work is done ends by itself, though no client was closed and streams were left', async () => {
  const counts = await ends(`
    for (let number = 0; number < 10; number += 1) {
      const store = new playfast.PlayStore(settings);
      track(store.appBatch(ids(40, 'com.a' + number)));
      const left = store.appStream(ids(5000, 'com.left' + number), { highWaterMark: 32 });
      await left.next();
      store.appStream(ids(10));
      store.allReviews('com.a.b');
    }`);
  assert.deepEqual([counts.pending, counts.fulfilled], [0, 10]);
});

test('an iterable that never ends does not keep a process alive that nobody else does', async () => {
  await ends(`
    const store = new playfast.PlayStore(settings);
    const stream = store.appStream((async function* () { yield 'com.a.b'; await never(); })());
    await stream.next();`);
});

test('process.exit in the middle of everything ends with its code, 10 times', async () => {
  await server.configure({ latencyMs: 5 });
  for (let round = 0; round < 10; round += 1) {
    await server.reset();
    const ended = await run(`${PRELUDE}${EVERYTHING}
      const store = new playfast.PlayStore(settings);
      everything(playfast, 'shared');
      everything(store, 'own');
      await until(stats, ({ requests }) => requests > ${round * 4});
      process.exit(${round});`);
    assert.deepEqual([ended.code, ended.signal], [round, null], ended.stderr);
    assert.doesNotMatch(ended.stderr, /panick|error|fatal/i);
    await until(server.stats, ({ inFlight }) => inFlight === 0);
  }
});

test('process.exit in a worker thread ends the worker only', async () => {
  await server.configure({ latencyMs: FOREVER });
  const counts = await ends(`
    const code = \`
      const playfast = require('playfast');
      playfast.appBatch(['com.worker.a']);
      new playfast.PlayStore(${settings.replaceAll('\\n', '\\\\n')}).appBatch(['com.worker.b']);
      const ask = async () => (await fetch('${server.control}/stats')).json();
      (async () => { while ((await ask()).inFlight < 2); process.exit(7); })();\`;
    const worker = new Worker(code, { eval: true, execArgv: [] });
    const [exitCode] = await (await import('node:events')).once(worker, 'exit');
    await until(stats, ({ aborted }) => aborted === 2);
    await fetch('${server.control}/configure', { method: 'POST', body: '{"latencyMs":0}' });
    track(playfast.app('com.a.b'));
    counts.exitCode = exitCode;`);
  assert.deepEqual([counts.exitCode, counts.fulfilled, counts.pending], [7, 1, 0]);
});

test('8 workers are terminated in the middle of everything, 20 times over, and their process goes on', async () => {
  await server.configure({ latencyMs: 2 });
  const counts = await ends(`
    const { once } = await import('node:events');
    for (let round = 0; round < 20; round += 1) {
      const workers = ids(8).map((_, n) => {
        const workerData = { number: round * 8 + n, settings };
        return new Worker(new URL(${churn}), { workerData });
      });
      // The first outcome of one is there; the others are anywhere.
      await Promise.race(workers.map((worker) => once(worker, 'message')));
      const codes = await Promise.all(workers.map((worker) => worker.terminate()));
      if (codes.some((code) => code !== 1)) throw new Error('exit codes ' + codes);
    }
    await until(stats, ({ inFlight }) => inFlight === 0);
    const before = await stats();
    track(playfast.appBatch(ids(100)));
    await untilHere(() => counts, ({ pending }) => pending === 0);
    counts.connections = (await stats()).connections - before.connections;`);
  // What they shared is whole: the connection of the process is still used.
  assert.deepEqual([counts.fulfilled, counts.connections], [1, 0]);
});

test('8 workers that close clients of their own disturb nobody', async () => {
  const counts = await ends(`
    const code = \`
      const { PlayStore, app } = require('playfast');
      (async () => {
        for (let round = 0; round < 10; round += 1) {
          const store = new PlayStore(${settings.replaceAll('\\n', '\\\\n')});
          await store.appBatch(['com.worker.r' + round]);
          const cut = store.appBatch(['com.cut.r' + round]);
          await store.close();
          await cut;
        }
        require('node:worker_threads').parentPort.postMessage((await app('com.a.b')).appId);
      })();\`;
    const { once } = await import('node:events');
    const workers = ids(8).map(() => new Worker(code, { eval: true, execArgv: [] }));
    counts.said = (await Promise.all(workers.map((worker) => once(worker, 'message')))).flat();`);
  assert.deepEqual(counts.said, Array(8).fill('com.a.b'));
});

test('clients that are made and closed, or let go, leave no file and no thread behind', {
  skip: process.platform !== 'linux' && 'counts by /proc',
}, async () => {
  const code = `${PRELUDE}
    import { existsSync, readdirSync } from 'node:fs';
    // Where there is no /proc the connections are all that is counted.
    const count = (what) => (existsSync('/proc/self') ? readdirSync('/proc/self/' + what).length : 0);
    const round = async (closes) => {
      for (let number = 0; number < 50; number += 1) {
        const store = new playfast.PlayStore(settings);
        await store.app('com.a.b');
        if (closes) await store.close();
      }
    };
    const gone = async () => {
      gc();
      await new Promise((resolve) => setImmediate(resolve));
      return [count('fd'), count('task')];
    };
    await stats();
    await round(true);
    const [files, threads] = await gone();
    await round(true);
    await round(false);
    // Node keeps a few files of its own; 100 clients would be 100.
    const after = await until(gone, ([fd]) => fd <= files + 5, 100_000);
    Object.assign(counts, { files: after[0] - files, threads: after[1] - threads });`;
  const { code: exitCode, stdout, stderr } = await start(['--expose-gc', '--input-type=module', '-e', code]);
  assert.equal(exitCode, 0, stderr);
  const { files, threads } = JSON.parse(stdout);
  assert.ok(files <= 5 && threads <= 1, stdout);
  assert.equal((await server.stats()).connections, 150);
});

test('a client that is let go without being closed is freed, with its connections', async (context) => {
  const plain = createServer((request, response) => {
    request.resume().once('end', () => response.end(frame('Ws7gDc', '[]')));
  });
  const closed = [];
  plain.on('connection', (socket) => closed.push(once(socket, 'close')));
  plain.listen(0, '127.0.0.1');
  await once(plain, 'listening');
  context.after(() => plain.close());
  const baseUrl = JSON.stringify(`http://127.0.0.1:${plain.address().port}`);
  const code = `
    import { once } from 'node:events';
    import { PlayStore } from 'playfast';
    await new PlayStore({ baseUrl: ${baseUrl}, attempts: 1 }).app('com.a.b', { source: 'rpc' }).catch(() => {});
    // Lives until it is told that the connection is closed.
    setInterval(gc, 5);
    await once(process.stdin, 'data');
    process.exit();`;
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', code], {
    stdio: ['pipe', 'inherit', 'pipe'],
  });
  await once(plain, 'connection');
  await closed[0];
  // It was not the process that ended.
  assert.deepEqual([child.exitCode, child.signalCode], [null, null]);
  child.stdin.end('x');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('an addon that is loaded and never used leaves nothing', async () => {
  assert.deepEqual(await runJson(`import { PlayStore } from 'playfast'; new PlayStore(); console.log(1);`), 1);
});
