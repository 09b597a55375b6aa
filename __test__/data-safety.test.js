// Data safety, by RPC and from its page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, dataSafety, dataSafetyBatch, dataSafetyStream } from 'playfast';
import { serve } from './support/client.js';
import { serveFixed } from './support/fixed-server.js';
import { ids, pick } from './support/rules.js';

const server = await serve();
const APP = 'com.example.app';
const PARSE = 'ERR_PLAYFAST_PARSE';

/** What the Play server makes an app declare, in English. */
const declared = (appId) => ({
  appId,
  url: `https://play.google.com/store/apps/datasafety?id=${appId}&hl=en&gl=us`,
  title: `Title of ${appId} [en/us]`,
  privacyPolicyUrl: `https://example.com/${appId}/privacy`,
  sharedHeading: 'Data shared',
  collectedHeading: 'Data collected',
  sharedData: [
    { data: 'Device or other IDs', optional: false, purpose: 'Advertising or marketing', type: 'Device or other IDs' },
  ],
  collectedData: [
    { data: 'Approximate location', optional: true, purpose: 'App functionality, Analytics', type: 'Location' },
    {
      data: 'Precise location',
      optional: true,
      purpose: 'Fraud prevention, security, and compliance, Personalization',
      type: 'Location',
    },
    {
      data: 'Email address',
      optional: pick(appId, 'optional', 2) === 0,
      purpose: 'Account management',
      type: 'Personal info',
    },
  ],
  securityPractices: [
    {
      practice: 'Data is encrypted in transit',
      description: 'Your data is transferred over a secure connection',
      descriptionHTML: 'Your data is transferred over a secure connection',
    },
    {
      practice: 'You can request that data be deleted',
      description: 'The developer provides a way',
      descriptionHTML: 'The developer provides a <a href="https://example.com">way</a>',
    },
  ],
});

test('all that an app declares is read, by RPC and from the page', async () => {
  assert.deepEqual(await dataSafety(APP), declared(APP));
  assert.equal((await server.stats()).pageRequests, 0);
  assert.deepEqual(await dataSafety(APP, { source: 'page' }), declared(APP));
  assert.equal((await server.stats()).pageRequests, 1);
});

test('data that is optional and data that is not are told apart in both', async () => {
  const appIds = ids(8);
  for (const source of ['rpc', 'page']) {
    const outcomes = await dataSafetyBatch(appIds, { source });
    assert.deepEqual(
      outcomes.map(({ value }) => value.collectedData[2].optional),
      appIds.map((id) => pick(id, 'optional', 2) === 0),
    );
  }
});

test('texts are in the language asked', async () => {
  for (const source of ['rpc', 'page']) {
    const german = await dataSafety({ appId: APP, lang: 'de', country: 'at' }, { source });
    assert.equal(german.title, `Title of ${APP} [de/at]`);
    assert.deepEqual([german.sharedHeading, german.collectedData[0].type], ['Data shared [de]', 'Location [de]']);
    assert.equal(german.url, `https://play.google.com/store/apps/datasafety?id=${APP}&hl=de&gl=at`);
  }
});

test('an app that declares nothing is an answer', async () => {
  for (const source of ['rpc', 'page']) {
    const { sharedData, collectedData, securityPractices } = await dataSafety('com.undeclared.a', { source });
    assert.deepEqual([sharedData, collectedData, securityPractices], [[], [], []]);
  }
});

test('records of other shapes are read alike', async () => {
  for (const id of ['com.sparse.a', 'com.page2022.a', 'com.notinregion.a', 'com.preregistration.a']) {
    assert.deepEqual(await dataSafety(id, { source: 'rpc' }), declared(id));
    assert.deepEqual(await dataSafety(id, { source: 'page' }), declared(id));
  }
});

test('an app that is not there is not found, whatever the status and the language of its page', async () => {
  for (const source of ['rpc', 'page']) {
    for (const lang of ['en', 'de']) {
      await assert.rejects(dataSafety({ appId: 'com.missing.a', lang }, { source }), (error) => {
        assert.deepEqual([error.code, error.attempts], ['ERR_PLAYFAST_NOT_FOUND', 1]);
        assert.match(error.message, /^data safety of com\.missing\.a \(/);
        return true;
      });
    }
  }
});

test('32 of one language and country share a request', async () => {
  const appIds = ids(100);
  const outcomes = await dataSafetyBatch(appIds);
  assert.deepEqual(
    outcomes.map(({ value }) => value),
    appIds.map(declared),
  );
  const { requests, calls } = await server.stats();
  assert.deepEqual([requests, calls], [4, 100]);
});

test('the page is asked where the RPC cannot be read, and only then', async () => {
  await server.configure({ faults: Array(3).fill({ frame: 'unparsable' }) });
  assert.deepEqual(await dataSafety(APP), declared(APP));
  assert.equal((await server.stats()).pageRequests, 1);
  configure({ ...server.settings, attempts: 1 });
  await server.configure({ faults: [{ frame: 'unparsable' }] });
  await assert.rejects(dataSafety(APP, { source: 'rpc' }), { code: PARSE, block: 'Ws7gDc' });
});

test("another app's declaration is not taken for this one's", async () => {
  await server.configure({ faults: [{ frame: 'wrongApp' }] });
  assert.deepEqual(await dataSafety(APP), declared(APP));
  assert.equal((await server.stats()).requests, 2);
});

test('a page without the block is an error', async () => {
  const block = `AF_initDataCallback({key: 'ds:0', hash: '1', data:[], sideChannel: {}});`;
  configure({ baseUrl: await serveFixed(block), rate: 'off' });
  await assert.rejects(dataSafety(APP, { source: 'page' }), { code: PARSE, block: 'Ws7gDc' });
});

test('a page whose block is empty is that of an app that is not there', async () => {
  const map = `AF_dataServiceRequests = {'ds:3' : {id:'Ws7gDc',request:[]}};`;
  for (const data of ['[]', 'null']) {
    const block = `AF_initDataCallback({key: 'ds:3', hash: '1', data:${data}, sideChannel: {}});`;
    configure({ baseUrl: await serveFixed(map + block), rate: 'off' });
    await assert.rejects(dataSafety(APP, { source: 'page' }), { code: 'ERR_PLAYFAST_NOT_FOUND' });
  }
});

test('a stream gives each outcome once', async () => {
  const statuses = [];
  for await (const { index, status } of dataSafetyStream([APP, 'com.missing.a', APP])) statuses[index] = status;
  assert.deepEqual(statuses, ['fulfilled', 'rejected', 'fulfilled']);
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { appId: '', lang: 'english', country: 'usa', source: 'page' };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(dataSafety({ appId: APP, [field]: value }), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  await assert.rejects(dataSafety(APP, { source: 'html' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
