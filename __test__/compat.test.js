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

test('a complaint names the function and the option as they were written, and where the call was', async () => {
  for (const [name, options, complaint] of [
    ['app', { appId: 5 }, 'appId must be a non-empty string, got 5'],
    ['list', { num: -1 }, 'num must be a whole number from 1 to 660, got -1'],
    ['search', { term: 'panda', lang: 'english' }, "lang must be a language code such as en or pt-BR, got 'english'"],
    ['developer', { devId: 'Mojang', num: 1.5 }, 'num must be a whole number from 1 to 1000, got 1.5'],
    ['similar', { appId: 'a b' }, 'appId must be'],
    ['suggest', { term: '\ud800' }, 'term must be text'],
    ['permissions', { appId: 'com.a.b', country: 'usa' }, 'country must be'],
    ['datasafety', { appId: 'com.a.b', country: 'usa' }, 'country must be'],
    ['reviews', { appId: 'com.a.b', nextPaginationToken: 'A\0' }, 'nextPaginationToken must be text'],
    ['reviews', { appId: 'com.a.b', num: 2000, lang: 'english' }, 'lang must be'],
    ['reviews', { appId: 'com.a.b', num: 2000, requestOptions: { timeout: -1 } }, 'requestOptions.timeout must be'],
  ]) {
    await assert.rejects(gplay[name](options), (error) => {
      assert.ok(error.message.startsWith(`${name}: ${complaint}`), error.message);
      assert.match(error.stack.split('\n')[1], /compat\.test\.js/);
      return error.field === complaint.split(/[ .]/)[0];
    });
  }
});
