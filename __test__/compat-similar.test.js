// google-play-scraper's `similar` and `developer`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import { developer } from './support/rules.js';

const server = await serve();

const idsOf = (apps) => apps.map(({ appId }) => appId);
const numbered = (prefix, count) =>
  Array.from({ length: count }, (_, n) => `${prefix}.n${String(n + 1).padStart(3, '0')}`);
const number = (index) => String(5_000_000_000_000_000_000n + BigInt(index));

test('similar apps are all that Play has, not those of the developer', async () => {
  const apps = await gplay.similar({ appId: 'com.a.b' });
  assert.deepEqual(idsOf(apps), numbered('com.similar.scom_a_b.us', 70));
  assert.ok(new Set(apps.map((app) => app.developer)).size > 1);
  assert.equal((await gplay.similar({ appId: 'com.a.b', num: 6 })).length, 6);
});

test('similar apps are in the language and country asked, and rows of lists', async () => {
  const [first] = await gplay.similar({ appId: 'com.a.b', num: 1, lang: 'de', country: 'DE' });
  assert.equal(first.title, 'Title of com.similar.scom_a_b.de.n001 [de/de]');
  const [row] = await gplay.list({ num: 1 });
  assert.deepEqual(Object.keys(first), Object.keys(row));
});

test('fullDetail of similar apps is one batch', async () => {
  const records = await gplay.similar({ appId: 'com.a.b', num: 30, fullDetail: true });
  assert.deepEqual(idsOf(records), numbered('com.similar.scom_a_b.us', 30));
  assert.equal(records[0].url, `https://play.google.com/store/apps/details?id=${records[0].appId}&hl=en&gl=us`);
  assert.equal((await server.stats()).appCalls, 30);
});

test('an app without similar ones has none, an unknown one rejects with 404', async () => {
  assert.deepEqual(await gplay.similar({ appId: 'com.alone.a' }), []);
  assert.deepEqual(await gplay.similar({ appId: 'com.onlydeveloper.a' }), []);
  await assert.rejects(gplay.similar({ appId: 'com.missing.a' }), { message: 'App not found (404)', status: 404 });
  await server.reset();
  for (const options of [undefined, {}]) await assert.rejects(gplay.similar(options), { message: 'appId missing' });
  assert.equal((await server.stats()).requests, 0);
});

test('none are no request', async () => {
  for (const fullDetail of [false, true]) {
    assert.deepEqual(await gplay.similar({ appId: 'com.a.b', num: 0, fullDetail }), []);
    assert.deepEqual(await gplay.developer({ devId: number(6), num: 0, fullDetail }), []);
  }
  assert.equal((await server.stats()).requests, 0);
});

test('a developer has 60 apps unless told how many, by number or name', async () => {
  const byNumber = await gplay.developer({ devId: number(6) });
  assert.deepEqual(idsOf(byNumber), numbered('com.developer.d6.us', 60));
  assert.deepEqual(
    idsOf(await gplay.developer({ devId: 'Café & Co 3', num: 12 })),
    numbered('com.developer.d3.us', 12),
  );
  assert.equal((await gplay.developer({ devId: number(6), num: 5000 })).length, 260);
  const summaries = byNumber.map(({ summary }) => summary);
  assert.ok(summaries.every((summary) => typeof summary === 'string'));
});

test('rows of a developer name the id, which finds the developer again', async () => {
  const { developerId } = await gplay.app({ appId: 'com.a.b' });
  const [first] = await gplay.developer({ devId: developerId, num: 1 });
  assert.deepEqual([first.developer, first.developerId], [developer('com.a.b').name, developerId]);
});

test('fullDetail of a developer is one batch', async () => {
  const records = await gplay.developer({ devId: number(6), num: 10, fullDetail: true, lang: 'de', country: 'de' });
  assert.deepEqual(idsOf(records), numbered('com.developer.d6.de', 10));
  assert.equal(records[0].title, 'Title of com.developer.d6.de.n001 [de/de]');
});

test('an unknown developer rejects with 404; none, or a number that is not exact, at once', async () => {
  await assert.rejects(gplay.developer({ devId: 'Nobody, Inc.' }), { message: 'App not found (404)', status: 404 });
  await server.reset();
  for (const options of [undefined, {}]) await assert.rejects(gplay.developer(options), { message: 'devId missing' });
  await assert.rejects(gplay.developer({ devId: Number(number(6)) }), { field: 'devId' });
  assert.equal((await server.stats()).requests, 0);
});
