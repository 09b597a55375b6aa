// What `app` returns for each kind of app, by the rules of the local Play server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { app, appBatch, fetchAndParseApp } from 'playfast';
import { serve } from './support/client.js';
import * as rules from './support/rules.js';

await serve();

/** Names of the fields that the generated type documents. */
function documentedFields() {
  const types = readFileSync(new URL('../lib/binding.d.cts', import.meta.url), 'utf8');
  const body = types.match(/export interface App \{\n(.*?)\n\}/s)[1];
  return [...body.matchAll(/^ {2}(\w+)\??: /gm)].map(([, name]) => name);
}

test('a dense record has the values that the server made', async () => {
  const id = 'com.example.dense';
  const { appId, url, title, summary, score, scoreText, ratings, reviews, histogram, scoreByFormFactor, ...rest } =
    await app(id);
  assert.equal(appId, id);
  assert.equal(url, `https://play.google.com/store/apps/details?id=${id}&hl=en&gl=us`);
  assert.equal(title, `Title of ${id} [en/us]`);
  assert.equal(summary, `Summary of ${id} & what it's for`);
  assert.equal(score, rules.score(id));
  assert.equal(scoreText, rules.score(id).toFixed(1));
  assert.equal(ratings, rules.ratings(id));
  assert.equal(reviews, rules.reviews(id, 'us'));
  assert.deepEqual(histogram, rules.histogram(id));
  assert.deepEqual(scoreByFormFactor[0], { formFactor: 2, score: rules.score(id) });

  assert.equal(rest.minInstalls, rules.minInstalls(id));
  assert.equal(rest.maxInstalls, rules.maxInstalls(id));
  assert.equal(rest.installs, `${rules.minInstalls(id).toLocaleString('en')}+`);
  assert.equal(rest.released, rules.date(rules.released(id)));
  assert.equal(rest.releasedAt, rules.released(id) * 1000 + 141);
  assert.equal(rest.updatedText, rules.date(rules.updated(id)));
  assert.equal(rest.updated, rules.updated(id) * 1000 + 563);
  assert.equal(rest.version, rules.version(id));
  assert.deepEqual(
    [rest.androidVersion, rest.androidMaxVersion, rest.minApiLevel, rest.targetSdk],
    ['8.0', '16', 26, 35],
  );
  assert.match(rest.recentChanges, new RegExp(`^What's new in ${rest.version}:\n• `));
  assert.match(rest.recentChangesHTML, /^What&#39;s new in /);
});

test('a dense record names developer, genre, rating and media', async () => {
  const id = 'com.example.dense';
  const record = await app(id);
  const [genre, genreId] = rules.genre(id);
  assert.deepEqual([record.genre, record.genreId], [genre, genreId]);
  assert.deepEqual(record.categories[0], { name: genre, id: genreId });
  assert.deepEqual(record.categories.at(-1), { name: 'Offline' });
  assert.equal(record.developer, rules.developer(id).name);
  assert.equal(record.developerInternalID, rules.developer(id).internalId);
  assert.equal(record.offeredBy, record.developer);
  assert.equal(record.developerEmail, `help@${id}.example.com`);
  assert.equal(record.developerWebsite, `https://example.com/${id}`);
  assert.equal(record.developerLegalName, `${record.developer} Inc.`);
  assert.equal(record.developerLegalAddress, '1 Example Street\n12345 Example Town\nNowhere');
  assert.equal(record.privacyPolicy, `https://example.com/${id}/privacy`);
  assert.equal(record.contentRating, rules.contentRating(id));
  assert.deepEqual(record.chart, { label: 'top grossing casual', rank: `#${rules.pick(id, 'rank', 100) + 1}` });
  assert.equal(record.icon, rules.image(id, 'icon'));
  assert.deepEqual(record.iconColor, rules.color(id, 'icon'));
  assert.equal(record.headerImage, rules.image(id, 'header'));
  assert.equal(record.screenshots.length, rules.screenshots(id));
  assert.equal(record.screenshots[1], rules.image(id, 'screenshot 1'));
  const sizes = record.screenshots.map((_, number) =>
    number % 3 === 2 ? { width: 1920, height: 1080 } : { width: 1080, height: 1920 },
  );
  assert.deepEqual(record.screenshotSizes, sizes);
  assert.equal(record.videoId, rules.videoId(id));
  assert.match(record.video, new RegExp(`yt:movie:${rules.videoId(id)}`));
  assert.equal(record.dataSafetySummary[0].title, 'No data shared with third parties');
});

test('every documented field is in a dense record, on sale and translated', async () => {
  const outcomes = await appBatch(['com.example.dense', { appId: 'com.paid.dense', lang: 'de', country: 'de' }]);
  const served = new Set(outcomes.flatMap(({ value }) => Object.keys(value)));
  // `extra` is what mappings add.
  const expected = documentedFields().filter((name) => name !== 'extra');
  assert.deepEqual([...served].sort(), expected.sort());
  assert.ok(
    outcomes.every(({ value }) => Object.values(value).every((field) => field !== null && field !== undefined)),
  );
});

test('a sparse record has the same fields as a dense one', async () => {
  const [dense, sparse] = await appBatch(['com.example.dense', 'com.sparse.dense']);
  assert.deepEqual(Object.keys(sparse.value), Object.keys(dense.value));
  assert.deepEqual(sparse.value.histogram, rules.histogram('com.sparse.dense'));
  assert.equal(sparse.value.version, rules.version('com.sparse.dense'));
});

test('developers are known by number or by name', async () => {
  const outcomes = await appBatch(rules.ids(60));
  for (const { value } of outcomes) {
    const { name, id } = rules.developer(value.appId);
    assert.equal(value.developer, name);
    assert.equal(value.developerId, id);
    assert.ok(URL.canParse(value.developerUrl));
  }
  assert.ok(outcomes.some(({ value }) => value.developerId.startsWith('Café & Co ')));
});

test('an app that varies with the device has no version', async () => {
  const record = await app('com.varies.x');
  for (const name of [
    'version',
    'androidVersion',
    'androidMaxVersion',
    'minApiLevel',
    'targetSdk',
    'released',
    'chart',
  ]) {
    assert.ok(!(name in record), name);
  }
  assert.equal(record.offersIAP, false);
  assert.equal(record.adSupported, false);
  assert.equal(record.isAvailableInPlayPass, false);
  assert.equal(record.minInstalls, rules.minInstalls('com.varies.x'));
});

test('an unrated app has no score at all', async () => {
  const record = await app('com.unrated.x');
  for (const name of ['score', 'scoreText', 'ratings', 'reviews', 'histogram']) assert.ok(!(name in record), name);
  assert.equal(record.availability, 'available');
});

test('a pre-registration has neither price nor installs', async () => {
  const record = await app('com.preregistration.x');
  assert.deepEqual([record.availability, record.available, record.preregister], ['preregistration', false, true]);
  for (const name of ['free', 'price', 'currency', 'offerType', 'installs', 'released', 'score']) {
    assert.ok(!(name in record), name);
  }
});

test('an app that is not offered in the country is served, and says so', async () => {
  const record = await app('com.notinregion.x');
  assert.deepEqual([record.availability, record.available, record.preregister], ['notOffered', false, false]);
  assert.equal(record.title, 'Title of com.notinregion.x [en/us]');
  assert.equal(record.score, rules.score('com.notinregion.x'));
});

test('an app that does not exist is a NotFoundError', async () => {
  for (const call of [app, fetchAndParseApp]) {
    await assert.rejects(call('com.missing.x'), { name: 'NotFoundError', code: 'ERR_PLAYFAST_NOT_FOUND' });
  }
});

test('a price has units, millionths and a text; a sale has both prices and its end', async () => {
  const asked = ['us', 'gb', 'in', 'br', 'de', 'jp'].map((country) => ({ appId: 'com.paid.x', country }));
  const records = (await appBatch(asked)).map(({ value }) => value);
  assert.deepEqual(
    records.map(({ price, priceMicros, currency, priceText, originalPrice, originalPriceMicros }) => [
      price,
      priceMicros,
      currency,
      priceText,
      originalPrice,
      originalPriceMicros,
    ]),
    [
      [6.99, 6_990_000, 'USD', '$6.99', 9.99, 9_990_000],
      [6.99, 6_990_000, 'GBP', '£6.99', 9.99, 9_990_000],
      [6.99, 6_990_000, 'INR', '₹6.99', 9.99, 9_990_000],
      [6.99, 6_990_000, 'BRL', 'R$\u00a06.99', 9.99, 9_990_000],
      [6.99, 6_990_000, 'EUR', '6,99\u00a0€', 9.99, 9_990_000],
      [699, 699_000_000, 'JPY', '¥699', 999, 999_000_000],
    ],
  );
  for (const { free, offerType, discountEndDate } of records) {
    assert.deepEqual([free, offerType, discountEndDate], [false, 'buy', Date.UTC(2030, 0, 1)]);
  }
});

test('a free app costs 0 and has no price text', async () => {
  const record = await app('com.example.free');
  assert.deepEqual([record.free, record.price, record.priceMicros, record.offerType], [true, 0, 0, 'install']);
  for (const name of ['priceText', 'originalPrice', 'discountEndDate']) assert.ok(!(name in record), name);
});

test('language and country change what the server says they change', async () => {
  const appId = 'com.example.world';
  const german = await app({ appId, lang: 'de', country: 'DE' });
  assert.equal(german.title, `Title of ${appId} [de/de]`);
  assert.equal(german.url, `https://play.google.com/store/apps/details?id=${appId}&hl=de&gl=de`);
  assert.equal(german.summary, `Kurzbeschreibung für ${appId} & what it's for`);
  assert.equal(german.offeredBy, 'Google Commerce Ltd');
  assert.equal(german.contentRating, 'USK: Ages 12+');
  assert.equal(german.IAPRange, '0,99\u00a0€ - 149,99\u00a0€ pro Artikel');
  assert.equal(german.translated, true);
  assert.match(german.description, /^Translated to de: /);
  assert.equal(german.reviews, rules.reviews(appId, 'de'));

  const japanese = await app({ appId, lang: 'ja', country: 'jp' });
  assert.match(japanese.summary, /^概要: /);
  const brazilian = await app({ appId, lang: 'pt-BR', country: 'br' });
  assert.equal(brazilian.title, `Title of ${appId} [pt-BR/br]`);
  assert.equal(brazilian.score, german.score);
  assert.equal((await app(appId)).translated, false);
});

test('entities, tags, quotes and emoji come out as text; half an emoji as U+FFFD', async () => {
  const { title, description, descriptionHTML } = await app('com.html.x');
  assert.match(title, /Jerry/);
  assert.match(title, /"com\.html\.x".*🎮/);
  assert.match(description, /^Description of com\.html\.x — made up\.\n\nTom & Jerry's "best" <app> 👩‍👩‍👧/);
  assert.match(description, /a\\b\\"c/);
  assert.match(description, /literal \\u003c/);
  assert.match(description, /half an emoji: \ufffd/);
  assert.doesNotMatch(description, /<br>|&amp;/);
  assert.match(descriptionHTML, /Tom &amp; Jerry&#39;s &quot;best&quot;/);
  assert.ok(Object.values({ title, description, descriptionHTML }).every((text) => text.isWellFormed()));
});

test('a description that quotes a block page blocks nobody', async () => {
  assert.match((await app('com.sorry.x')).description, /unusual traffic/);
});
