// A fifth of all requests or calls goes wrong: each lookup is found, is right, comes once, and takes few requests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appStream, configure, listStream } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

const APPS = ids(320);
/** With it some of the few POSTs are struck. */
const SEED = 10;
/** So many that no lookup is struck each time, however requests are packed. */
const ATTEMPTS = 20;

/** Streams while these faults strike, and tells what came and what it took. */
async function run(stream, requests, chances, settings = {}) {
  await server.reset();
  await server.configure({ latencyMs: 20, appCostMs: 0, chartCostMs: 0, chances, seed: SEED });
  configure({ ...server.settings, attempts: ATTEMPTS, ...settings });
  const outcomes = [];
  for await (const outcome of stream(requests)) outcomes.push(outcome);
  const { requests: taken, calls, pageRequests, faults } = await server.stats();
  return { outcomes, taken, asked: calls + pageRequests, faults };
}

/** The outcomes in the order asked, if there is one for each. */
function inOrder(outcomes, count) {
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  assert.deepEqual([outcomes.length, byIndex.size], [count, count], 'each once');
  return Array.from({ length: count }, (_, index) => byIndex.get(index));
}

/** All apps while these faults strike, and what it took beyond what it takes without them. */
async function survives(chances, apps = APPS, settings = {}) {
  const { taken: withoutFaults } = await run(appStream, apps, {});
  const { outcomes, taken, asked, faults } = await run(appStream, apps, chances, settings);
  assert.deepEqual(
    inOrder(outcomes, apps.length).map(({ value, reason }) => value?.title ?? `${reason}`),
    apps.map((appId) => `Title of ${appId} [en/us]`),
  );
  return { more: taken - withoutFaults, again: asked - apps.length, faults };
}

for (const fault of ['reset', 'badGzip', 'stalledBody', 'status503']) {
  test(`${fault} at 20 % of the requests`, async () => {
    // Nobody waits long for what never comes.
    const settings = fault === 'stalledBody' ? { timeoutMs: 5000 } : {};
    const { more, again, faults } = await survives({ [fault]: 0.2 }, APPS, settings);
    const struck = faults[fault];
    assert.ok(struck > 0, 'it struck');
    // The server counts the calls of a POST whose answer is struck, and none of one that is not answered.
    assert.ok(again <= 32 * struck, `${again} calls again, ${struck} requests were struck`);
    assert.ok(more <= 2 * struck, `${more} requests more, ${struck} were struck`);
  });
}

for (const fault of ['missing', 'wrongApp', 'unparsable']) {
  test(`${fault} at 20 % of the calls`, async () => {
    const { more, again, faults } = await survives({ [fault]: 0.2 });
    const struck = faults[fault];
    assert.ok(struck > APPS.length / 10, 'it struck');
    assert.equal(again, struck, 'what was struck is asked again, and nothing else');
    assert.ok(more < struck / 2, `${more} requests more, ${struck} calls were struck`);
  });
}

test('connections that break at 20 % of the requests, with all that is on them', async () => {
  // Sixteen of the thirty requests are on the first one; then they are few at a time.
  const { more, faults } = await survives({ resetConnection: 0.2 }, ids(960));
  assert.ok(faults.resetConnection > 0, 'it struck');
  assert.ok(more < 16 + 3 * faults.resetConnection, `${more} requests more, ${faults.resetConnection} breaks`);
});

test('faults of all sorts at 20 % in sum', async () => {
  const [ofRequests, ofCalls] = [
    { reset: 0.04, truncated: 0.03, status500: 0.03 },
    { missing: 0.04, echo: 0.03, gateway: 0.03 },
  ];
  const { more, again, faults } = await survives({ ...ofRequests, ...ofCalls });
  assert.ok(Object.keys(faults).length >= 4, `${Object.keys(faults)} struck`);
  const strikes = (chances) => Object.keys(chances).reduce((sum, fault) => sum + (faults[fault] ?? 0), 0);
  const [requests, calls] = [strikes(ofRequests), strikes(ofCalls)];
  assert.ok(again >= calls && again <= calls + 32 * requests, `${again} calls again, ${JSON.stringify(faults)}`);
  assert.ok(more <= 2 * requests + calls / 2, `${more} requests more, ${JSON.stringify(faults)}`);
});

test('charts under faults at 20 % in sum', async () => {
  const asked = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE', 'EDUCATION'].flatMap((category) =>
    ['us', 'gb', 'de', 'br'].map((country) => ({ category, country, num: 20 })),
  );
  const { outcomes, faults } = await run(listStream, asked, { status503: 0.1, missing: 0.1 });
  assert.deepEqual(
    inOrder(outcomes, asked.length).map(({ value, reason }) => value?.apps[0].appId ?? `${reason}`),
    asked.map(({ category, country }) => `com.chart.topselling_free.${category.toLowerCase()}.${country}.n001`),
  );
  assert.ok(faults.missing > 0);
});
