// Where answers come from: the RPC, the page, or the page where the RPC's answer is of no use.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { app, appBatch, configure, fetchAndParseApp, search, searchBatch } from 'playfast';
import { serve } from './support/client.js';
import { frame } from './support/fixed-server.js';
import { answerTo, page, servePages } from './support/pages.js';

const server = await serve(['--plain']);
const APP = await answerToFirst(() => app('com.a.b'));
const SEARCH = await answerToFirst(() => search('many'));

/** The answer, and the value that the RPC gives. */
async function answerToFirst(look) {
  configure(server.settings);
  const { payload } = await answerTo(server, look);
  return { payload, value: await look() };
}

const appPage = (linked) => page('Ws7gDc', APP.payload, linked);
const searchPage = () => page('lGYRle', SEARCH.payload);
const linkedTo = (record) => ({
  '@type': 'SoftwareApplication',
  name: record.title,
  aggregateRating: { ratingValue: String(record.score), ratingCount: String(record.ratings) },
  offers: [{ price: String(record.price), priceCurrency: record.currency }],
});

/** Frames that nobody can read, and those that say that Play refuses the call. */
const unreadable = () => frame('Ws7gDc', 'no JSON');
const refused = (path) =>
  frame(/rpcids=(\w+)/.exec(path)[1], null).replace('null,null,null,"0"', 'null,null,[13,null,[]],"0"');

/** Points the client at a server with these answers. */
async function point(answers, settings = {}) {
  const play = await servePages({ GET: () => ({ status: 500 }), POST: () => ({ status: 500 }), ...answers });
  configure({ baseUrl: play.url, rate: 'off', attempts: 1, ...settings });
  return play;
}

beforeEach(() => configure({ ...server.settings, attempts: 1 }));

test("source: 'page' asks the page of an app, and reads the same record", async () => {
  const play = await point({ GET: () => appPage() });
  assert.deepEqual(await app('com.a.b', { source: 'page' }), APP.value);
  assert.deepEqual(play.seen, ['GET /store/apps/details?id=com.a.b&hl=en&gl=us']);
});

test("source: 'page' asks the page of a search, and reads the same rows", async () => {
  const play = await point({ GET: searchPage });
  assert.deepEqual(await search({ term: 'many', price: 'all' }, { source: 'page' }), SEARCH.value);
  await search({ term: 'a&b é', num: 1, price: 'paid', lang: 'pt-BR', country: 'br' }, { source: 'page' });
  assert.deepEqual(play.seen, [
    'GET /store/search?q=many&c=apps&hl=en&gl=us&price=0',
    'GET /store/search?q=a%26b%20%C3%A9&c=apps&hl=pt-BR&gl=br&price=2',
  ]);
});

test('every page is a request of its own, and equal ones are asked once', async () => {
  const play = await point({ GET: () => appPage() });
  const outcomes = await appBatch(['com.a.b', 'com.a.b', { appId: 'com.a.b', lang: 'de' }], { source: 'page' });
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'fulfilled'],
  );
  assert.equal(play.seen.length, 2);
});

test('the page is asked where the answer of the RPC cannot be read', async () => {
  const play = await point({ POST: unreadable, GET: () => appPage() });
  assert.deepEqual(await app('com.a.b'), APP.value);
  assert.deepEqual(await fetchAndParseApp('com.a.b', { source: 'auto' }), APP.value);
  assert.deepEqual(
    play.seen.map((request) => request.split(' ')[0]),
    ['POST', 'GET', 'POST', 'GET'],
  );
});

test('the page is asked where Play refuses the call, and where it refuses the whole request', async () => {
  for (const POST of [refused, () => ({ status: 400 })]) {
    await point({ POST, GET: () => appPage() });
    assert.deepEqual(await app('com.a.b'), APP.value);
    await point({ POST, GET: searchPage });
    assert.deepEqual(await search('many'), SEARCH.value);
  }
});

test('of a batch only what could not be read is asked by page', async () => {
  const [good] = JSON.parse(frame('Ws7gDc', APP.payload, '1').slice(4));
  const POST = () => `${unreadable().slice(0, -1)},${JSON.stringify(good)}]`;
  const play = await point({ POST, GET: (path) => appPage().replaceAll('com.a.b', path.match(/id=([^&]*)/)[1]) });
  const outcomes = await appBatch(['com.c.d', 'com.a.b']);
  assert.deepEqual(
    outcomes.map(({ value }) => value.appId),
    ['com.c.d', 'com.a.b'],
  );
  assert.equal(play.seen.length, 2);
});

test("source: 'rpc' does not ask the page", async () => {
  const play = await point({ POST: unreadable, GET: () => appPage() });
  await assert.rejects(app('com.a.b', { source: 'rpc' }), { code: 'ERR_PLAYFAST_PARSE' });
  assert.equal(play.seen.length, 1);
});

test('what is missing, failing or blocked is not asked by page', async () => {
  for (const [POST, code] of [
    [() => frame('Ws7gDc', null), 'NOT_FOUND'],
    [() => ({ status: 503 }), 'SERVER'],
    [() => ({ status: 429 }), 'RATE_LIMITED'],
    [() => ({ status: 403 }), 'BLOCKED'],
  ]) {
    const play = await point({ POST, GET: () => appPage() });
    await assert.rejects(app('com.a.b'), { code: `ERR_PLAYFAST_${code}` });
    assert.equal(play.seen.length, 1);
  }
});

test('where the page fails too, the error says so, and why it was asked', async () => {
  await point({ POST: unreadable, GET: () => '<html>another layout AF_initDataCallback({key: ' });
  await assert.rejects(app('com.a.b'), (error) => {
    assert.equal(error.code, 'ERR_PLAYFAST_PARSE');
    assert.match(error.message, /page/);
    assert.match(error.cause.message, /no app in it/);
    return true;
  });
});

test('a page that says the same twice is read', async () => {
  await point({ GET: () => appPage(linkedTo(APP.value)) });
  assert.deepEqual(await app('com.a.b', { source: 'page' }), APP.value);
});

test('a page whose record contradicts what it says to search engines is not believed', async () => {
  const right = linkedTo(APP.value);
  for (const [field, wrong] of Object.entries({
    title: { name: 'Another title' },
    score: { aggregateRating: { ratingValue: '1.0' } },
    price: { offers: [{ price: '5.99' }] },
  })) {
    await point({ GET: () => appPage({ ...right, ...wrong }) });
    await assert.rejects(app('com.a.b', { source: 'page' }), (error) => {
      assert.equal(error.code, 'ERR_PLAYFAST_PARSE');
      assert.deepEqual([error.missing, error.block], [[field], 'Ws7gDc']);
      return true;
    });
  }
});

test('a page about another app is not believed', async () => {
  await point({ GET: () => appPage() });
  await assert.rejects(app('com.c.d', { source: 'page' }), { code: 'ERR_PLAYFAST_SERVER', retryable: true });
});

test('a page that is not there means that there is no such app', async () => {
  await point({ GET: () => ({ status: 404, body: 'not found' }) });
  await assert.rejects(app('com.a.b', { source: 'page' }), { code: 'ERR_PLAYFAST_NOT_FOUND', status: 404 });
});

test('a redirect within the store is followed, any other is not', async () => {
  const moved = (path) => (path.includes('moved') ? appPage() : { status: 302, location: `${path}&moved=1` });
  const play = await point({ GET: moved });
  assert.deepEqual(await app('com.a.b', { source: 'page' }), APP.value);
  assert.equal(play.seen.length, 2);
  for (const [location, code] of [
    ['https://consent.google.com/ml?continue=x', 'BLOCKED'],
    ['https://www.google.com/sorry/index', 'BLOCKED'],
    ['https://example.com/store/apps/details', 'REQUEST_REJECTED'],
    ['/elsewhere', 'REQUEST_REJECTED'],
  ]) {
    const { seen } = await point({ GET: () => ({ status: 302, location }) });
    await assert.rejects(app('com.a.b', { source: 'page' }), { code: `ERR_PLAYFAST_${code}`, status: 302 });
    assert.equal(seen.length, 1, location);
  }
});

test('pages that fail are asked again', async () => {
  const answers = [{ status: 503 }, '<html>nothing in it', appPage()];
  const play = await point({ GET: () => answers.shift() }, { attempts: 3 });
  assert.deepEqual(await app('com.a.b', { source: 'page' }), APP.value);
  assert.equal(play.seen.length, 3);
});

test('a search whose page goes on is continued by the RPC', async () => {
  const play = await point({ GET: searchPage, POST: () => frame('qnKhOb', null) });
  const [{ value }] = await searchBatch([{ term: 'many', num: 70 }], { source: 'page' });
  assert.deepEqual([value.apps.length, value.incompleteBecause], [30, 'short']);
  assert.deepEqual(
    play.seen.map((request) => request.split('?')[0]),
    ['GET /store/search', 'POST /_/PlayStoreUi/data/batchexecute'],
  );
});
