// google-play-scraper's `list`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure } from 'playfast';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import { callsOf } from './support/recorded.js';
import * as rules from './support/rules.js';
import { warningsOf } from './support/warnings.js';

const server = await serve();

/** What each chart of the next calls asked for: cluster and category. */
const asked = async () => callsOf(await server.recorded()).flat();

test('without options it is the free apps of all categories, as many as Play serves', async () => {
  await server.configure({ record: true });
  const apps = await gplay.list();
  assert.equal(apps.length, 200);
  assert.deepEqual(await asked(), ['topselling_free APPLICATION']);
});

test('a row has the fields of 10.1, with its types', async () => {
  const apps = await gplay.list({ num: 20, category: gplay.category.GAME_ACTION, lang: 'de', country: 'de' });
  const [first] = apps;
  assert.deepEqual(Object.keys(first).sort(), [
    'appId',
    'currency',
    'developer',
    'developerId',
    'free',
    'icon',
    'price',
    'priceText',
    'score',
    'scoreText',
    'summary',
    'title',
    'url',
  ]);
  const appId = 'com.chart.topselling_free.game_action.de.n001';
  assert.equal(first.appId, appId);
  assert.equal(first.title, `Title of ${appId} [de/de]`);
  assert.equal(first.url, `https://play.google.com/store/apps/details?id=${appId}`);
  assert.equal(first.icon, rules.image(appId, 'icon'));
  assert.equal(first.score, rules.score(appId));
  assert.match(first.scoreText, /^\d\.\d$/);
  assert.equal(first.developer, rules.developer(appId).name);
  assert.deepEqual([first.price, first.free, first.priceText, first.currency], [0, true, 'Free', 'EUR']);
  assert.ok(!/<br>|&#39;|&amp;/.test(first.summary), 'plain text');
  const [unrated, preregistration, paid] = apps.slice(15);
  assert.deepEqual([unrated.score, unrated.scoreText], [undefined, undefined]);
  assert.deepEqual([preregistration.price, preregistration.free], [0, false]);
  assert.deepEqual([paid.price, paid.free, paid.currency], [6.99, false, 'EUR']);
});

test('each category and collection is asked for by its constant', async () => {
  await server.configure({ record: true });
  for (const category of Object.values(gplay.category)) await gplay.list({ category, num: 1 });
  for (const collection of Object.values(gplay.collection)) await gplay.list({ collection, num: 1 });
  const clusters = ['topselling_free', 'topselling_paid', 'topgrossing'];
  assert.deepEqual(await asked(), [
    ...Object.keys(gplay.category).map((id) => `topselling_free ${id}`),
    ...clusters.map((cluster) => `${cluster} APPLICATION`),
  ]);
});

test('num is how many, and more than there ever were are as many as there are', async () => {
  for (const [num, count] of [
    [0, 0],
    [1, 1],
    ['7', 7],
    [1000, 200],
  ]) {
    assert.equal((await gplay.list({ num })).length, count);
  }
  assert.equal((await server.stats()).calls, 3);
});

test('an empty chart is an empty list', async () => {
  assert.deepEqual(await gplay.list({ collection: gplay.collection.TOP_PAID, category: 'DATING' }), []);
});

test('fullDetail is one batch of records, in the order of the chart', async () => {
  const rows = await gplay.list({ num: 40 });
  await server.reset();
  const records = await gplay.list({ num: 40, fullDetail: true });
  assert.deepEqual(
    records.map(({ appId }) => appId),
    rows.map(({ appId }) => appId),
  );
  assert.deepEqual(records[0], await gplay.app({ appId: rows[0].appId }));
  const { requests, appCalls } = await server.stats();
  // The chart, two of 40 records and 40 calls for comments, and the one of the comparison.
  assert.equal(appCalls, 41);
  assert.ok(requests <= 5, `${requests} requests`);
});

test('fullDetail leaves out apps that are gone, and rejects when one cannot be read', async () => {
  // The first fault meets the chart, and changes nothing there; the others meet the records and the comments.
  const fault = (frame) => server.configure({ faults: [{ frame: 'wrongApp' }, { frame, count: 6 }] });
  await fault('null');
  assert.deepEqual(await gplay.list({ num: 3, fullDetail: true }), []);
  assert.deepEqual((await server.stats()).faults, { wrongApp: 1, null: 6 });
  configure({ ...server.settings, attempts: 1 });
  await fault('missing');
  await assert.rejects(gplay.list({ num: 3, fullDetail: true }), {
    code: 'ERR_PLAYFAST_SERVER',
    message: /^Error requesting Google Play: /,
  });
});

test('what is no constant rejects with google-play-scraper’s words, and nothing is asked', async () => {
  for (const [options, message] of [
    [{ category: 'wrong' }, 'Invalid category wrong'],
    [{ collection: 'topselling_free' }, 'Invalid collection topselling_free'],
    [{ age: 'elderly' }, 'Invalid age range elderly'],
  ]) {
    await assert.rejects(gplay.list(options), { message, code: 'ERR_PLAYFAST_INVALID_ARGUMENT' });
  }
  for (const num of [-1, 'many']) await assert.rejects(gplay.list({ num }), { field: 'num' });
  assert.equal((await server.stats()).requests, 0);
});

test('age, and options that there are not, are warned of once', async () => {
  const warnings = await warningsOf(async () => {
    for (let time = 0; time < 2; time += 1) await gplay.list({ num: 1, age: gplay.age.NINE_UP, start: 10 });
  });
  assert.equal(warnings.length, 2);
  assert.match(warnings[0].message, /list: the option start has no effect; known are collection, /);
  assert.match(warnings[1].message, /list: the option age has no effect/);
  assert.ok(warnings.every(({ code }) => code === 'PLAYFAST_COMPAT'));
});
