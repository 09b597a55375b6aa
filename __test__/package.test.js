// The packed package: what is in it, and what is said where this machine's addon is not.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import * as imported from 'playfast';
import { pack, packAddon, project, tool } from './support/package.js';
import { root, start } from './support/run.js';

const packed = await pack();

test('the tarball holds the doors, lib, types and the command line, no addon and no sources', async () => {
  const doors = ['index', 'compat'].flatMap((door) => ['js', 'cjs', 'd.ts', 'd.cts'].map((kind) => `${door}.${kind}`));
  for (const name of [
    ...doors,
    'lib/binding.cjs',
    'lib/binding.d.cts',
    'lib/compat/app.cjs',
    'types/data.d.cts',
    'cli/playfast.js',
  ]) {
    assert.ok(packed.files.includes(name), name);
  }
  const allowed =
    /^((index|compat)\.(js|cjs|d\.ts|d\.cts)|lib\/(compat\/)?[\w-]+\.(cjs|d\.cts)|types\/[\w-]+\.d\.cts|cli\/[\w-]+\.js|package\.json|README\.md|LICENSE)$/;
  assert.deepEqual(
    packed.files.filter((name) => !allowed.test(name)),
    [],
  );
  assert.ok((await packAddon()).files.some((name) => name.endsWith('.node')));
});

test('publint and attw have nothing to say about the tarball', async () => {
  assert.match(await tool('publint/src/cli.js', ['--strict', packed.tarball]), /All good/);
  assert.match(await tool('@arethetypeswrong/cli/dist/index.js', [packed.tarball, '--no-color']), /No problems found/);
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
