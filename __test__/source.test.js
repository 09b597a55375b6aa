// Where answers come from: the RPC, the page, or the page where the RPC's answer is of no use.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { app, appBatch, configure, fetchAndParseApp, search, searchBatch } from 'playfast';
import { serve } from './support/client.js';

const server = await serve();
const RPC = { source: 'rpc' };
const PAGE = { source: 'page' };
const UNREADABLE = { frame: 'unparsable' };
/** How Play refuses a call, and how a whole request. */
const REFUSALS = [{ frame: 'gateway' }, { status: 400 }];
const SAME_APPS = [
  ['of 2026, booleans as 1 and 0', 'com.a.b'],
  ['of 2025, with trailing objects', 'com.sparse.b'],
  ['of 2022, booleans as words, in another block', 'com.page2022.b'],
  ['with entities, tags and half an emoji', 'com.html.b'],
  ["that quotes the end of a page's block", 'com.sidechannel.b'],
  ['that quotes a block page', 'com.sorry.b'],
  ['on sale', 'com.paid.b'],
  ['without rating', 'com.unrated.b'],
  ['without price', 'com.preregistration.b'],
  ['without version', 'com.varies.b'],
  ['not offered in the country', 'com.notinregion.b'],
];

/** POSTs and GETs since the last reset, those that met a fault too. */
const requests = async () => (await server.stats()).requests;

/** The addresses of the pages that were asked meanwhile. */
async function pagesAsked(look) {
  await server.configure({ record: true });
  await look();
  return (await server.recorded()).filter(({ body }) => body === '').map(({ path }) => path);
}

// Pinned: what is counted here are the requests of lookups, not trials of what pages publish.
beforeEach(() => configure({ ...server.settings, attempts: 1, templates: 'pinned' }));

for (const [what, appId] of SAME_APPS) {
  test(`the page of an app ${what} gives the record of the RPC`, async () => {
    const record = await app(appId, PAGE);
    const { calls, pageRequests } = await server.stats();
    assert.deepEqual([calls, pageRequests], [0, 1]);
    assert.deepEqual(record, await app(appId, RPC));
  });
}

test('the page of a search gives the rows of the RPC', async () => {
  for (const term of ['panda', 'com.a.b', 'exact one', 'few', 'none', 'nonenull', 'chips', 'café ☕']) {
    await server.reset();
    const results = await search(term, PAGE);
    const { calls, pageRequests } = await server.stats();
    assert.deepEqual([calls, pageRequests], [0, 1], term);
    assert.deepEqual(results, await search(term, RPC), term);
  }
});

test("a page's address names what is asked for", async () => {
  const paths = await pagesAsked(async () => {
    await app('com.a&b', PAGE);
    await app({ appId: 'com.a.b', lang: 'pt-BR', country: 'BR' }, PAGE);
    await search({ term: 'many', price: 'all' }, PAGE);
    await search({ term: 'a&b é', price: 'free' }, PAGE);
    await search({ term: 'a&b é', num: 1, price: 'paid', lang: 'pt-BR', country: 'br' }, PAGE);
  });
  assert.deepEqual(paths, [
    '/store/apps/details?id=com.a%26b&hl=en&gl=us',
    '/store/apps/details?id=com.a.b&hl=pt-BR&gl=br',
    '/store/search?q=many&c=apps&hl=en&gl=us&price=0',
    '/store/search?q=a%26b%20%C3%A9&c=apps&hl=en&gl=us&price=1',
    '/store/search?q=a%26b%20%C3%A9&c=apps&hl=pt-BR&gl=br&price=2',
  ]);
});

test('a search page is filtered by Play, and by price again', async () => {
  const paid = await search({ term: 'panda', price: 'paid' }, PAGE);
  assert.equal(paid.apps.length, 30);
  assert.ok(paid.apps.every(({ free }) => !free));
  for (const price of ['free', 'paid']) {
    const mixed = await search({ term: 'paidmix', price }, PAGE);
    assert.deepEqual([mixed.apps.length, mixed.incompleteBecause], [15, 'short']);
    assert.ok(mixed.apps.every(({ free }) => free === (price === 'free')));
  }
});

test('every page is a request of its own, and equal ones are asked once', async () => {
  const asked = ['com.a.b', 'com.a.b', { appId: 'com.a.b', lang: 'de' }];
  const outcomes = await appBatch(asked, PAGE);
  assert.deepEqual(
    outcomes.map(({ value }) => value.title),
    ['Title of com.a.b [en/us]', 'Title of com.a.b [en/us]', 'Title of com.a.b [de/us]'],
  );
  assert.equal((await server.stats()).pageRequests, 2);
});

test('the page is asked where the answer of the RPC cannot be read', async () => {
  const record = await app('com.a.b', RPC);
  const results = await search('panda', RPC);
  for (const [look, expected] of [
    [() => app('com.a.b'), record],
    [() => fetchAndParseApp('com.a.b', { source: 'auto' }), record],
    [() => search('panda'), results],
  ]) {
    await server.reset();
    await server.configure({ faults: [UNREADABLE] });
    assert.deepEqual(await look(), expected);
    const { calls, pageRequests } = await server.stats();
    assert.deepEqual([calls, pageRequests], [1, 1]);
  }
});

test('the page is asked where Play refuses the call, and where it refuses the whole request', async () => {
  const record = await app('com.a.b', RPC);
  const results = await search('panda', RPC);
  for (const fault of REFUSALS) {
    await server.reset();
    await server.configure({ faults: [fault] });
    assert.deepEqual(await app('com.a.b'), record);
    await server.configure({ faults: [fault] });
    assert.deepEqual(await search('panda'), results);
    assert.deepEqual([await requests(), (await server.stats()).pageRequests], [4, 2]);
  }
});

test('of a batch only what could not be read is asked by page', async () => {
  await server.configure({ faults: [UNREADABLE] });
  let outcomes;
  const paths = await pagesAsked(async () => {
    outcomes = await appBatch(['com.c.d', 'com.a.b']);
  });
  assert.deepEqual(
    outcomes.map(({ value }) => value.appId),
    ['com.c.d', 'com.a.b'],
  );
  assert.deepEqual(paths, ['/store/apps/details?id=com.c.d&hl=en&gl=us']);
  assert.equal(await requests(), 2);
});

test("source: 'rpc' does not ask the page", async () => {
  await server.configure({ faults: [UNREADABLE] });
  await assert.rejects(app('com.a.b', RPC), { code: 'ERR_PLAYFAST_PARSE' });
  assert.equal(await requests(), 1);
});

test('what is missing, failing or blocked is not asked by page', async () => {
  for (const [fault, code] of [
    [{ frame: 'null' }, 'NOT_FOUND'],
    [{ frame: 'error' }, 'NOT_FOUND'],
    [{ status: 503 }, 'SERVER'],
    [{ status: 429 }, 'RATE_LIMITED'],
    [{ status: 403 }, 'BLOCKED'],
    [{ body: 'sorry' }, 'BLOCKED'],
  ]) {
    await server.reset();
    await server.configure({ faults: [fault] });
    // A new client: a block closes the exit of the one that met it.
    configure({ ...server.settings, attempts: 1 });
    await assert.rejects(app('com.a.b'), { code: `ERR_PLAYFAST_${code}` });
    assert.equal(await requests(), 1);
  }
});

test('where the page fails too, the error says so, and why it was asked', async () => {
  await server.configure({ faults: [UNREADABLE] });
  await assert.rejects(app('com.ldmismatch.a'), (error) => {
    assert.equal(error.code, 'ERR_PLAYFAST_PARSE');
    assert.match(error.message, /page/);
    assert.match(error.cause.message, /no app in it/);
    return true;
  });
  assert.equal(await requests(), 2);
});

test('a page whose record contradicts what it says to search engines is not believed', async () => {
  await assert.rejects(app('com.ldmismatch.a', PAGE), {
    code: 'ERR_PLAYFAST_PARSE',
    missing: ['title'],
    block: 'Ws7gDc',
  });
  assert.equal((await app('com.ldmismatch.a', RPC)).title, 'Title of com.ldmismatch.a [en/us]');
});

test('a page about another app is not believed', async () => {
  await server.configure({ faults: [{ status: 302, location: '/store/apps/details?id=com.c.d&hl=en&gl=us' }] });
  await assert.rejects(app('com.a.b', PAGE), { code: 'ERR_PLAYFAST_SERVER', retryable: true });
  assert.equal((await server.stats()).pageRequests, 1);
});

test('a page that is not there means that there is no such app', async () => {
  await assert.rejects(app('com.missing.b', PAGE), { code: 'ERR_PLAYFAST_NOT_FOUND', status: 404 });
  assert.equal(await requests(), 1);
});

test('a search whose page is not there does not mean that there is no such app', async () => {
  await server.configure({ faults: [{ status: 404 }] });
  await assert.rejects(search('panda', PAGE), { code: 'ERR_PLAYFAST_REQUEST_REJECTED', status: 404 });
  assert.equal(await requests(), 1);
});

test('a redirect within the store is followed, any other is not', async () => {
  const record = await app('com.redirect.b', RPC);
  await server.reset();
  assert.deepEqual(await app('com.redirect.b', PAGE), record);
  assert.equal(await requests(), 2);
  for (const [location, code] of [
    ['https://consent.google.com/ml?continue=x', 'BLOCKED'],
    ['https://www.google.com/sorry/index', 'BLOCKED'],
    ['https://example.com/store/apps/details', 'REQUEST_REJECTED'],
    ['/elsewhere', 'REQUEST_REJECTED'],
  ]) {
    await server.reset();
    await server.configure({ faults: [{ status: 302, location }] });
    configure({ ...server.settings, attempts: 1 });
    await assert.rejects(app('com.a.b', PAGE), { code: `ERR_PLAYFAST_${code}`, status: 302 });
    assert.equal(await requests(), 1, location);
  }
});

test('a page that blocks is told from one that has no data', async () => {
  for (const [body, code] of [
    ['sorry', 'BLOCKED'],
    ['consent', 'BLOCKED'],
    ['garbage', 'SERVER'],
    ['truncated', 'NETWORK'],
  ]) {
    await server.configure({ faults: [{ body }] });
    configure({ ...server.settings, attempts: 1 });
    await assert.rejects(app('com.a.b', PAGE), { code: `ERR_PLAYFAST_${code}` });
  }
});

test('pages that fail are asked again', async () => {
  configure({ ...server.settings, attempts: 4 });
  const record = await app('com.a.b', RPC);
  await server.reset();
  await server.configure({ faults: [{ status: 503 }, { body: 'garbage' }, { body: 'truncated' }] });
  assert.deepEqual(await app('com.a.b', PAGE), record);
  assert.equal(await requests(), 4);
});

test('a search whose page goes on is continued by the RPC', async () => {
  const request = { term: 'many', num: 70 };
  const [{ value }] = await searchBatch([request], PAGE);
  const { calls, pageRequests } = await server.stats();
  assert.deepEqual([pageRequests, calls], [1, 2]);
  assert.deepEqual([value.apps.length, value.complete], [70, true]);
  assert.deepEqual(value, await search(request, RPC));
});

test('a search whose page goes on nowhere is short', async () => {
  await server.configure({ faults: [{ frame: 'null' }] });
  const { apps, incompleteBecause } = await search({ term: 'many', num: 70 }, PAGE);
  assert.deepEqual([apps.length, incompleteBecause], [30, 'short']);
});
