// The facade for google-play-scraper's users: what it exports, and how.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import gplay, * as imported from 'playfast/compat';
import { root } from './support/run.js';

const required = createRequire(import.meta.url)('playfast/compat');

test('import and require give one object, by default and by names', () => {
  assert.equal(required, gplay);
  assert.equal(required.default, gplay);
  for (const name of Object.keys(gplay)) assert.equal(imported[name], gplay[name], name);
  assert.deepEqual(Object.keys(imported).sort(), Object.keys(gplay).sort());
});

test('the types name what it exports', () => {
  const types = ['compat.d.cts', 'types/compat-constants.d.cts'].map((path) => readFileSync(join(root, path), 'utf8'));
  const names = [...types.join('\n').matchAll(/^export declare const (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual([...names, 'default'].sort(), Object.keys(gplay).sort());
});

test('the constants are those of 10.1', () => {
  assert.equal(Object.keys(gplay.category).length, 54);
  assert.ok(Object.entries(gplay.category).every(([name, id]) => name === id));
  assert.deepEqual(gplay.collection, { TOP_FREE: 'TOP_FREE', TOP_PAID: 'TOP_PAID', GROSSING: 'GROSSING' });
  assert.deepEqual(gplay.sort, { NEWEST: 2, RATING: 3, HELPFULNESS: 1 });
  assert.deepEqual(gplay.age, { FIVE_UNDER: 'AGE_RANGE1', SIX_EIGHT: 'AGE_RANGE2', NINE_UP: 'AGE_RANGE3' });
  assert.deepEqual(gplay.permission, { COMMON: 0, OTHER: 1 });
});
