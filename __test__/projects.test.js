// A project with the packed package in it, in each module system, test runner and runtime, without configuration.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pack, packAddon, project, run } from './support/package.js';
import { startPlayServer } from './support/play-server.js';
import { root } from './support/run.js';

const server = await startPlayServer();
after(() => server.stop());

const [packed, addon] = [await pack(), await packAddon()];
const at = await project('with-addon', [packed.tarball, addon.tarball]);
const settings = JSON.stringify({ baseUrl: server.url, ca: server.ca, rate: 'off' });
const batch = `
  configure(${settings});
  const outcomes = await appBatch(['com.a.b', 'com.missing.x']);`;
const says = 'outcomes[0].value.appId, outcomes[1].reason.code, outcomes[1].reason instanceof NotFoundError';
const said = /com\.a\.b ERR_PLAYFAST_NOT_FOUND true/;

/** Writes files (name to text) into the project, in a folder of their own. */
function write(folder, files) {
  mkdirSync(join(at, folder), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, folder, name), text);
  return join(at, folder);
}

// The install script of the package moves the program to itself, where scripts may run.
const builds = readdirSync(join(root, 'node_modules/@oven')).map((build) => `@oven/${build}/bin/bun`);
const places = ['bun/bin/bun.exe', ...builds].map((place) => join(root, 'node_modules', place));
const bun = places.find((place) => existsSync(place) && statSync(place).size > 1_000_000);

const inModules = write('modules', {
  'ask.mjs': `import { appBatch, configure, NotFoundError } from 'playfast';${batch}
    console.log(${says});`,
  'ask.cjs': `const { appBatch, configure, NotFoundError } = require('playfast');
    (async () => {${batch}
      console.log(${says});
    })();`,
  'thread.cjs': `const { Worker, isMainThread, workerData } = require('node:worker_threads');
    if (isMainThread) new Worker(__filename, { workerData: 'in a thread' });
    else { console.log(workerData); require('./ask.cjs'); }`,
});

test('an ES module and a CommonJS module ask a batch', async () => {
  for (const file of ['ask.mjs', 'ask.cjs']) assert.match(await run(process.execPath, [file], inModules), said);
});

test('a worker thread asks a batch, where only it has loaded the package', async () => {
  assert.match(await run(process.execPath, ['thread.cjs'], inModules), new RegExp(`^in a thread[^]*${said.source}`));
});

test('a Jest project asks a batch', async () => {
  const inJest = write('jest', {
    'ask.test.js': `const { appBatch, configure, NotFoundError } = require('playfast');
      test('asks', async () => {${batch}
        expect([${says}]).toEqual(['com.a.b', 'ERR_PLAYFAST_NOT_FOUND', true]);
      });`,
  });
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  assert.match(await run(process.execPath, [jest, '--rootDir', inJest, '--ci'], inJest), /1 passed/);
});

test('a Vitest project asks a batch, in processes and in worker threads', async () => {
  const inVitest = write('vitest', {
    'ask.test.ts': `import { appBatch, configure, NotFoundError, type App, type Outcome } from 'playfast';
      import { expect, test } from 'vitest';
      test('asks', async () => {${batch.replace('outcomes', 'outcomes: Outcome<App>[]')}
        expect([${says}]).toEqual(['com.a.b', 'ERR_PLAYFAST_NOT_FOUND', true]);
      });`,
  });
  symlinkSync(join(root, 'node_modules/vitest'), join(at, 'node_modules/vitest'));
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  for (const pool of ['forks', 'threads']) {
    const told = await run(process.execPath, [vitest, 'run', '--pool', pool], inVitest, { NO_COLOR: '1' });
    assert.match(told, /Tests\s+1 passed/);
  }
});

test('Bun asks a batch, as an ES module and as a CommonJS module', async () => {
  for (const file of ['ask.mjs', 'ask.cjs']) assert.match(await run(bun, [file], inModules), said);
});

test('await using closes a client, where the runtime knows it', async () => {
  const inUsing = write('using', {
    'using.mjs': `import { PlayStore } from 'playfast';
      let kept;
      {
        await using store = new PlayStore(${settings});
        kept = store;
        console.log((await store.app('com.a.b')).appId);
      }
      await kept.app('com.a.b').catch(({ code }) => console.log(code));`,
  });
  // Node does from version 24 on.
  const runtimes = Number.parseInt(process.versions.node, 10) < 24 ? [bun] : [bun, process.execPath];
  for (const runtime of runtimes) {
    assert.match(await run(runtime, ['using.mjs'], inUsing), /com\.a\.b\sERR_PLAYFAST_CLIENT_CLOSED/);
  }
});

test('TypeScript accepts the types in each module system, with and without those of Node', async () => {
  const ask = `
    configure({ rate: 2 });
    export const titles = async (ids: readonly string[], signal: AbortSignal): Promise<(string | undefined)[]> =>
      (await appBatch(ids, { signal })).map((outcome: Outcome<App>) =>
        outcome.status === 'fulfilled' ? outcome.value.title : (outcome.reason satisfies PlayfastError).code);`;
  const names = 'appBatch, configure, type App, type Outcome, type PlayfastError';
  const inTypes = write('types', {
    'ask.mts': `import { ${names} } from 'playfast';${ask}`,
    'ask.cts': `import playfast = require('playfast');
      import type { App, Outcome, PlayfastError } from 'playfast';
      const { appBatch, configure } = playfast;${ask.replace('export const', 'const')}
      export = titles;`,
  });
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--verbatimModuleSyntax', '--noEmit', '--ignoreConfig'];
  const node = ['--lib', 'es2023', '--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const browser = ['--lib', 'es2023,dom', '--types', ''];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const [file, module, resolution] of [
    ['ask.mts', 'nodenext', 'nodenext'],
    ['ask.mts', 'node16', 'node16'],
    ['ask.mts', 'preserve', 'bundler'],
    ['ask.cts', 'nodenext', 'nodenext'],
    ['ask.cts', 'node16', 'node16'],
  ]) {
    for (const world of [node, browser]) {
      const system = ['--module', module, '--moduleResolution', resolution, '--target', 'es2022'];
      assert.equal(await run(process.execPath, [tsc, ...strict, ...system, ...world, file], inTypes), '');
    }
  }
});

test('npx playfast asks, and without a question it says how to', async () => {
  writeFileSync(join(at, 'ca.pem'), server.ca);
  const env = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: join(at, 'ca.pem') };
  assert.match(await run('npx', ['--no', '--', 'playfast', 'app', 'com.a.b'], at, env), /"title":"Title of com\.a\.b/);
  assert.match(await run('npx', ['--no', '--', 'playfast', '--help'], at), /playfast COMMAND/);
});
