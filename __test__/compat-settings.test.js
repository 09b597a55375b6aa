// google-play-scraper's `throttle` and `requestOptions`, through the facade.
import assert from 'node:assert/strict';
import { Agent } from 'node:https';
import { test } from 'node:test';
import { configure, stats } from 'playfast';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import { serveFixed } from './support/fixed-server.js';

const server = await serve();
const APP = { appId: 'com.a.b' };
const LANGS = ['en', 'de', 'fr', 'es', 'it', 'pt', 'ja', 'ko', 'ru', 'pl', 'nl', 'sv'];

/** A request for each language, as they are never packed together. */
const inAllLanguages = (options) => Promise.all(LANGS.map((lang) => gplay.app({ ...APP, lang, ...options })));

/** An agent as https-proxy-agent and hpagent make it. */
function proxyAgent(url) {
  return Object.assign(new Agent(), { proxy: new URL(url) });
}

const refused = { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field: 'requestOptions' };

test('throttle bounds the requests of every moment', async () => {
  // Three at once and no more than 60 per second pass; a burst would not.
  await server.configure({ limit: { perSecond: 60, burst: 3 } });
  const apps = await inAllLanguages({ throttle: 20 });
  assert.deepEqual(
    apps.map(({ title }) => title),
    LANGS.map((lang) => `Title of com.a.b [${lang}/us]`),
  );
  const { requests, refused: over } = await server.stats();
  assert.equal(over, 0);
  assert.ok(requests >= LANGS.length);
});

test('calls with the same throttle share it, whatever they look up', async () => {
  await server.configure({ limit: { perSecond: 60, burst: 3 } });
  await Promise.all([
    inAllLanguages({ throttle: '21' }),
    ...LANGS.map((lang) => gplay.search({ term: 'panda', num: 1, lang, throttle: 21 })),
    ...LANGS.map((lang) => gplay.reviews({ ...APP, lang, num: 10, throttle: 21 })),
  ]);
  assert.equal((await server.stats()).refused, 0);
});

test('a throttled call has a client of its own, with the settings of configure', async () => {
  await gplay.app({ ...APP, throttle: 500 });
  assert.equal(stats().requests, 0);
  assert.equal((await server.stats()).requests, 1);
  await gplay.app(APP);
  assert.equal(stats().requests, 1);
});

test('what is no number of requests is refused, nothing and 0 are no throttle', async () => {
  for (const throttle of [undefined, null, 0, '']) await gplay.app({ ...APP, throttle });
  assert.equal(stats().requests, 4);
  for (const throttle of [-1, 'slow', 0.001, 1001]) {
    await assert.rejects(gplay.app({ ...APP, throttle }), { field: 'throttle', message: /^app: throttle must be / });
  }
});

test('headers are sent with each request, those of the connection stay ours', async () => {
  const seen = [];
  configure({ baseUrl: await serveFixed('', {}, ({ headers }) => seen.push(headers)), attempts: 1 });
  const headers = { 'User-Agent': 'ours/1', 'x-tag': 'a', 'Accept-Encoding': 'br', 'content-type': 'text/plain' };
  await assert.rejects(gplay.search({ term: 'panda', requestOptions: { headers } }));
  const [sent] = seen;
  assert.deepEqual([sent['user-agent'], sent['x-tag']], ['ours/1', 'a']);
  assert.equal(sent['accept-encoding'], 'gzip');
  assert.match(sent['content-type'], /^application\/x-www-form-urlencoded/);
});

test('a header that cannot be is refused, and which one', async () => {
  for (const headers of [{ Cookie: 'a=b' }, { host: 'example.com' }, { 'not a name': 'x' }, 'x: y']) {
    const requestOptions = { headers };
    await assert.rejects(gplay.app({ ...APP, requestOptions }), {
      ...refused,
      message: /^app: requestOptions\.headers must /,
    });
  }
  for (const value of [5, 5n, ['a']]) {
    await assert.rejects(gplay.app({ ...APP, requestOptions: { headers: { 'X-Tag': value } } }), {
      ...refused,
      message: 'app: requestOptions.headers must have text for x-tag',
    });
  }
});

test('a timeout bounds each request', async () => {
  configure({ ...server.settings, attempts: 1 });
  for (const timeout of [20, { request: 20 }]) {
    await server.configure({ faults: [{ body: 'stalledHead' }] });
    await assert.rejects(gplay.search({ term: 'panda', requestOptions: { timeout } }), {
      name: 'TimeoutError',
      message: /^Error requesting Google Play: .* raise requestOptions\.timeout or try later/,
    });
  }
  for (const timeout of ['soon', { connect: 5 }, { request: 5, connect: 5 }]) {
    await assert.rejects(gplay.app({ ...APP, requestOptions: { timeout } }), {
      ...refused,
      message: /requestOptions\.timeout must be a number or \{ request: a number \}$/,
    });
  }
});

test('what is wrong is named as it was written', async () => {
  for (const [requestOptions, message] of [
    [{ timeout: 0.5 }, /^app: requestOptions\.timeout must be a whole number from 1 to 600000, got 0\.5$/],
    [{ timeout: { request: 0 } }, /^app: requestOptions\.timeout must be .*, got 0$/],
    [{ retry: 20 }, /^app: requestOptions\.retry must be a whole number from 0 to 19, got 20$/],
    [{ retry: { limit: 0.5 } }, /^app: requestOptions\.retry must be .*, got 0\.5$/],
    [{ headers: { 'User-Agent': 'a\nb' } }, /^app: requestOptions\.headers\["user-agent"\] must be text /],
    [{ proxy: 'ftp://proxy.example' }, /^app: requestOptions\.proxy must be addresses such as /],
    [{ agent: proxyAgent('ftp://proxy.example') }, /^app: requestOptions\.agent cannot be honoured/],
  ]) {
    await assert.rejects(gplay.app({ ...APP, requestOptions }), (error) => {
      assert.match(error.message, message);
      assert.match(error.stack.split('\n')[1], /compat-settings\.test\.js/);
      assert.equal(error.field, 'requestOptions');
      return true;
    });
  }
  assert.equal((await server.stats()).requests, 0);
});

test('retry is how often a request is made once more', async () => {
  const options = { term: 'panda', num: 1 };
  for (const [retry, requests] of [
    [0, 1],
    [{ limit: 1 }, 2],
  ]) {
    await server.reset();
    await server.configure({ faults: [{ status: 500, count: requests }] });
    await assert.rejects(gplay.search({ ...options, requestOptions: { retry } }), { name: 'ServerError', status: 500 });
    assert.equal((await server.stats()).requests, requests);
  }
});

test('a proxy is asked through, as an address or in an agent', async () => {
  const proxy = await server.startProxy({ kind: 'http', username: 'ann', password: 'secret' });
  const url = new URL(proxy.url);
  Object.assign(url, { username: 'ann', password: 'secret' });
  const ways = [
    { proxy: url.href },
    { proxy: url },
    { agent: proxyAgent(url) },
    { agent: { https: proxyAgent(url), http: proxyAgent(url) } },
  ];
  for (const [at, requestOptions] of ways.entries()) {
    await gplay.app({ ...APP, requestOptions: { ...requestOptions, timeout: 5000 + at } });
  }
  const { requests } = (await server.stats()).byAddress[proxy.address];
  assert.equal(requests, ways.length);
});

test('an agent without a proxy, and what else cannot be honoured, is refused', async () => {
  for (const [requestOptions, message] of [
    [{ agent: new Agent() }, /requestOptions\.agent cannot be honoured: .* use requestOptions\.proxy$/],
    [
      { https: { rejectUnauthorized: false } },
      /requestOptions\.https cannot be honoured; known are headers, timeout, /,
    ],
    [{ cookieJar: {} }, /requestOptions\.cookieJar cannot be honoured/],
    [{ proxy: 'ftp://proxy.example' }, /requestOptions\.prox/],
    ['fast', /^app: requestOptions must be an object$/],
  ]) {
    await assert.rejects(gplay.app({ ...APP, requestOptions }), { ...refused, message });
  }
  assert.equal((await server.stats()).requests, 0);
});

test('what is always so changes nothing', async () => {
  const requestOptions = { followRedirect: true, gzip: true, decompress: true, http2: false, headers: undefined };
  await gplay.app({ ...APP, requestOptions });
  assert.equal(stats().requests, 1);
});
