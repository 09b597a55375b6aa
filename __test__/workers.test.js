// Worker threads share one pool; processes end when they are done, or when they are told to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './support/client.js';
import { run, runJson } from './support/run.js';

const server = await serve();
const settings = JSON.stringify(server.settings);

const worker = JSON.stringify(new URL('support/worker.cjs', import.meta.url));

/** Starts workers one after another; each ends before the next begins. The first one configures. */
const ONE_AFTER_ANOTHER = `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  const counts = [];
  for (let number = 0; number < 12; number += 1) {
    const workerData = { number, settings: number === 0 ? ${settings} : undefined };
    const worker = new Worker(new URL(${worker}), { workerData });
    const [[count], [exitCode]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
    counts.push([count, exitCode]);
  }
  console.log(JSON.stringify(counts));`;
const EXPECTED = Array(12).fill([40, 0]);

test('12 workers one after another share one connection, though the main thread never loads the addon', async () => {
  assert.deepEqual(await runJson(ONE_AFTER_ANOTHER), EXPECTED);
  const { connections, requests } = await server.stats();
  assert.deepEqual({ connections, requests }, { connections: 1, requests: 24 });
});

test('12 workers share the connection of the main thread', async () => {
  const code = `import { app } from 'playfast'; ${ONE_AFTER_ANOTHER} await app('com.main.thread');`;
  assert.deepEqual(await runJson(code), EXPECTED);
  const { connections, requests } = await server.stats();
  assert.deepEqual({ connections, requests }, { connections: 1, requests: 25 });
});

test('8 workers at the same time share one connection', async () => {
  const code = `
    import { once } from 'node:events';
    import { Worker } from 'node:worker_threads';
    import { configure } from 'playfast';
    configure(${settings});
    const workers = Array.from({ length: 8 }, (_, number) => new Worker(new URL(${worker}), { workerData: { number } }));
    const counts = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0]));
    console.log(JSON.stringify(counts));`;
  assert.deepEqual(await runJson(code), Array(8).fill(40));
  assert.equal((await server.stats()).connections, 1);
});

test('terminating a worker in the middle of a batch drops its requests, and harms nobody', async () => {
  await server.configure({ latencyMs: 60_000 });
  const code = `
    import { Worker } from 'node:worker_threads';
    import { app, configure } from 'playfast';
    import { until } from ${JSON.stringify(new URL('support/poll.js', import.meta.url))};
    configure(${settings});
    const stats = async () => (await fetch('${server.control}/stats')).json();
    for (let number = 1; number <= 5; number += 1) {
      const worker = new Worker(new URL(${worker}), { workerData: { number } });
      await until(stats, ({ requests }) => requests === number * 2);
      await worker.terminate();
    }
    await until(stats, ({ aborted }) => aborted === 10);
    await fetch('${server.control}/configure', { method: 'POST', body: '{"latencyMs":0}' });
    console.log(JSON.stringify((await app('com.a.b')).appId));`;
  assert.equal(await runJson(code), 'com.a.b');
  assert.equal((await server.stats()).connections, 1);
});

test('a process ends by itself when its work is done', async () => {
  for (const work of ['await app("com.a.b");', 'app("com.a.b");', 'await app("com.missing.x").catch(() => {});', '']) {
    const { code, signal, stderr } = await run(`
      import { app, configure } from 'playfast';
      configure(${settings});
      ${work}`);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, stderr);
  }
  assert.equal((await server.stats()).requests, 3);
});

test('process.exit in the middle of a batch ends with its code', async () => {
  await server.configure({ latencyMs: 60_000 });
  for (const code of [0, 7]) {
    await server.reset();
    const ended = await run(`
      import { appBatch, configure } from 'playfast';
      configure(${settings});
      appBatch(Array.from({ length: 200 }, (_, n) => 'com.a.b' + n));
      while ((await (await fetch('${server.control}/stats')).json()).inFlight < 7);
      process.exit(${code});`);
    assert.deepEqual([ended.code, ended.signal, ended.stdout], [code, null, ''], ended.stderr);
    assert.doesNotMatch(ended.stderr, /panick|error/i);
  }
});

test('an exception in the middle of a batch ends the process as usual', async () => {
  await server.configure({ latencyMs: 60_000 });
  const { code, stderr } = await run(`
    import { appBatch, configure } from 'playfast';
    configure(${settings});
    appBatch(['com.a.b']);
    throw new RangeError('mine');`);
  assert.equal(code, 1);
  assert.match(stderr, /RangeError: mine/);
});

test('the addon can be loaded by both module systems of one process', async () => {
  const code = `
    import { createRequire } from 'node:module';
    import * as imported from 'playfast';
    const required = createRequire(process.cwd() + '/x.js')('playfast');
    imported.configure(${settings});
    const [first, second] = await Promise.all([imported.app('com.a.b'), required.app('com.c.d')]);
    console.log(JSON.stringify([first.appId, second.appId, imported.app === required.app]));`;
  assert.deepEqual(await runJson(code), ['com.a.b', 'com.c.d', true]);
  assert.equal((await server.stats()).connections, 1);
});
