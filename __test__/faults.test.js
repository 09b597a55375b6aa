// A fifth of all requests or calls goes wrong: each lookup is found, is right, comes once, and takes few requests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appStream, configure, listStream } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

const APPS = ids(320);
const MOST_REQUESTS = { single: 2, mixed: 3 };
/** With it some of the few POSTs are struck, and no lookup is six times in a row. */
const SEED = 10;
/** So that nobody waits long for what never comes. */
const TIMEOUT_MS = 1000;

/** Streams while these faults strike, and tells what came and what it took. */
async function run(stream, requests, chances, seed) {
  await server.reset();
  await server.configure({ latencyMs: 20, appCostMs: 0, chartCostMs: 0, chances, seed });
  configure({ ...server.settings, timeoutMs: TIMEOUT_MS });
  const outcomes = [];
  for await (const outcome of stream(requests)) outcomes.push(outcome);
  const { requests: taken, faults } = await server.stats();
  return { outcomes, taken, faults };
}

/** The outcomes in the order asked, if there is one for each. */
function inOrder(outcomes, count) {
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  assert.deepEqual([outcomes.length, byIndex.size], [count, count], 'each once');
  return Array.from({ length: count }, (_, index) => byIndex.get(index));
}

async function survives(chances, { seed, most, apps = APPS }) {
  const { taken: withoutFaults } = await run(appStream, apps, {}, seed);
  const { outcomes, taken, faults } = await run(appStream, apps, chances, seed);
  assert.deepEqual(
    inOrder(outcomes, apps.length).map(({ value, reason }) => value?.title ?? `${reason}`),
    apps.map((appId) => `Title of ${appId} [en/us]`),
  );
  assert.ok(taken < most * withoutFaults, `${taken} requests, ${withoutFaults} without faults`);
  return faults;
}

for (const fault of ['reset', 'badGzip', 'stalledBody', 'status503', 'missing', 'wrongApp', 'unparsable']) {
  test(`${fault} at 20 %`, async () => {
    const faults = await survives({ [fault]: 0.2 }, { seed: SEED, most: MOST_REQUESTS.single });
    assert.ok(faults[fault] > 0, 'it struck');
  });
}

test('connections that break at 20 % of the requests, with all that is on them', async () => {
  // Sixteen of the thirty requests are on the first one.
  const faults = await survives({ resetConnection: 0.2 }, { seed: SEED, most: 3, apps: ids(960) });
  assert.ok(faults.resetConnection > 0, 'it struck');
});

test('faults of all sorts at 20 % in sum', async () => {
  const chances = { reset: 0.04, truncated: 0.03, status500: 0.03, missing: 0.04, echo: 0.03, gateway: 0.03 };
  const faults = await survives(chances, { seed: SEED, most: MOST_REQUESTS.mixed });
  assert.ok(Object.keys(faults).length >= 4, `${Object.keys(faults)} struck`);
});

test('charts under faults at 20 % in sum', async () => {
  const asked = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE', 'EDUCATION'].flatMap((category) =>
    ['us', 'gb', 'de', 'br'].map((country) => ({ category, country, num: 20 })),
  );
  const { outcomes, faults } = await run(listStream, asked, { status503: 0.1, missing: 0.1 }, SEED);
  assert.deepEqual(
    inOrder(outcomes, asked.length).map(({ value, reason }) => value?.apps[0].appId ?? `${reason}`),
    asked.map(({ category, country }) => `com.chart.topselling_free.${category.toLowerCase()}.${country}.n001`),
  );
  assert.ok(faults.missing > 0);
});
