// What comes with an app: permissions and data safety from its own answer, similar apps from a call beside it.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { app, appBatch, appStream, configure, dataSafety, InvalidArgumentError, permissions, similar } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();
const ALL = ['permissions', 'dataSafety', 'similar'];

beforeEach(() => configure({ ...server.settings, attempts: 3 }));

/** The calls of each recorded request: RPC id and, of a record, the numbers of its fields. */
async function asked() {
  const posts = (await server.recorded()).filter(({ body }) => body !== '');
  return posts.map(({ body }) =>
    JSON.parse(new URLSearchParams(body).get('f.req'))[0].map(([rpc, request]) =>
      rpc === 'Ws7gDc' ? [rpc, JSON.parse(request)[2][0]] : [rpc],
    ),
  );
}

/** What the lookups of the same names give, as far as it comes with an app. */
async function apart(appId, lang = 'en') {
  const request = { appId, lang };
  const first = await similar({ ...request, num: 6 });
  const { complete } = await similar({ ...request, num: 7 }, { source: 'rpc' });
  const more = (await similar({ ...request, num: 250 })).apps.length > first.apps.length;
  assert.equal(complete, true);
  return {
    permissions: await permissions(request),
    dataSafety: await dataSafety(request),
    similar: more ? { apps: first.apps, complete: false, incompleteBecause: 'short' } : first,
  };
}

test('all of it comes in one POST, as the lookups of the same names give it', async () => {
  for (const lang of ['en', 'de']) {
    const whole = await app({ appId: 'com.a.b', lang });
    const expected = { ...whole, ...(await apart('com.a.b', lang)) };
    await server.reset();
    await server.configure({ record: true });
    assert.deepEqual(await app({ appId: 'com.a.b', lang }, { include: ALL }), expected);
    const [[record, beside], ...others] = await asked();
    assert.deepEqual([others, beside, record[1].length, record[1].at(-1)], [[], ['ag2B9c'], 50, 138]);
  }
});

test('only what is asked for comes, and is asked of Play', async () => {
  const whole = await app('com.a.b');
  const parts = await apart('com.a.b');
  for (const [name, numbers, calls] of [
    ['permissions', 49, 1],
    ['dataSafety', 50, 1],
    ['similar', 49, 2],
  ]) {
    await server.reset();
    await server.configure({ record: true });
    assert.deepEqual(await app('com.a.b', { include: [name] }), { ...whole, [name]: parts[name] });
    const [post] = await asked();
    assert.deepEqual([post.length, post[0][1].length], [calls, numbers], name);
  }
  assert.deepEqual(await app('com.a.b', { include: [] }), whole);
});

test('it comes with some fields too, which stay the only ones', async () => {
  await server.configure({ record: true });
  const lean = await app('com.a.b', { fields: ['score'], include: ALL });
  const [[[, numbers], beside]] = await asked();
  assert.deepEqual([numbers, beside], [[1, 52, 75, 100, 138], ['ag2B9c']]);
  const { appId, url, score } = await app('com.a.b');
  assert.deepEqual(lean, { appId, url, score, ...(await apart('com.a.b')) });
});

test('what Play has nothing of is empty or absent', async () => {
  const of = (appId) => app(appId, { fields: ['title'], include: ALL });
  assert.deepEqual((await of('com.nopermissions.a')).permissions, { permissions: [], groups: [] });
  // Not asked for in 2022.
  assert.equal('permissions' in (await of('com.page2022.a')), false);
  assert.deepEqual((await of('com.undeclared.a')).dataSafety, await dataSafety('com.undeclared.a'));
  assert.deepEqual((await of('com.alone.a')).similar, { apps: [], complete: true });
  const few = await of('com.few.a');
  assert.deepEqual([few.similar.apps.length, few.similar.complete], [4, true]);
  for (const source of ['auto', 'rpc', 'page']) {
    await assert.rejects(app('com.missing.a', { include: ALL, source }), {
      code: 'ERR_PLAYFAST_NOT_FOUND',
      message: /app com\.missing\.a/,
    });
  }
});

test('pages have it too, the data safety section on one of its own', async () => {
  const byCall = await app('com.a.b', { include: ALL });
  await server.configure({ record: true });
  assert.deepEqual(await app('com.a.b', { include: ALL, source: 'page' }), byCall);
  const lean = await app('com.a.b', { fields: ['title'], include: ALL, source: 'page' });
  assert.deepEqual(lean, await app('com.a.b', { fields: ['title'], include: ALL }));
  const paths = (await server.recorded()).filter(({ body }) => body === '').map(({ path }) => path.split('?')[0]);
  const both = ['/store/apps/details', '/store/apps/datasafety'];
  assert.deepEqual(paths, [...both, ...both]);
});

test('a record that is missing is asked for again, without what came beside it', async () => {
  const whole = await app('com.a.b', { include: ['similar'] });
  await server.configure({ record: true, faults: [{ frame: 'missing' }] });
  assert.deepEqual(await app('com.a.b', { include: ['similar'] }), whole);
  const rpcs = (await asked()).map((post) => post.map(([rpc]) => rpc));
  assert.deepEqual(rpcs, [['Ws7gDc', 'ag2B9c'], ['Ws7gDc']]);
});

test('in a batch a missing app costs only itself', async () => {
  const outcomes = await appBatch(['com.a.b', 'com.missing.c', 'com.a.d'], { include: ALL });
  const found = outcomes.map(({ value, reason }) => reason?.code ?? Object.keys(value).slice(-3));
  assert.deepEqual(found, [ALL, 'ERR_PLAYFAST_NOT_FOUND', ALL]);
  assert.equal((await server.stats()).requests, 1);
});

test('a call beside that is refused for good leads to the page, which has it all', async () => {
  const whole = await app('com.a.b', { include: ALL });
  await server.configure({ faults: [{ frame: 'unparsable', count: 6 }] });
  assert.deepEqual(await app('com.a.b', { include: ALL }), whole);
  assert.equal((await server.stats()).pageRequests, 2);
});

test('with or without is not the same lookup, to coalescing and to the cache', async () => {
  configure({ ...server.settings, cache: { maxBytes: 1e6, maxAgeMs: 60_000 } });
  const options = [{}, { include: ['permissions'] }, { include: ['dataSafety'] }, { include: ['similar'] }];
  const both = async () => Promise.all([...options, ...options].map((each) => app('com.a.b', each)));
  const found = await both();
  const names = ALL.map((name) => found.map((value) => name in value));
  const nth = (place) => Array.from({ length: 8 }, (_, n) => n % 4 === place);
  assert.deepEqual(names, [nth(1), nth(2), nth(3)]);
  assert.equal((await server.stats()).calls, 5);
  assert.deepEqual(await both(), found);
  assert.equal((await server.stats()).calls, 5);
});

test('requests are filled by the weight of all that comes', async () => {
  const sizes = async (options) => {
    await server.reset();
    await server.configure({ record: true });
    let whole = 0;
    for await (const { value } of appStream(ids(48), options)) whole += value.title === undefined ? 0 : 1;
    assert.equal(whole, 48);
    return (await asked()).map((post) => post.length);
  };
  assert.deepEqual(await sizes({ include: ['permissions'] }), [24, 24]);
  // An app with its data safety section is half as heavy again.
  assert.deepEqual(await sizes({ include: ['dataSafety'] }), [16, 16, 16]);
  // Six apps and their similar ones are one request.
  assert.deepEqual(
    await sizes({ include: ['similar'] }),
    Array.from({ length: 8 }, () => 12),
  );
  assert.deepEqual(await sizes({ fields: ['title'], include: ['permissions'] }), [48]);
});

test('what is none of it is refused before anything is sent', async () => {
  for (const include of ['similar', ['reviews'], [7], {}, null, [['similar']]]) {
    await assert.rejects(
      appBatch(['com.a.b'], { include }),
      (error) => error instanceof InvalidArgumentError && error.field === 'include',
    );
  }
  const refusal = 'app: options.include must name what comes with an app;';
  await assert.rejects(app('com.a.b', { include: ['similar', 'permission'] }), {
    message: `${refusal} "permission" is none; did you mean permissions? Got [ 'similar', 'permission' ]`,
  });
  await assert.rejects(app('com.a.b', { include: ['reviews'] }), {
    message: `${refusal} "reviews" is none; known are permissions, dataSafety, similar, got [ 'reviews' ]`,
  });
  await assert.rejects(similar('com.a.b', { include: ['permissions'] }), { field: 'include' });
  assert.equal((await server.stats()).requests, 0);
});
