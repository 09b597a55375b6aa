// What a batch asks, and what it gives back: order, duplicates, grouping, bounds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  appBatch,
  configure,
  fetchAndParseAppsBatch,
  fetchAndParseListBatch,
  listBatch,
  NotFoundError,
} from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

test('an empty batch asks nothing', async () => {
  for (const call of [appBatch, listBatch, fetchAndParseAppsBatch, fetchAndParseListBatch]) {
    assert.deepEqual(await call([]), []);
    assert.deepEqual(await call([], { timeoutMs: 1000 }), []);
  }
  assert.equal((await server.stats()).requests, 0);
});

test('outcomes come in the order asked, whatever the order of the answers', async () => {
  await server.configure({ jitterMs: 30 });
  const asked = ids(100).reverse();
  const outcomes = await appBatch(asked);
  await server.configure({ jitterMs: 0 });
  assert.deepEqual(
    outcomes.map(({ index, value }) => [index, value.appId]),
    asked.map((id, index) => [index, id]),
  );
});

test('100 apps of one language and country are 4 requests on one connection', async () => {
  const outcomes = await appBatch(ids(100));
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
  const { requests, connections, appCalls } = await server.stats();
  assert.deepEqual({ requests, connections, appCalls }, { requests: 4, connections: 1, appCalls: 100 });
});

test('25 charts of 5 countries are at most 10 requests on one connection', async () => {
  const asked = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE', 'WEATHER'].flatMap((category) =>
    ['us', 'kr', 'jp', 'de', 'fr'].map((country) => ({ category, country })),
  );
  const outcomes = await listBatch(asked);
  for (const [index, { category, country }] of asked.entries()) {
    const { apps, complete } = outcomes[index].value;
    assert.deepEqual([apps.length, complete], [100, true]);
    assert.equal(apps[0].appId, `com.chart.topselling_free.${category}.${country}.n001`.toLowerCase());
  }
  const { requests, connections, chartCalls } = await server.stats();
  assert.ok(requests <= 10, `${requests} requests`);
  assert.deepEqual({ connections, chartCalls }, { connections: 1, chartCalls: 25 });
});

test('1,000 apps are at most 32 requests, and all are answered', async () => {
  const asked = ids(1000);
  const apps = await fetchAndParseAppsBatch(asked);
  assert.deepEqual(
    apps.map(({ appId }) => appId),
    asked,
  );
  const { requests, connections } = await server.stats();
  assert.ok(requests <= 32, `${requests} requests`);
  assert.equal(connections, 1);
});

test('equal requests are one call, and each place gets an object of its own', async () => {
  const same = ['com.a.b', { appId: 'com.a.b' }, { appId: 'com.a.b', lang: 'en', country: 'US' }];
  const outcomes = await appBatch([...same, 'com.c.d', ...same]);
  assert.equal((await server.stats()).appCalls, 2);
  assert.equal(new Set(outcomes.map(({ value }) => value)).size, 7);
  for (const at of [1, 2, 4, 5, 6]) assert.deepEqual(outcomes[at].value, outcomes[0].value);
  outcomes[0].value.title = 'changed';
  outcomes[0].value.histogram[1] = -1;
  outcomes[0].value.screenshots.length = 0;
  assert.equal(outcomes[6].value.title, 'Title of com.a.b [en/us]');
  assert.ok(outcomes[6].value.histogram[1] >= 0 && outcomes[6].value.screenshots.length > 0);
});

test('500 equal requests are one call', async () => {
  const outcomes = await appBatch(Array(500).fill('com.a.b'));
  assert.ok(outcomes.every(({ value }, at) => value.appId === 'com.a.b' && outcomes[at].index === at));
  const { requests, appCalls } = await server.stats();
  assert.deepEqual({ requests, appCalls }, { requests: 1, appCalls: 1 });
});

test('missing apps are outcomes of their own, beside those that are found', async () => {
  const asked = ['com.a.b', 'com.missing.one', 'com.c.d', 'com.missing.two', 'com.missing.one'];
  const outcomes = await appBatch(asked);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'rejected', 'rejected'],
  );
  for (const at of [1, 3, 4]) {
    assert.ok(outcomes[at].reason instanceof NotFoundError);
    assert.equal(outcomes[at].reason.request, asked[at]);
  }
  assert.notEqual(outcomes[1].reason, outcomes[4].reason);
  assert.equal((await server.stats()).requests, 1);
});

test('an all-or-nothing batch gives values, or the first failure, or outcomes', async () => {
  const values = await fetchAndParseAppsBatch(['com.a.b', 'com.c.d']);
  assert.deepEqual(
    values.map(({ appId }) => appId),
    ['com.a.b', 'com.c.d'],
  );
  await assert.rejects(fetchAndParseAppsBatch(['com.a.b', 'com.missing.x']), {
    name: 'NotFoundError',
    request: 'com.missing.x',
  });
  const [found, missing] = await fetchAndParseAppsBatch(['com.a.b', 'com.missing.x'], { settled: true });
  assert.deepEqual([found.status, missing.status, missing.index], ['fulfilled', 'rejected', 1]);
  const [chart] = await fetchAndParseListBatch([{ num: 3 }]);
  assert.equal(chart.apps.length, 3);
  const [outcome] = await fetchAndParseListBatch([{ num: 3 }], { settled: true });
  assert.deepEqual(outcome.value, chart);
});

test('several languages and countries are grouped, one kind per request', async () => {
  await server.configure({ record: true });
  const locales = [
    ['en', 'us'],
    ['de', 'de'],
    ['en', 'de'],
    ['ja', 'jp'],
  ];
  const asked = ids(10).flatMap((appId) => locales.map(([lang, country]) => ({ appId, lang, country })));
  const outcomes = await appBatch(asked);
  for (const [index, { appId, lang, country }] of asked.entries()) {
    assert.equal(outcomes[index].value.title, `Title of ${appId} [${lang}/${country}]`);
  }
  const queries = (await server.recorded()).map(({ path }) => new URL(path, server.url).searchParams);
  assert.deepEqual(
    queries.map((query) => `${query.get('hl')}/${query.get('gl')}`).sort(),
    locales.map((locale) => locale.join('/')).sort(),
  );
});

test('no more requests at once than configured', async () => {
  await server.configure({ latencyMs: 5 });
  for (const concurrency of [1, 3]) {
    configure({ ...server.settings, concurrency });
    await server.reset();
    await Promise.all([appBatch(ids(300)), appBatch(ids(300, 'com.other.b'))]);
    assert.equal((await server.stats()).maxInFlight, concurrency);
  }
});

test('what the caller does to the list and its requests afterwards changes nothing', async () => {
  const request = { appId: 'com.a.b' };
  const asked = [request, 'com.c.d'];
  const pending = appBatch(asked);
  request.appId = 'com.changed';
  asked.length = 0;
  const outcomes = await pending;
  assert.deepEqual(
    outcomes.map(({ value }) => value.appId),
    ['com.a.b', 'com.c.d'],
  );
});
