// What `list` returns, by the rules of the local Play server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, fetchAndParseList, list, listBatch } from 'playfast';
import { serve } from './support/client.js';
import * as rules from './support/rules.js';

const server = await serve();

/** The id of a row: the server numbers them from 1. */
const rowId = (cluster, category, country, place) =>
  `com.chart.${cluster}.${category}.${country}.n${String(place).padStart(3, '0')}`.toLowerCase();

const CLUSTERS = {
  TOP_FREE: 'topselling_free',
  TOP_PAID: 'topselling_paid',
  GROSSING: 'topgrossing',
  NEW_FREE: 'topselling_new_free',
  NEW_PAID: 'topselling_new_paid',
  MOVERS_SHAKERS: 'movers_shakers',
};

test('each collection is its own chart', async () => {
  const outcomes = await listBatch(Object.keys(CLUSTERS).map((collection) => ({ collection, num: 5 })));
  for (const [index, cluster] of Object.values(CLUSTERS).entries()) {
    const { apps, complete } = outcomes[index].value;
    assert.deepEqual(
      apps.map(({ appId }) => appId),
      [1, 2, 3, 4, 5].map((place) => rowId(cluster, 'application', 'us', place)),
    );
    assert.equal(complete, true);
  }
});

test('a list without wishes is the 100 top free apps of the United States in English', async () => {
  const { apps, complete, ...rest } = await list({});
  assert.equal(apps.length, 100);
  assert.equal(apps[99].appId, rowId('topselling_free', 'application', 'us', 100));
  assert.match(apps[0].title, /\[en\/us\]$/);
  assert.deepEqual([complete, rest], [true, {}]);
});

test('category, language and country are asked as given', async () => {
  const asked = [
    { category: 'GAME_PUZZLE', country: 'kr', lang: 'ko' },
    { category: 'TOOLS', country: 'de', lang: 'de' },
    { category: 'FAMILY', country: 'JP', lang: 'ja' },
    { category: 'ANDROID_WEAR' },
  ].map((request) => ({ ...request, num: 2 }));
  const outcomes = await listBatch(asked);
  for (const [index, { category, country = 'us', lang = 'en' }] of asked.entries()) {
    const [, second] = outcomes[index].value.apps;
    const id = rowId('topselling_free', category, country.toLowerCase(), 2);
    assert.equal(second.appId, id);
    assert.equal(second.title, `Title of ${id} [${lang}/${country.toLowerCase()}]`);
  }
});

test('rows of any number come whole and in their order', async () => {
  for (const num of [1, 31, 32, 33, 64, 100, 200]) {
    const { apps, complete } = await list({ category: 'GAME', num });
    assert.deepEqual(
      apps.map(({ appId }) => appId),
      Array.from({ length: num }, (_, at) => rowId('topselling_free', 'game', 'us', at + 1)),
    );
    assert.equal(complete, true);
  }
});

test('a chart that ends early says so', async () => {
  for (const num of [201, 660]) {
    const { apps, ...rest } = await list({ num });
    assert.equal(apps.length, 200);
    assert.deepEqual(rest, { complete: false, incompleteBecause: 'short' });
  }
});

test('an empty chart is no error', async () => {
  for (const call of [list, fetchAndParseList]) {
    const value = await call({ category: 'DATING', collection: 'TOP_PAID' });
    assert.deepEqual(value, { apps: [], complete: false, incompleteBecause: 'empty' });
  }
});

test('a row has the values that the server made', async () => {
  const { apps } = await list({ category: 'GAME', num: 1 });
  const id = rowId('topselling_free', 'game', 'us', 1);
  const { description, descriptionHTML, screenshots, video, IAPRange, offersIAP, ...row } = apps[0];
  assert.deepEqual(row, {
    appId: id,
    url: `https://play.google.com/store/apps/details?id=${id}`,
    title: `Title of ${id} [en/us]`,
    developer: rules.developer(id).name,
    icon: rules.image(id, 'icon'),
    iconColor: rules.color(id, 'icon'),
    headerImage: rules.image(id, 'header'),
    score: rules.score(id),
    scoreText: rules.score(id).toFixed(1),
    genre: rules.genre(id)[0],
    free: true,
    price: 0,
    priceMicros: 0,
    currency: 'USD',
    offerType: 'install',
    installs: `${rules.minInstalls(id).toLocaleString('en')}+`,
    contentRating: rules.contentRating(id),
    availability: 'available',
  });
  assert.match(description, new RegExp(`^Description of ${id} — made up\\.\n\n`));
  assert.match(descriptionHTML, new RegExp(`^Description of ${id} — made up\\.<br>`));
  assert.equal(screenshots.length, rules.screenshots(id));
  assert.equal(offersIAP, IAPRange !== undefined);
  assert.equal(video !== undefined, rules.pick(id, 'trailer', 3) === 0);
});

test('the last rows are of the kinds that are easily got wrong', async () => {
  const { apps } = await list({ category: 'TOOLS', num: 40, country: 'gb' });
  const [unrated, preregistration, paid, withPrices, sparse] = apps.slice(-5);
  assert.ok(!('score' in unrated) && !('scoreText' in unrated));
  assert.equal(unrated.availability, 'available');

  assert.equal(preregistration.availability, 'preregistration');
  for (const name of ['free', 'price', 'currency', 'offerType', 'installs', 'score']) {
    assert.ok(!(name in preregistration), name);
  }
  assert.deepEqual(
    [paid.free, paid.price, paid.priceMicros, paid.currency, paid.priceText, paid.offerType],
    [false, 6.99, 6_990_000, 'GBP', '£6.99', 'buy'],
  );
  assert.deepEqual([withPrices.offersIAP, withPrices.IAPRange], [true, '£0.99 - £149.99 per item']);
  assert.equal(sparse.contentRating, rules.contentRating(sparse.appId));
  assert.equal(sparse.availability, 'available');
});

test('rows agree with the details of the same app', async () => {
  const { apps } = await list({ category: 'SOCIAL', num: 3 });
  const record = await app(apps[2].appId);
  for (const name of ['title', 'developer', 'icon', 'score', 'installs', 'genre', 'contentRating']) {
    assert.deepEqual(apps[2][name], record[name], name);
  }
});

test('equal charts are asked once, and each place gets its own rows', async () => {
  const [first, second] = await listBatch([{ num: 50 }, { num: 50, collection: 'TOP_FREE', lang: 'en' }]);
  assert.equal((await server.stats()).chartCalls, 1);
  assert.deepEqual(first.value, second.value);
  first.value.apps[0].title = 'changed';
  first.value.apps.pop();
  assert.equal(second.value.apps.length, 50);
  assert.notEqual(second.value.apps[0].title, 'changed');
});

test('many long charts at once arrive whole', async () => {
  const categories = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE'];
  const outcomes = await listBatch(categories.map((category) => ({ category, num: 200 })));
  for (const [index, category] of categories.entries()) {
    const { apps } = outcomes[index].value;
    assert.equal(new Set(apps.map(({ appId }) => appId)).size, 200);
    assert.equal(apps[199].appId, rowId('topselling_free', category, 'us', 200));
  }
});
