// The packed package, in an empty project of its own, as npm would install it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import * as imported from 'playfast';
import { startPlayServer } from './support/play-server.js';
import { root, start } from './support/run.js';

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-package-'));
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a program that must succeed. */
async function run(command, args, cwd, env) {
  const { code, stdout, stderr } = await start(args, { command, cwd, env });
  assert.equal(code, 0, `${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

/** Packs a package folder; gives the tarball's path and the files in it. */
async function pack(from) {
  const [{ filename, files }] = JSON.parse(
    (await run('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], from))
      .split('\n')
      .filter((line) => !line.startsWith('npm '))
      .join('\n'),
  );
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** The package with this machine's addon, from the data that releases use. */
async function platformPackage() {
  // The tool writes within the project only.
  const packages = join(root, 'target/npm-packages');
  await run(join(root, 'node_modules/.bin/napi'), ['create-npm-dirs', '--npm-dir', packages], root);
  const addon = readdirSync(join(root, 'lib')).find((name) => name.endsWith('.node'));
  const platform = addon.split('.')[1];
  cpSync(join(root, 'lib', addon), join(packages, platform, addon));
  return { platform, ...(await pack(join(packages, platform))) };
}

/** An empty project with these tarballs in it. */
async function project(name, tarballs) {
  const at = join(folder, name);
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, private: true }));
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs];
  await run('npm', install, at);
  return at;
}

const packed = await pack(root);
const addon = await platformPackage();
const settings = JSON.stringify({ baseUrl: server.url, ca: server.ca, rate: 'off' });
const batch = `
  configure(${settings});
  const outcomes = await appBatch(['com.a.b', 'com.missing.x']);`;

test('the tarball holds the doors and lib, no addon and no sources', () => {
  const doors = ['index.js', 'index.cjs', 'index.d.ts', 'index.d.cts'];
  for (const name of [...doors, 'lib/binding.cjs', 'lib/binding.d.cts', 'types/data.d.cts']) {
    assert.ok(packed.files.includes(name), name);
  }
  const allowed =
    /^(index\.(js|cjs|d\.ts|d\.cts)|lib\/[\w-]+\.(cjs|d\.cts)|types\/[\w-]+\.d\.cts|package\.json|README\.md|LICENSE)$/;
  assert.deepEqual(
    packed.files.filter((name) => !allowed.test(name)),
    [],
  );
  assert.ok(addon.files.some((name) => name.endsWith('.node')));
});

test('an ES module, a CommonJS module and a Jest test ask a batch', async () => {
  const at = await project('with-addon', [packed.tarball, addon.tarball]);
  writeFileSync(
    join(at, 'ask.mjs'),
    `import { appBatch, configure } from 'playfast';${batch}
     console.log(outcomes[0].value.appId, outcomes[1].reason.code);`,
  );
  writeFileSync(
    join(at, 'ask.cjs'),
    `const { appBatch, configure, NotFoundError } = require('playfast');
     (async () => {${batch}
       console.log(outcomes[0].value.appId, outcomes[1].reason.code, outcomes[1].reason instanceof NotFoundError);
     })();`,
  );
  writeFileSync(
    join(at, 'ask.test.js'),
    `const { appBatch, configure } = require('playfast');
     test('asks', async () => {${batch}
       expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
     });`,
  );
  assert.match(await run(process.execPath, ['ask.mjs'], at), /com\.a\.b ERR_PLAYFAST_NOT_FOUND/);
  assert.match(await run(process.execPath, ['ask.cjs'], at), /com\.a\.b ERR_PLAYFAST_NOT_FOUND true/);
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  assert.match(await run(process.execPath, [jest, '--rootDir', at, '--ci'], at), /1 passed/);
});

test('without the addon for this machine the import says which package is missing, and the way out', async () => {
  const at = await project('without-addon', [packed.tarball]);
  for (const code of ["import('playfast')", "require('playfast')"]) {
    const { code: exitCode, stderr } = await start(['-e', code], { cwd: at });
    assert.notEqual(exitCode, 0);
    assert.match(stderr, new RegExp(`playfast-${process.platform}-${process.arch}`));
    assert.match(stderr, /--omit=optional|npm run build/);
  }
});

test('the types name what the module exports, in both module systems', () => {
  const files = [...readFileSync(join(root, 'index.d.cts'), 'utf8').matchAll(/^export \* from '(.+)\.cjs';/gm)];
  const declared = files
    .map(([, file]) => readFileSync(join(root, `${file}.d.cts`), 'utf8'))
    .flatMap((text) => [...text.matchAll(/^export (?:function|class|const) (\w+)/gm)]);
  const names = [...new Set(declared.map(([, name]) => name))].sort();
  assert.deepEqual(Object.keys(createRequire(import.meta.url)('playfast')).sort(), names);
  assert.deepEqual(Object.keys(imported).sort(), names);
});
