// What is written for users names what there is: every code of an error, every field, every function.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import * as playfast from 'playfast';
import { root } from './support/run.js';

const { errorOf } = createRequire(import.meta.url)('../lib/errors.cjs');
const read = (path) => readFileSync(join(root, path), 'utf8');
const errors = read('docs/errors.md');
const core = read('src/error.rs');
const kinds = new Map([...core.matchAll(/Self::(\w+) => "(ERR_PLAYFAST_\w+)"/g)].map(([, kind, code]) => [kind, code]));
const codes = [...kinds.values()].sort();
const errorClasses = Object.entries(playfast).filter(([, value]) => value.prototype instanceof Error);

/** The rows of the table that begins with this line, as lists of cells. */
function table(text, heading) {
  const lines = text.split('\n');
  const begin = lines.indexOf(heading);
  assert.notEqual(begin, -1, heading);
  const rest = lines.slice(begin + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end).map((line) => line.split('|').slice(1, -1));
}

/** What stands in code marks. */
const coded = (text) => [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code);

const rows = table(errors, '| code | class | retryable | fields of its own |');
const fields = table(errors, '| field | type | what it says |').map(([name]) => coded(name)[0]);

test('docs/errors.md has each code in its table and a section of its own, and no other', () => {
  assert.ok(codes.length >= 11);
  assert.deepEqual(rows.map(([code]) => coded(code)[0]).sort(), codes);
  assert.deepEqual([...errors.matchAll(/^## `(\w+)`$/gm)].map(([, code]) => code).sort(), codes);
  for (const [link] of rows) assert.ok(link.includes(`(#${coded(link)[0].toLowerCase()})`), link);
  const declared = read('types/errors.d.cts').match(/export type ErrorCode =([^;]+);/)[1];
  assert.deepEqual([...declared.matchAll(/'(\w+)'/g)].map(([, code]) => code).sort(), codes);
});

test('docs/errors.md names the class that a code has, and every class', () => {
  for (const [code, name] of rows.map((row) => row.map((cell) => coded(cell)[0]))) {
    assert.equal(errorOf({ code, message: 'x', retryable: false }, {}).name, name, code);
  }
  const named = rows.map(([, name]) => coded(name)[0]).sort();
  assert.deepEqual(named, errorClasses.map(([name]) => name).sort());
});

test('docs/errors.md says which errors are retryable', () => {
  const body = core.match(/fn retryable\(self\) -> bool \{([^}]+)\}/)[1];
  const retryable = [...body.matchAll(/Self::(\w+)/g)].map(([, kind]) => kinds.get(kind));
  const documented = rows.filter(([, , yes]) => yes.trim().startsWith('yes')).map(([code]) => coded(code)[0]);
  assert.deepEqual(documented.sort(), retryable.sort());
});

test('docs/errors.md has each field of an error', () => {
  const declared = read('types/errors.d.cts').match(/export class PlayfastError extends Error \{([^}]+)\}/)[1];
  const names = [...declared.matchAll(/^ {2}(?:override )?readonly (\w+)\??:/gm)].map(([, name]) => name);
  assert.deepEqual(fields.toSorted(), [...names, 'name', 'message'].sort());
  for (const name of rows.flatMap(([, , , own]) => coded(own))) assert.ok(fields.includes(name), name);
});

test('README.md has each class of error with its code', () => {
  const shown = table(read('README.md'), '| class | code `ERR_PLAYFAST_…` | when |');
  const pairs = shown.map(([name, code]) => [`ERR_PLAYFAST_${coded(code)[0]}`, coded(name)[0]]);
  assert.deepEqual(pairs.sort(), rows.map(([code, name]) => [coded(code)[0], coded(name)[0]]).sort());
});

test('README.md has each function in its tables, and no other', () => {
  const text = read('README.md');
  const views = table(text, '| | one | batch | stream |').flatMap(([, ...cells]) => cells);
  const others = table(text, '| functions | |').map(([names]) => names);
  const exported = Object.keys(playfast).filter((name) => !errorClasses.some(([other]) => other === name));
  assert.deepEqual([...views, ...others].flatMap(coded).sort(), exported.sort());
});

test('every function and class has a test of its types', () => {
  const files = readdirSync(join(root, '__test__/types')).filter((name) => name.endsWith('.test-d.ts'));
  const tests = files.map((name) => read(`__test__/types/${name}`)).join('\n');
  const untested = Object.keys(playfast).filter((name) => !new RegExp(`\\b${name}\\b`).test(tests));
  assert.deepEqual(untested, []);
});

test('the channels name each noun that the core knows', () => {
  const [, known] = read('src/request/mod.rs').match(/let nouns = "([^"]+)"/);
  const [, declared] = read('types/channels.d.cts').match(/noun:\n?([^;]+);/);
  assert.deepEqual(
    [...declared.matchAll(/'(\w+)'/g)].map(([, noun]) => noun),
    known.split(', '),
  );
});
