// Developers and their apps.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { app, configure, developer, developerBatch, developerStream } from 'playfast';
import { serve } from './support/client.js';
import { developer as developerOf, image } from './support/rules.js';

const server = await serve();
const RPC = { source: 'rpc' };
const PAGE = { source: 'page' };
const PLAY = 'https://play.google.com/store/apps';
/** Apps of the Play server's developers, by their number modulo 7. */
const APPS = [3, 45, 10, 130, 7, 20, 260];

const numberOf = (index) => String(5_000_000_000_000_000_000n + BigInt(index));
const idsOf = ({ apps }) => apps.map(({ appId }) => appId);
const appsOf = (index, count = APPS[index % 7], country = 'us') =>
  Array.from({ length: count }, (_, n) => `com.developer.d${index}.${country}.n${String(n + 1).padStart(3, '0')}`);

/** How many pages and calls a lookup takes. */
async function taken(look) {
  await server.reset();
  const value = await look();
  const { pageRequests, calls } = await server.stats();
  return { value, pageRequests, calls };
}

beforeEach(() => configure({ ...server.settings, attempts: 3 }));

test('a number finds the developer with name, pictures and description, and the apps', async () => {
  const { value, calls } = await taken(() => developer({ devId: numberOf(0), lang: 'de', country: 'at' }));
  assert.deepEqual(value.developer, {
    name: 'Studio 0',
    id: '5000000000000000000',
    url: `${PLAY}/dev?id=5000000000000000000`,
    icon: image('5000000000000000000', 'icon'),
    cover: image('5000000000000000000', 'cover'),
    description: 'Apps by Studio 0 & friends [de]',
  });
  assert.deepEqual(idsOf(value), appsOf(0, 3, 'at'));
  assert.equal(value.apps[0].title, 'Title of com.developer.d0.at.n001 [de/at]');
  assert.deepEqual(Object.keys(value).sort(), ['apps', 'complete', 'developer']);
  assert.deepEqual([value.complete, calls], [true, 2]);
});

test('a name finds the developer and the apps with one call', async () => {
  const { value, calls } = await taken(() => developer('Café & Co 3'));
  assert.deepEqual(value.developer, {
    name: 'Café & Co 3',
    id: 'Café & Co 3',
    url: `${PLAY}/developer?id=Caf%C3%A9%20%26%20Co%203`,
  });
  assert.deepEqual(idsOf(value), appsOf(3, 60));
  assert.deepEqual([value.complete, calls], [true, 2]);
  assert.equal((await taken(() => developer({ devId: 'Café & Co 3', num: 20 }))).calls, 1);
});

test('the address of a page finds the same, and so does what an app says', async () => {
  const byNumber = await developer(numberOf(4));
  assert.deepEqual(await developer(`${PLAY}/dev?id=${numberOf(4)}&hl=de`), byNumber);
  const byName = await developer('Café & Co 13');
  assert.deepEqual(await developer(`${PLAY}/developer?id=Caf%C3%A9+%26+Co+13`), byName);
  const { appId, developerId, developerUrl } = await app('com.a.b');
  const { developer: found } = await developer(developerId);
  assert.equal(found.name, developerOf(appId).name);
  assert.deepEqual((await developer(developerUrl)).developer, found);
});

test('all apps come where more are asked for, each once', async () => {
  const { value, calls } = await taken(() => developer({ devId: numberOf(6), num: 1000 }));
  assert.deepEqual(idsOf(value), appsOf(6));
  // 10, what the head says, then 100 at a time.
  assert.deepEqual([value.apps.length, value.complete, calls], [260, true, 5]);
  assert.deepEqual([value.apps[9].description.length > 0, 'description' in value.apps[10]], [true, false]);
  assert.match(value.apps[10].summary, /^Summary of com\.developer\.d6\.us\.n011 & what it's for$/);
  assert.equal(new Set(value.apps.map((row) => row.developer)).size, 1);
});

test('both layouts are read, whoever answers in which', async () => {
  assert.deepEqual(idsOf(await developer(numberOf(4))), appsOf(4));
  assert.deepEqual(idsOf(await developer({ devId: 'Studio 5', num: 20 })), appsOf(5));
});

test('a developer without a head has a name all the same', async () => {
  const { developer: headless } = await developer(numberOf(6));
  assert.deepEqual(headless, { name: 'Studio 6', id: numberOf(6), url: `${PLAY}/dev?id=${numberOf(6)}` });
});

test('who is not there is not found, whichever way', async () => {
  for (const source of ['rpc', 'page', 'auto']) {
    for (const devId of [numberOf(500), 'Nobody, Inc.']) {
      const asked = developer(devId, { source });
      await assert.rejects(asked, { code: 'ERR_PLAYFAST_NOT_FOUND', message: /no such developer/ });
    }
  }
  await assert.rejects(developer('Nobody', PAGE), { status: 404 });
  await server.configure({ faults: [{ frame: 'error' }] });
  await assert.rejects(developer('Studio 0'), { code: 'ERR_PLAYFAST_NOT_FOUND' });
});

test('the page has all of it', async () => {
  for (const [devId, num] of [
    [numberOf(0), 60],
    [numberOf(4), 60],
    [numberOf(6), 10],
    ['Studio 5', 20],
    ['Café & Co 13', 20],
  ]) {
    const { value, pageRequests, calls } = await taken(() => developer({ devId, num }, PAGE));
    assert.deepEqual([pageRequests, calls], [1, 0]);
    assert.deepEqual(value, await developer({ devId, num }, RPC));
  }
});

test('a page that goes on is continued by the RPC', async () => {
  const asked = { devId: numberOf(3), num: 130 };
  const { value, pageRequests, calls } = await taken(() => developer(asked, PAGE));
  assert.deepEqual([pageRequests, calls], [1, 2]);
  assert.deepEqual(value, await developer(asked));
});

test('the page is asked where the answer cannot be read or the call is refused', async () => {
  const expected = await developer(numberOf(0), RPC);
  for (const faults of [[{ frame: 'unparsable', count: 3 }], [{ status: 400 }]]) {
    await server.reset();
    await server.configure({ faults });
    assert.deepEqual(await developer(numberOf(0)), expected);
    assert.equal((await server.stats()).pageRequests, 1);
  }
  await server.configure({ faults: [{ frame: 'unparsable', count: 3 }] });
  await assert.rejects(developer(numberOf(0), RPC), { code: 'ERR_PLAYFAST_PARSE', block: 'MRTdke' });
});

test('a continuation that Play refuses leaves what was found, and says so', async () => {
  await server.configure({ faults: [{ frame: 'wrongApp' }, { frame: 'error' }] });
  const { apps, complete, incompleteBecause } = await developer({ devId: 'Studio 1', num: 45 });
  assert.deepEqual([idsOf({ apps }), complete, incompleteBecause], [appsOf(1, 20), false, 'short']);
});

test('developers of one language and country share requests, and come in the order asked', async () => {
  const asked = ['Studio 0', 'Nobody', 'Studio 7', numberOf(0)];
  const outcomes = await developerBatch(asked);
  assert.deepEqual(
    outcomes.map(({ value, reason }) => value?.developer.name ?? reason.code),
    ['Studio 0', 'ERR_PLAYFAST_NOT_FOUND', 'Studio 7', 'Studio 0'],
  );
  assert.equal((await server.stats()).requests, 2);
});

test('a stream gives each outcome once', async () => {
  const indexes = [];
  for await (const { index, status } of developerStream(['Studio 0', numberOf(4)])) {
    assert.equal(status, 'fulfilled');
    indexes.push(index);
  }
  assert.deepEqual(indexes.sort(), [0, 1]);
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { devId: ' ', num: 1001, lang: 'english', country: 'usa', appId: 'com.a.b' };
  for (const [field, value] of Object.entries(bad)) {
    const asked = developer({ devId: 'Studio 0', [field]: value });
    await assert.rejects(asked, { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  // More digits than JavaScript's numbers have.
  await assert.rejects(developer({ devId: 5_000_000_000_000_000 }), { field: 'devId', message: /must be a string/ });
  await assert.rejects(developer(`${PLAY}/details?id=com.a.b`), { field: 'devId' });
  await assert.rejects(developer('Studio 0', { source: 'html' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
