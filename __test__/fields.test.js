// Some fields of each app: asked for by name, in few requests, from the RPC and from pages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, appBatch, appStream, fetchAndParseAppsBatch, InvalidArgumentError } from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';

const server = await serve();

/** Field numbers that the only call of a request asked for. */
function selector({ body }) {
  const [[[, request]]] = JSON.parse(new URLSearchParams(body).get('f.req'));
  return JSON.parse(request)[2][0];
}

test('a lean record has the fields asked for, its id and its address, as the whole record has them', async () => {
  const whole = await app('com.a.b');
  const fields = ['title', 'score', 'screenshots', 'adSupported', 'description'];
  const wanted = Object.fromEntries(['appId', 'url', ...fields].map((name) => [name, whole[name]]));
  assert.deepEqual(await app('com.a.b', { fields }), wanted);
  assert.deepEqual(await app('com.a.b', { fields, source: 'page' }), wanted);
});

test('each single field is as in the whole record, or absent in both', async () => {
  for (const appId of ['com.a.b', 'com.sparse.a', 'com.preregistration.a', 'com.notinregion.a', 'com.paid.a']) {
    const whole = await app(appId);
    const every = await app('com.a.b');
    const names = [...new Set([...Object.keys(whole), ...Object.keys(every)])].filter(
      (name) => name !== 'appId' && name !== 'url',
    );
    const { url } = whole;
    const lean = await Promise.all(names.map((name) => app(appId, { fields: [name] })));
    for (const [place, name] of names.entries()) {
      const expected = whole[name] === undefined ? { appId, url } : { appId, url, [name]: whole[name] };
      assert.deepEqual(lean[place], expected, `${appId} ${name}`);
    }
  }
});

test('only the numbers of these fields are asked for', async () => {
  await server.configure({ record: true });
  await app('com.a.b', { fields: ['score', 'title', 'ratings'] });
  assert.deepEqual((await server.recorded()).map(selector), [[1, 52]]);
});

test('10,000 lean lookups are ten requests', async () => {
  await server.configure({ appCostMs: 0 });
  const asked = ids(10_000);
  const outcomes = await appBatch(asked, { fields: ['title'] });
  assert.deepEqual(
    outcomes.map(({ value }) => value?.title),
    asked.map((appId) => `Title of ${appId} [en/us]`),
  );
  assert.equal((await server.stats()).requests, 10);
});

test('10,000 of a stream are ten requests, too', async () => {
  await server.configure({ appCostMs: 0 });
  let found = 0;
  for await (const { value } of appStream(ids(10_000), { fields: ['title'] })) found += value?.title ? 1 : 0;
  assert.equal(found, 10_000);
  assert.equal((await server.stats()).requests, 10);
});

test('a stream is lean too, and so is what comes from an iterable', async () => {
  let found = 0;
  for await (const { value } of appStream(new Set(ids(2000)), { fields: ['icon'], highWaterMark: 2000 })) {
    assert.deepEqual(Object.keys(value).sort(), ['appId', 'icon', 'url']);
    found += 1;
  }
  assert.equal(found, 2000);
  assert.ok((await server.stats()).requests <= 10);
});

test('lean and whole lookups of an app are two calls', async () => {
  const [whole, lean, other] = await Promise.all([
    app('com.a.b'),
    app('com.a.b', { fields: ['title'] }),
    app('com.a.b', { fields: ['score'] }),
  ]);
  assert.deepEqual([lean.title, other.score], [whole.title, whole.score]);
  assert.equal(lean.score, undefined);
  assert.equal((await server.stats()).calls, 3);
});

test('what names no field is refused before anything is sent', async () => {
  for (const fields of [[], ['appId'], ['titel'], ['title', 5], 'title', {}, 7, null]) {
    await assert.rejects(
      appBatch(['com.a.b'], { fields }),
      (error) => error instanceof InvalidArgumentError && error.field === 'fields',
    );
  }
  await assert.rejects(fetchAndParseAppsBatch(['com.a.b'], { fields: ['title'] }), { field: 'fields' });
  await assert.rejects(app('com.a.b', { fields: ['score', 'titel'] }), {
    message: `app: options.fields must name fields of an app; "titel" is none; did you mean title? Got [ 'score', 'titel' ]`,
  });
  await assert.rejects(app('com.a.b', { fields: ['manufacturer'] }), {
    message: /; "manufacturer" is none; known are appId, url, title, summary, .*, got \[ 'manufacturer' \]$/,
  });
  assert.equal((await server.stats()).requests, 0);
});
