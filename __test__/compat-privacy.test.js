// google-play-scraper's `permissions` and `datasafety`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import { pick } from './support/rules.js';

const server = await serve();
const APP = 'com.example.app';

test('permissions have texts and types, those in no group too', async () => {
  const permissions = await gplay.permissions({ appId: APP });
  assert.deepEqual(permissions[0], { permission: 'find accounts on the device', type: 'Identity' });
  assert.deepEqual(permissions.at(-1), { permission: 'receive data from Internet', type: '' });
  assert.ok(permissions.some(({ type }) => type === 'Other'));
});

test('permissions in short are the names of the common groups', async () => {
  const short = await gplay.permissions({ appId: APP, short: true });
  assert.equal(short.length, 5 + pick(APP, 'permissions', 5));
  assert.equal(short[0], 'Identity');
  assert.ok(!short.includes('Other'));
  assert.deepEqual(await gplay.permissions({ appId: 'com.otherpermissions.a', short: true }), []);
});

test('permissions are in the language asked', async () => {
  const [first] = await gplay.permissions({ appId: APP, lang: 'de' });
  assert.deepEqual(first, { permission: 'find accounts on the device [de]', type: 'Identity [de]' });
});

test('an app without permissions has none', async () => {
  assert.deepEqual(await gplay.permissions({ appId: 'com.nopermissions.a' }), []);
  assert.deepEqual(await gplay.permissions({ appId: 'com.nopermissions.a', short: true }), []);
});

test('data safety has the fields of 10.1', async () => {
  const { sharedData, collectedData, securityPractices, ...rest } = await gplay.datasafety({ appId: APP });
  assert.deepEqual(sharedData, [
    { data: 'Device or other IDs', optional: false, purpose: 'Advertising or marketing', type: 'Device or other IDs' },
  ]);
  assert.deepEqual(collectedData[0], {
    data: 'Approximate location',
    optional: true,
    purpose: 'App functionality, Analytics',
    type: 'Location',
  });
  assert.equal(collectedData.length, 3);
  assert.deepEqual(securityPractices, [
    { practice: 'Data is encrypted in transit', description: 'Your data is transferred over a secure connection' },
    {
      practice: 'You can request that data be deleted',
      description: 'The developer provides a <a href="https://example.com">way</a>',
    },
  ]);
  assert.deepEqual(rest, { privacyPolicyUrl: `https://example.com/${APP}/privacy` });
});

for (const method of ['permissions', 'datasafety']) {
  test(`${method} of an unknown app rejects with 404, without an id at once`, async () => {
    await assert.rejects(gplay[method]({ appId: 'com.missing.a' }), { message: 'App not found (404)', status: 404 });
    await server.reset();
    for (const options of [undefined, {}]) await assert.rejects(gplay[method](options), { message: 'appId missing' });
    assert.equal((await server.stats()).requests, 0);
  });
}
