// Proxies as exits: which is asked, what happens when one is blocked or down, and that nobody sees a password.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { allReviews, app, appBatch, configure, stats } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();
const SECRET = 'hunter2';

/** Starts proxies that want a password; gives them with the addresses that have it. */
async function proxies(...kinds) {
  const started = [];
  for (const kind of kinds) {
    const proxy = await server.startProxy({ kind, username: 'ann', password: SECRET });
    const url = new URL(proxy.url);
    url.username = 'ann';
    url.password = SECRET;
    started.push({ ...proxy, withPassword: url.href });
  }
  return started;
}

/** HTTP requests from each address. */
const byAddress = async () =>
  Object.fromEntries(
    Object.entries((await server.stats()).byAddress).map(([address, { requests }]) => [address, requests]),
  );

test('lookups go through each kind of proxy', async () => {
  for (const kind of ['http', 'https', 'socks5']) {
    const [proxy] = await proxies(kind);
    await server.reset();
    configure({ ...server.settings, proxies: [proxy.withPassword] });
    assert.equal((await app('com.a.b')).appId, 'com.a.b', kind);
    assert.deepEqual(await byAddress(), { [proxy.address]: 1 });
  }
});

test('several exits share the work', async () => {
  const [one, two] = await proxies('http', 'socks5');
  await server.configure({ latencyMs: 20 });
  configure({ ...server.settings, proxies: [one.withPassword, { url: two.withPassword }], concurrency: 1 });
  const outcomes = await appBatch(ids(320));
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
  const seen = await byAddress();
  assert.deepEqual(Object.keys(seen).sort(), [one.address, two.address].sort());
  assert.ok(
    Object.values(seen).every((requests) => requests >= 3),
    inspect(seen),
  );
});

test('a country is asked for through the exits that are named for it', async () => {
  const [one, two] = await proxies('http', 'http');
  const korean = { url: two.withPassword, countries: ['KR'] };
  configure({ ...server.settings, proxies: [one.withPassword, korean] });
  await appBatch(ids(3).map((appId) => ({ appId, country: 'kr' })));
  assert.deepEqual(await byAddress(), { [two.address]: 1 });
  await appBatch(ids(3).map((appId) => ({ appId, country: 'de' })));
  assert.deepEqual(await byAddress(), { [one.address]: 1, [two.address]: 1 });
});

test('where one exit is blocked, the others go on, and even a single is answered', async () => {
  const [one, two] = await proxies('http', 'http');
  configure({ ...server.settings, proxies: [one.withPassword, two.withPassword] });
  await server.configure({ block: { kind: 'sorry', address: one.address } });
  for (const id of ids(10)) assert.equal((await app(id)).appId, id);
  assert.equal((await byAddress())[one.address], 1);
  const [blocked, open] = stats().exits;
  assert.match(blocked.held, /captcha/);
  assert.equal(open.held, undefined);
});

test('where one exit is down, the others go on', async () => {
  const [one, two] = await proxies('http', 'http');
  configure({ ...server.settings, proxies: [one.withPassword, two.withPassword] });
  await one.down();
  const outcomes = await appBatch(ids(200));
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
  assert.deepEqual(Object.keys(await byAddress()), [two.address]);
  await one.up();
});

test('a walk stays on one exit', async () => {
  const [one, two] = await proxies('http', 'http');
  configure({ ...server.settings, proxies: [one.withPassword, two.withPassword] });
  const walk = allReviews('com.cookie.a', { num: 100 });
  for await (const { id } of walk) assert.ok(id);
  assert.deepEqual(Object.values(await byAddress()), [walk.pages]);
});

test('no error and no statistic shows a password', async () => {
  const [proxy] = await proxies('http');
  const wrong = proxy.withPassword.replace(SECRET, 'swordfish');
  configure({ ...server.settings, proxies: [wrong], attempts: 1 });
  const error = await app('com.a.b').catch((thrown) => thrown);
  assert.ok(error instanceof Error);
  const shown = inspect({ error, cause: error.cause, stack: error.stack, stats: stats() }, { depth: 9 });
  assert.doesNotMatch(shown, /swordfish/);
  assert.doesNotMatch(shown, /ann:/);
  assert.equal(stats().exits[0].name.includes('@'), false);
});
