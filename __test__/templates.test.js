// Requests that Play's pages publish: adopted where they are answered with more, reported in any case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, configure, driftReport, InvalidArgumentError, PlayStore, search } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

/** What is reported of the requests of a lookup. */
function template(lookup = 'app', of = driftReport()) {
  return of.templates.find((template) => template.lookup === lookup);
}

/** Asks for apps until a page has been asked for its request and what it published is judged. */
async function untilJudged() {
  const isOpen = ({ inForce, refused }) => inForce === 'builtIn' && refused === undefined;
  for (let n = 0; isOpen(template()); n++) {
    assert(n < 200, 'nothing was judged');
    await appBatch([`com.judged.n${n}`]);
  }
  return template();
}

const values = (outcomes) => outcomes.map(({ value }) => value);

test('100 of 100 apps resolve whole when Play refuses the built-in request, and one page is asked', async () => {
  const before = values(await appBatch(ids(100)));
  for (const drift of [{ template: 'refused' }, { template: 'refused', blocks: true }]) {
    await server.reset();
    configure(server.settings);
    await server.configure({ drift });
    assert.deepEqual(values(await appBatch(ids(100))), before);
    assert.equal((await server.stats()).pageRequests, 1);
    const { adoptedAt, askedAt, ...report } = template();
    assert.deepEqual(report, {
      lookup: 'app',
      rpcId: 'Ws7gDc',
      inForce: 'adopted',
      pages: 1,
      differs: 'request[2][0] has 201 besides',
    });
    assert(Math.abs(Date.now() - adoptedAt) < 60_000 && askedAt <= adoptedAt);
    // It is asked with from now on.
    const { requests } = await server.stats();
    assert.equal((await appBatch(ids(40, 'com.later'))).filter(({ status }) => status === 'fulfilled').length, 40);
    const { pageRequests, requests: later } = await server.stats();
    assert.deepEqual([pageRequests, later - requests], [1, 2]);
  }
});

test('a lone app whose request is refused comes from its page, which is asked once', async () => {
  const before = await app('com.a.b');
  await server.configure({ drift: { template: 'refused' } });
  configure(server.settings);
  assert.deepEqual(await app('com.a.b'), before);
  assert.equal((await server.stats()).pageRequests, 1);
});

test('a request that is answered with less is replaced', async () => {
  const [before] = values(await appBatch(ids(1)));
  configure(server.settings);
  await server.configure({ drift: { template: 'thinned' } });
  const [thin] = values(await appBatch(ids(100)));
  assert.equal(thin.description, undefined);
  assert.equal((await untilJudged()).inForce, 'adopted');
  assert.deepEqual(await app(ids(1)[0]), before);
  assert.equal((await server.stats()).pageRequests, 1);
});

test('a request that Play answers as if there were no such apps is replaced', async () => {
  await server.configure({ drift: { template: 'unknown' } });
  const { inForce } = await appBatch(ids(16)).then(untilJudged);
  assert.equal(inForce, 'adopted');
  assert((await appBatch(ids(100))).every(({ status }) => status === 'fulfilled'));
  assert.equal((await server.stats()).pageRequests, 1);
});

test('apps that there are not make for one page in six hours', async () => {
  const outcomes = await appBatch(ids(200, 'com.missing.n'));
  assert(outcomes.every(({ reason }) => reason.code === 'ERR_PLAYFAST_NOT_FOUND'));
  const { refused } = await untilJudged();
  assert.match(refused, /^Play was asked for its request in vain: /);
  assert.equal((await server.stats()).pageRequests, 1);
});

test('what is none to ask with is never adopted, and why is told', async () => {
  for (const [published, why] of [
    ['few', /^the page's request was answered with \d+ expected fields in 1 records, ours with \d+ in 1$/],
    ['long', /^the page's request has 66\d\d\d bytes, more than 65536$/],
    ['twice', /^the page's request names what was asked for 2 times, not once$/],
    ['loose', /^the page's request is no strict JSON: /],
    ['elsewhere', /^the page's request was not answered: /],
  ]) {
    await server.reset();
    configure(server.settings);
    await server.configure({ drift: { template: 'thinned', published } });
    await appBatch(ids(100));
    const { inForce, refused, pages } = await untilJudged();
    assert.equal(inForce, 'builtIn');
    assert.match(refused, why);
    // No other page is asked within six hours.
    assert((await appBatch(ids(300))).every(({ status }) => status === 'fulfilled'));
    assert.deepEqual([pages, (await server.stats()).pageRequests, template().pages], [1, 1, 1]);
  }
});

test('where no request can be adopted, refused apps still resolve by their pages', async () => {
  const before = values(await appBatch(ids(40)));
  for (const published of ['few', 'long', 'twice', 'loose']) {
    await server.reset();
    configure(server.settings);
    await server.configure({ drift: { template: 'refused', published } });
    const outcomes = await appBatch(ids(40));
    assert.deepEqual(values(outcomes), before, published);
    assert.deepEqual([template().inForce, (await server.stats()).pageRequests], ['builtIn', 40], published);
  }
});

test('fields that moved are no matter of the request: pages and mappings go on', async () => {
  const mappings = { app: { icon: [190, 0, 3, 2] } };
  await server.configure({ drift: { fields: { 96: 191 } } });
  await appBatch(ids(40));
  const { inForce, refused, differs } = await untilJudged();
  assert.deepEqual([inForce, differs], ['builtIn', undefined]);
  assert.equal(refused, 'the page publishes the request that is asked with already');
  configure({ ...server.settings, mappings });
  assert.equal(typeof (await app('com.a.b')).icon, 'string');
  assert.equal(typeof (await app('com.a.b', { source: 'page' })).icon, 'string');
});

test('pages that are asked anyway are compared, and cost nothing more', async () => {
  await server.configure({ drift: { template: 'thinned' } });
  await app('com.a.b', { source: 'page' });
  await search('panda', { source: 'page' });
  const { flags } = driftReport();
  assert.equal(flags.pages, 2);
  // This server's flags are not those of 2026.
  assert.match(flags.differs, /^request\[/);
  assert.deepEqual([template().differs, template().inForce], ['request[2][0] has 201 besides', 'builtIn']);
  assert.match(template('search').differs, /^request\[0\]\[1\]/);
  assert.equal((await server.stats()).requests, 2);
});

test("'pinned' never asks a page for its request", async () => {
  configure({ ...server.settings, templates: 'pinned' });
  await server.configure({ drift: { template: 'thinned' } });
  await appBatch(ids(300));
  await appBatch(ids(64));
  assert.equal((await server.stats()).pageRequests, 0);
  assert.deepEqual([template().inForce, template().pages], ['builtIn', 0]);
  assert.throws(
    () => configure({ templates: 'never' }),
    (error) => error instanceof InvalidArgumentError && error.field === 'templates',
  );
});

test('what one client adopts is its own', async () => {
  await server.configure({ drift: { template: 'refused' } });
  const store = new PlayStore(server.settings);
  await store.app('com.a.b');
  await store.appBatch(ids(10));
  assert.equal(template('app', store.driftReport()).inForce, 'adopted');
  assert.equal(template().inForce, 'builtIn');
  await store.close();
});
