// Google asks for a consent to cookies: it is refused once with a cookie, or counts as a block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, BlockedError, configure, stats } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

const PACK = 32;

/** What the server counted: requests, those that were asked for a consent, and those with a cookie. */
async function counted() {
  const { requests, blocked, cookieRequests } = await server.stats();
  return { requests, blocked, cookieRequests };
}

test("consent: 'reject' sends the cookie once more, and from then on", async () => {
  for (const kind of ['consentRedirect', 'consent']) {
    configure({ ...server.settings, consent: 'reject' });
    await server.reset();
    await server.configure({ block: { kind } });
    assert.equal((await app('com.a.b')).title, 'Title of com.a.b [en/us]');
    assert.deepEqual(await counted(), { requests: 2, blocked: 1, cookieRequests: 1 }, kind);
    const outcomes = await appBatch(ids(3 * PACK));
    assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
    assert.deepEqual(await counted(), { requests: 5, blocked: 1, cookieRequests: 4 }, kind);
    assert.equal(stats().exits[0].held, undefined);
  }
});

test('pages are asked for with the cookie too', async () => {
  configure({ ...server.settings, consent: 'reject' });
  await server.configure({ block: { kind: 'consentRedirect' } });
  assert.equal((await app('com.a.b', { source: 'page' })).appId, 'com.a.b');
  assert.deepEqual(await counted(), { requests: 2, blocked: 1, cookieRequests: 1 });
});

test('a batch whose requests are all asked for a consent loses nothing', async () => {
  configure({ ...server.settings, consent: 'reject' });
  await server.configure({ block: { kind: 'consentRedirect' }, latencyMs: 50 });
  const asked = ids(8 * PACK);
  const outcomes = await appBatch(asked, { deadlineMs: 20_000 });
  assert.deepEqual(
    outcomes.map(({ value }) => value?.appId),
    asked,
  );
  assert.deepEqual(await counted(), { requests: 16, blocked: 8, cookieRequests: 8 });
});

test('each exit learns of it on its own', async () => {
  const proxies = await Promise.all([server.startProxy({ kind: 'http' }), server.startProxy({ kind: 'http' })]);
  configure({ ...server.settings, consent: 'reject', proxies: proxies.map(({ url }) => url) });
  await server.configure({ block: { kind: 'consentRedirect', address: proxies[0].address } });
  for (const appId of ids(4)) assert.equal((await app(appId)).appId, appId);
  const { blocked, cookieRequests, byAddress } = await server.stats();
  assert.equal(blocked, 1);
  assert.equal(
    cookieRequests,
    byAddress[proxies[0].address].requests - 1,
    'all but the first of the exit that was asked',
  );
});

test('who does not refuse sends no cookie, and is blocked', async () => {
  for (const consent of [undefined, 'block']) {
    configure({ ...server.settings, consent });
    await server.reset();
    await server.configure({ block: { kind: 'consentRedirect' } });
    await assert.rejects(app('com.a.b'), BlockedError);
    assert.deepEqual(await counted(), { requests: 1, blocked: 1, cookieRequests: 0 });
  }
});

test('a captcha is no question of consent', async () => {
  configure({ ...server.settings, consent: 'reject' });
  await server.configure({ block: { kind: 'sorryRedirect' } });
  await assert.rejects(app('com.a.b'), BlockedError);
  assert.deepEqual(await counted(), { requests: 1, blocked: 1, cookieRequests: 0 });
});
