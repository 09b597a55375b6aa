// google-play-scraper's `suggest` and `categories`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categories } from 'playfast';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';

const server = await serve();

test('suggestions are a list of terms', async () => {
  const endings = ['app', 'games', 'free', 'offline', 'en/us'];
  const terms = endings.map((ending) => `pand ${ending}`);
  assert.deepEqual(await gplay.suggest({ term: 'pand' }), terms);
  assert.deepEqual(await gplay.suggest({ term: 'none' }), []);
});

test('a term arrives as it was given, in its language and country', async () => {
  const [first, , , , last] = await gplay.suggest({ term: 'café ☕ & more', lang: 'de', country: 'AT' });
  assert.deepEqual([first, last], ['café ☕ & more app', 'café ☕ & more de/at']);
});

test('without a term it rejects with google-play-scraper’s words', async () => {
  for (const options of [undefined, {}, { term: '' }]) {
    await assert.rejects(gplay.suggest(options), { message: 'term missing' });
  }
  assert.equal((await server.stats()).requests, 0);
});

test('categories are the ids of the constant, and nothing is asked', async () => {
  const ids = await gplay.categories();
  assert.deepEqual(ids, Object.values(gplay.category));
  assert.deepEqual(
    ids,
    (await categories()).map(({ id }) => id),
  );
  assert.equal((await server.stats()).requests, 0);
});
