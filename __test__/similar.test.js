// Apps like one app.
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { beforeEach, test } from 'node:test';
import { app, configure, similar, similarBatch, similarStream } from 'playfast';
import { serve } from './support/client.js';
import { developer, image, score } from './support/rules.js';

const server = await serve();
const RPC = { source: 'rpc' };
const PAGE = { source: 'page' };

const idsOf = ({ apps }) => apps.map(({ appId }) => appId);

/** The ids that the Play server calls similar to an app. */
const alike = (appId, count, country = 'us') =>
  Array.from(
    { length: count },
    (_, n) => `com.similar.s${appId.replaceAll('.', '_')}.${country}.n${String(n + 1).padStart(3, '0')}`,
  );

/** The paths of the pages, and how many calls, that a lookup takes. */
async function taken(look) {
  await server.reset();
  await server.configure({ record: true });
  const value = await look();
  const pages = (await server.recorded()).filter(({ body }) => body === '').map(({ path }) => path.split('?')[0]);
  return { value, pages, calls: (await server.stats()).calls };
}

beforeEach(() => configure({ ...server.settings, attempts: 3 }));

test('50 apps come unless told otherwise, from the app and from the page of its cluster', async () => {
  const { value, pages, calls } = await taken(() => similar('com.a.b'));
  assert.deepEqual(idsOf(value), alike('com.a.b', 50));
  assert.deepEqual([value.complete, Object.keys(value)], [true, ['apps', 'complete']]);
  assert.deepEqual([pages, calls], [['/store/apps/collection/cluster'], 1]);
});

test('up to 6 take one call and no page', async () => {
  const { value, pages, calls } = await taken(() => similar({ appId: 'com.a.b', num: 6 }));
  assert.deepEqual(idsOf(value), alike('com.a.b', 6));
  assert.deepEqual([value.complete, pages, calls], [true, [], 1]);
});

test('more than the page has come by its token, each once', async () => {
  const { value, pages, calls } = await taken(() => similar({ appId: 'com.a.b', num: 250 }));
  assert.deepEqual(idsOf(value), alike('com.a.b', 70));
  // Play has no more.
  assert.deepEqual([value.complete, pages.length, calls], [true, 1, 2]);
});

test("source: 'rpc' asks for no page", async () => {
  const { value, pages, calls } = await taken(() => similar('com.a.b', RPC));
  assert.deepEqual(idsOf(value), alike('com.a.b', 50));
  assert.deepEqual([value.complete, pages, calls], [true, [], 4]);
});

test("source: 'page' reads the app's page first", async () => {
  const { value, pages, calls } = await taken(() => similar('com.a.b', PAGE));
  assert.deepEqual(pages, ['/store/apps/details', '/store/apps/collection/cluster']);
  assert.equal(calls, 0);
  assert.deepEqual(value, await similar('com.a.b'));
});

test('the apps of the developer are never taken for similar ones, in any language', async () => {
  for (const lang of ['en', 'de', 'ja']) {
    const { apps } = await similar({ appId: 'com.a.b', num: 20, lang });
    assert.deepEqual(idsOf({ apps }), alike('com.a.b', 20));
  }
  // There are only those.
  assert.deepEqual(await similar('com.onlydeveloper.a'), { apps: [], complete: true });
});

test('the cluster is found where it has an address and no name', async () => {
  assert.deepEqual(idsOf(await similar({ appId: 'com.page2022.a', num: 8 })), alike('com.page2022.a', 8));
});

test('an app without similar apps is an answer', async () => {
  for (const source of ['rpc', 'page', 'auto']) {
    assert.deepEqual(await similar('com.alone.a', { source }), { apps: [], complete: true });
  }
});

test('few are all that there are', async () => {
  const few = await similar('com.few.a');
  assert.deepEqual([idsOf(few), few.complete], [alike('com.few.a', 4), true]);
});

test('an app that Play does not know has none to be found', async () => {
  for (const source of ['rpc', 'page', 'auto']) {
    const asked = similar('com.missing.a', { source });
    await assert.rejects(asked, {
      code: 'ERR_PLAYFAST_NOT_FOUND',
      message: /apps similar to com\.missing\.a.*no such app/,
    });
  }
  await server.configure({ faults: [{ frame: 'null' }] });
  await assert.rejects(similar('com.a.b'), { code: 'ERR_PLAYFAST_NOT_FOUND' });
});

test('rows are read in all three layouts', async () => {
  const { apps } = await similar({ appId: 'com.a.b', num: 70, lang: 'de', country: 'de' });
  assert.deepEqual(idsOf({ apps }), alike('com.a.b', 70, 'de'));
  for (const [place, row] of apps.entries()) {
    const { appId } = row;
    const number = place + 1;
    assert.equal(row.title, `Title of ${appId} [de/de]`);
    assert.equal(row.url, `https://play.google.com/store/apps/details?id=${appId}`);
    assert.equal(row.icon, image(appId, 'icon'));
    assert.equal(row.developer, developer(appId).name);
    assert.equal(row.score, [16, 17].includes(number % 20) ? undefined : score(appId));
    // 18 costs something, 17 is not to be had yet.
    assert.equal(row.free, number % 20 === 17 ? undefined : number % 20 !== 18);
    assert.equal(row.price, { 17: undefined, 18: 6.99 }[number % 20] ?? (number % 20 === 17 ? undefined : 0));
    assert.equal(row.priceText, number % 20 === 18 ? '6,99\u00a0€' : undefined);
    assert.equal('summary' in row, number > 50);
    assert.equal('description' in row, number <= 50);
  }
  assert.match(apps[60].summary, /^Kurzbeschreibung für com\..* & what it's for$/);
});

test('a page that has ended is gone round', async () => {
  const { value, pages, calls } = await taken(() => similar('com.expired.a'));
  assert.deepEqual(idsOf(value), alike('com.expired.a', 50));
  assert.deepEqual([value.complete, pages.length, calls], [true, 1, 4]);
});

/** Has no effect on these calls, so that what comes behind it meets the cluster's page. */
const NONE = { frame: 'wrongApp' };
/** Another page, which has no such cluster. */
const ELSEWHERE = { status: 302, location: '/store/apps/dev?id=5000000000000000000&hl=en&gl=us' };

test('a page that is refused or cannot be read is gone round', async () => {
  for (const fault of [{ status: 400 }, ELSEWHERE]) {
    await server.configure({ faults: [NONE, fault] });
    const value = await similar('com.a.b');
    assert.deepEqual([idsOf(value), value.complete], [alike('com.a.b', 50), true]);
    assert.ok('description' in value.apps[5] && 'summary' in value.apps[6]);
  }
});

test('where nothing leads round such a page, the error says so', async () => {
  await server.configure({ faults: [NONE, ELSEWHERE] });
  await assert.rejects(similar('com.few.a'), { code: 'ERR_PLAYFAST_PARSE', block: 'CNT7ob' });
});

test('a page that is out of order for a moment is asked again', async () => {
  await server.configure({ faults: [NONE, { status: 503 }, { body: 'garbage' }] });
  const { apps } = await similar('com.a.b');
  assert.ok(apps.every((row) => 'description' in row));
  const { pageRequests, calls, requests } = await server.stats();
  assert.deepEqual([pageRequests, calls, requests], [1, 1, 4]);
});

test('a page may tell of a block', async () => {
  await server.configure({ faults: [NONE, { body: 'sorry' }] });
  await assert.rejects(similar('com.a.b'), { code: 'ERR_PLAYFAST_BLOCKED' });
});

test('a token that leads back to itself, or to what is there, ends the list short', async () => {
  for (const [appId, calls] of [
    ['com.loop.a', 2],
    ['com.stale.a', 3],
  ]) {
    const { value, calls: asked } = await taken(() => similar({ appId, num: 250 }));
    assert.deepEqual([idsOf(value), value.incompleteBecause], [alike(appId, 70), 'short']);
    assert.equal(value.complete, false);
    assert.equal(asked, calls);
  }
});

test('a token that Play refuses leaves what was found', async () => {
  const asked = { appId: 'com.a.b', num: 60 };
  for (const fault of ['error', 'null']) {
    await server.configure({ faults: [NONE, { frame: fault }] });
    const value = await similar(asked);
    assert.deepEqual([idsOf(value), value.complete, value.incompleteBecause], [alike('com.a.b', 50), false, 'short']);
  }
});

test('what cannot be read is read off the page of the app', async () => {
  const expected = await similar('com.a.b');
  await server.configure({ faults: [{ frame: 'unparsable', count: 3 }] });
  const { apps } = await similar('com.a.b');
  assert.deepEqual({ apps, complete: true }, expected);
  await server.configure({ faults: [{ frame: 'unparsable', count: 3 }] });
  await assert.rejects(similar('com.a.b', RPC), { code: 'ERR_PLAYFAST_PARSE', block: 'ag2B9c' });
});

test('apps of one language and country share requests, and come in the order asked', async () => {
  const asked = ['com.a.a', 'com.alone.a', 'com.missing.a', 'com.few.a'];
  const outcomes = await similarBatch(
    asked.map((appId) => ({ appId, num: 5 })),
    RPC,
  );
  assert.deepEqual(
    outcomes.map(({ value }) => value?.apps.length),
    [5, 0, undefined, 4],
  );
  assert.equal((await server.stats()).requests, 1);
});

test('a stream gives each outcome once', async () => {
  const indexes = [];
  for await (const { index, status } of similarStream(['com.a.a', 'com.a.b'])) {
    assert.equal(status, 'fulfilled');
    indexes.push(index);
  }
  assert.deepEqual(indexes.sort(), [0, 1]);
});

test('each request is told of as what was asked', async () => {
  const told = [];
  const tell = ({ noun, rpcIds, page }) => told.push([noun, rpcIds ?? page.split('?')[0]]);
  diagnostics.subscribe('playfast:request:end', tell);
  await similar({ appId: 'com.a.b', num: 60 });
  diagnostics.unsubscribe('playfast:request:end', tell);
  assert.deepEqual(told, [
    ['similar', ['ag2B9c']],
    ['similar', '/store/apps/collection/cluster'],
    ['similar', ['qnKhOb']],
  ]);
});

test('what is similar can be looked up', async () => {
  const [first] = (await similar({ appId: 'com.a.b', num: 1 })).apps;
  assert.equal((await app(first.appId)).title, first.title);
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { appId: 'not an id', num: 251, lang: 'english', country: 'usa', fullDetail: true };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(similar({ appId: 'com.a.b', [field]: value }), {
      code: 'ERR_PLAYFAST_INVALID_ARGUMENT',
      field,
    });
  }
  await assert.rejects(similar('com.a.b', { source: 'html' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
