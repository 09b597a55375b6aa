// Searches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchAndParseSearch, fetchAndParseSearchBatch, search, searchBatch, searchStream } from 'playfast';
import { serve } from './support/client.js';
import { image, score } from './support/rules.js';

const server = await serve();

const idsOf = ({ apps }) => apps.map(({ appId }) => appId);

/** The ids that the Play server finds for a term. */
const found = (slug, count, country = 'us', from = 1) =>
  Array.from({ length: count }, (_, n) => {
    const number = from + n;
    const prefix = ['com', 'org', 'jp', 'de', 'ru'][(number - 1) % 5];
    return `${prefix}.search.q${slug}.${country}.n${String(number).padStart(3, '0')}`;
  });

test('a term finds 30 apps', async () => {
  const results = await search('panda');
  assert.deepEqual(idsOf(results), found('panda', 30));
  assert.equal(results.complete, true);
  assert.ok(!('incompleteBecause' in results));
});

test('rows are read as those of charts', async () => {
  const { apps } = await search({ term: 'panda', num: 5, lang: 'de', country: 'de' });
  assert.deepEqual(idsOf({ apps }), found('panda', 5, 'de'));
  for (const app of apps) {
    assert.equal(app.title, `Title of ${app.appId} [de/de]`);
    assert.equal(app.url, `https://play.google.com/store/apps/details?id=${app.appId}`);
    assert.equal(app.icon, image(app.appId, 'icon'));
    assert.equal(app.score, score(app.appId));
    assert.equal(typeof app.developer, 'string');
  }
});

test('terms arrive as they were given', async () => {
  const strange = ['a&b=c', '100% "real"', 'café ☕', 'コーヒー', '\\"', "it's", '<b>', ' padded '];
  await server.configure({ record: true });
  for (const term of strange) await search({ term, num: 1 });
  const sent = (await server.recorded()).map(({ body }) => {
    const [[[, request]]] = JSON.parse(new URLSearchParams(body).get('f.req'));
    return JSON.parse(request)[0][2][0];
  });
  assert.deepEqual(sent, strange);
});

test('the app that the term names comes first, and once', async () => {
  for (const [term, id] of [
    ['com.a.b', 'com.a.b'],
    ['exact one', 'com.featured.qexact_one'],
  ]) {
    const ids = idsOf(await search(term));
    assert.equal(ids[0], id);
    assert.equal(ids.length, new Set(ids).size);
    assert.equal(ids.filter((other) => other === id).length, 1);
  }
});

test('finding nothing is no error, and says so', async () => {
  for (const term of ['none at all', 'nonenull']) {
    assert.deepEqual(await search(term), { apps: [], complete: false, incompleteBecause: 'empty' });
  }
});

test('fewer than asked for say so', async () => {
  const results = await search('few');
  assert.equal(results.apps.length, 3);
  assert.deepEqual([results.complete, results.incompleteBecause], [false, 'short']);
});

test('a section of chips is passed over', async () => {
  assert.equal((await search('chips')).apps.length, 30);
});

test('where Play goes on, so does the search, until there are enough', async () => {
  const results = await search({ term: 'many', num: 70 });
  assert.deepEqual(idsOf(results), found('many', 70));
  assert.equal(results.complete, true);
  assert.equal((await server.stats()).requests, 3);
});

test('more than Play has ends short', async () => {
  const results = await search({ term: 'many', num: 250 });
  assert.deepEqual([results.apps.length, results.incompleteBecause], [110, 'short']);
});

test('a continuation that leads back to itself ends the search', async () => {
  const results = await search({ term: 'loop', num: 250 });
  assert.deepEqual([results.apps.length, results.incompleteBecause], [50, 'short']);
});

test('a continuation that Play refuses leaves what was found, and the search says that it is short', async () => {
  // The first fault has no effect on searches.
  await server.configure({ faults: [{ frame: 'wrongApp' }, { frame: 'error' }] });
  const results = await search({ term: 'many', num: 70 });
  assert.deepEqual(idsOf(results), found('many', 30));
  assert.deepEqual([results.complete, results.incompleteBecause], [false, 'short']);
});

test('prices are filtered again, since Play lets others through', async () => {
  const free = await search({ term: 'paidmix', price: 'free' });
  const paid = await search({ term: 'paidmix', price: 'paid' });
  assert.ok(free.apps.length > 0 && free.apps.every((app) => app.free));
  assert.ok(paid.apps.length > 0 && paid.apps.every((app) => app.price > 0));
});

test('rows beyond the first answer are filtered too, where what is free has no offer', async () => {
  const free = await search({ term: 'many', num: 110, price: 'free' });
  const paid = await search({ term: 'many', num: 110, price: 'paid' });
  // Of 20 rows one costs something, and one is not to be had yet.
  assert.deepEqual([free.apps.length, paid.apps.length], [100, 5]);
  assert.ok(free.apps.every(({ price }) => price === 0) && paid.apps.every(({ price }) => price === 6.99));
  assert.deepEqual(['summary' in free.apps[99], 'description' in free.apps[99]], [true, false]);
});

test('terms of one language and country share requests, and come in the order asked', async () => {
  const outcomes = await searchBatch(['a', 'b', 'c', 'few', 'none']);
  assert.deepEqual(
    outcomes.map(({ value }) => value.apps.length),
    [30, 30, 30, 3, 0],
  );
  assert.equal((await server.stats()).requests, 1);
});

test('a stream gives each outcome once', async () => {
  const indexes = [];
  for await (const { index, status } of searchStream(['a', 'b', 'a'])) {
    assert.equal(status, 'fulfilled');
    indexes.push(index);
  }
  assert.deepEqual(indexes.sort(), [0, 1, 2]);
});

test('the names of the ancestor give the same', async () => {
  assert.deepEqual(await fetchAndParseSearch('panda'), await search('panda'));
  assert.deepEqual(await fetchAndParseSearchBatch(['panda']), [await search('panda')]);
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { term: ' ', num: 251, price: 'cheap', lang: 'english', country: 'usa', page: 2 };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(search({ term: 'x', [field]: value }), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  await assert.rejects(search('x', { source: 'html' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
