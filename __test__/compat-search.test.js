// google-play-scraper's `search`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';

const server = await serve();

test('a term finds 20 apps, or as many as asked for', async () => {
  const apps = await gplay.search({ term: 'panda' });
  assert.equal(apps.length, 20);
  assert.equal(apps[0].appId, 'com.search.qpanda.us.n001');
  assert.equal(apps[0].title, 'Title of com.search.qpanda.us.n001 [en/us]');
  assert.equal((await gplay.search({ term: 'panda', num: 5 })).length, 5);
  assert.equal((await gplay.search({ term: 'panda', num: 0 })).length, 20);
  assert.equal((await gplay.search({ term: 'many', num: 250 })).length, 110);
});

test('language and country are asked for', async () => {
  const [first] = await gplay.search({ term: 'panda', num: 1, lang: 'de', country: 'DE' });
  assert.equal(first.title, 'Title of com.search.qpanda.de.n001 [de/de]');
  assert.equal(first.currency, 'EUR');
});

test('the price is a name in any case, and what is none means all', async () => {
  const prices = async (price) => new Set((await gplay.search({ term: 'paidmix', price })).map(({ free }) => free));
  assert.deepEqual(await prices('free'), new Set([true]));
  assert.deepEqual(await prices('PAID'), new Set([false]));
  for (const all of ['all', 'cheap', undefined]) assert.deepEqual(await prices(all), new Set([true, false]));
});

test('a term arrives as it is, a number too', async () => {
  await server.configure({ record: true });
  for (const term of ['a&b', '100% "real" ☕', 2048]) await gplay.search({ term, num: 1 });
  const terms = (await server.recorded()).map(({ body }) => {
    const [[[, request]]] = JSON.parse(new URLSearchParams(body).get('f.req'));
    return JSON.parse(request)[0][2][0];
  });
  assert.deepEqual(terms, ['a&b', '100% "real" ☕', '2048']);
});

test('finding nothing is an empty list', async () => {
  assert.deepEqual(await gplay.search({ term: 'none at all' }), []);
  assert.deepEqual(await gplay.search({ term: 'none at all', fullDetail: true }), []);
});

test('fullDetail is one batch of records, each looked up once', async () => {
  const records = await gplay.search({ term: 'panda', fullDetail: true, lang: 'de', country: 'de' });
  assert.equal(records.length, 20);
  assert.equal(records[0].title, 'Title of com.search.qpanda.de.n001 [de/de]');
  assert.equal(records[0].url, 'https://play.google.com/store/apps/details?id=com.search.qpanda.de.n001&hl=de&gl=de');
  const { requests, appCalls } = await server.stats();
  assert.equal(appCalls, 20);
  assert.ok(requests <= 3, `${requests} requests`);
});

test('without a term, or for too many, it rejects with google-play-scraper’s words', async () => {
  for (const options of [undefined, {}, { term: '' }]) {
    await assert.rejects(gplay.search(options), { message: 'Search term missing' });
  }
  await assert.rejects(gplay.search({ term: 'panda', num: 251 }), {
    message: "The number of results can't exceed 250",
  });
  assert.equal((await server.stats()).requests, 0);
});

test('what fails says so in google-play-scraper’s words, with the status', async () => {
  await server.configure({ faults: [{ status: 403 }] });
  await assert.rejects(gplay.search({ term: 'panda' }), {
    name: 'BlockedError',
    message: /^Error requesting Google Play: /,
    status: 403,
  });
});
