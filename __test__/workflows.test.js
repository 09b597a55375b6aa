// What the workflows name by hand is what there is.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './support/run.js';

const text = (path) => readFileSync(join(root, path), 'utf8');
const ci = text('.github/workflows/ci.yml');

test('each night every fuzz target is run', () => {
  const targets = readdirSync(join(root, 'fuzz/fuzz_targets')).map((name) => name.replace('.rs', ''));
  const [, list] = /^ {2}fuzz:[\s\S]*?^ {8}target:\n((?: {10}- \w+\n)+)/m.exec(ci);
  assert.deepEqual(list.match(/\w+/g), targets.sort());
  const programs = [...text('fuzz/Cargo.toml').matchAll(/^path = "fuzz_targets\/(\w+)\.rs"$/gm)].map(
    ([, name]) => name,
  );
  assert.deepEqual(programs.sort(), targets);
});

test('every target that is published is built and tested', () => {
  const { targets } = JSON.parse(text('package.json')).napi;
  const named = (workflow) => [...text(workflow).matchAll(/\{ target: ([\w-]+)/g)].map(([, name]) => name);
  assert.deepEqual(named('.github/workflows/build.yml'), targets);
  assert.deepEqual(named('.github/workflows/ci.yml'), targets);
});
