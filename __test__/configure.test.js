// The settings of the global client, and the environment variables.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import { app, appBatch, configure, InvalidArgumentError } from 'playfast';
import { serve } from './support/client.js';
import { frame, serveFixed } from './support/fixed-server.js';
import { startPlayServer } from './support/play-server.js';
import { ids } from './support/rules.js';
import { run, runJson } from './support/run.js';

const server = await serve();
const directory = mkdtempSync(join(tmpdir(), 'playfast-'));
after(() => rmSync(directory, { recursive: true }));
const authority = join(directory, 'ca.pem');
writeFileSync(authority, server.ca);

/** Asks for one app in a new process, and prints its title or its error. */
const ASK = `
  import { app } from 'playfast';
  const answer = await app('com.a.b').then(
    ({ title }) => ({ title }),
    ({ code, message, field }) => ({ code, message, field }),
  );
  console.log(JSON.stringify(answer));`;
const TITLE = { title: 'Title of com.a.b [en/us]' };
const environment = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: authority };

/** A server for one test. */
async function own(context, args) {
  const started = await startPlayServer(args);
  context.after(() => started.stop());
  return started;
}

test('every setting is checked, and a bad one changes nothing', async () => {
  for (const [settings, field] of [
    [{ baseUrl: '' }, 'baseUrl'],
    [{ baseUrl: 'play.google.com' }, 'baseUrl'],
    [{ baseUrl: 'http://play.google.com' }, 'baseUrl'],
    [{ baseUrl: 'https://play.google.com/store' }, 'baseUrl'],
    [{ baseUrl: 'file:///etc/hosts' }, 'baseUrl'],
    [{ baseUrl: 5 }, 'baseUrl'],
    [{ ca: '' }, 'ca'],
    [{ ca: 'rubbish' }, 'ca'],
    [{ ca: Buffer.from(server.ca) }, 'ca'],
    [{ userAgent: '' }, 'userAgent'],
    [{ userAgent: 'two\nlines' }, 'userAgent'],
    [{ userAgent: null }, 'userAgent'],
    [{ concurrency: 0 }, 'concurrency'],
    [{ concurrency: 257 }, 'concurrency'],
    [{ concurrency: 1.5 }, 'concurrency'],
    [{ rate: 0 }, 'rate'],
    [{ rate: 1001 }, 'rate'],
    [{ rate: Number.NaN }, 'rate'],
    [{ rate: Number.POSITIVE_INFINITY }, 'rate'],
    [{ rate: 'fast' }, 'rate'],
    [{ attempts: 0 }, 'attempts'],
    [{ attempts: 21 }, 'attempts'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: 600_001 }, 'timeoutMs'],
    [{ proxy: 'http://localhost' }, 'proxy'],
    [{ rate: { min: 5, max: 1 } }, 'rate'],
    [{ rate: { least: 5 } }, 'rate'],
    [{ rate: { max: Number.NaN } }, 'rate'],
    [{ rate: [4] }, 'rate'],
    [{ maxRetryAfterMs: 0 }, 'maxRetryAfterMs'],
    [{ consent: 'accept' }, 'consent'],
    [{ cache: true }, 'cache'],
    [{ cache: { maxBytes: 1 } }, 'cache'],
    [{ cache: { maxBytes: 1, maxAgeMs: 1, more: 1 } }, 'cache'],
    [{ proxies: 'http://localhost:1' }, 'proxies'],
    [{ proxies: [] }, 'proxies'],
    [{ proxies: [null] }, 'proxies'],
    [{ proxies: [['http://localhost:1']] }, 'proxies'],
    [{ proxies: ['ftp://localhost:1'] }, 'proxies'],
    [{ proxies: [{ countries: ['us'] }] }, 'proxies'],
    [{ proxies: [{ url: 'http://localhost:1', countries: 'us' }] }, 'proxies'],
    [{ proxies: [{ url: 'http://localhost:1', countries: ['usa'] }] }, 'proxies'],
    [{ proxies: [{ url: 'http://localhost:1', countries: [['us']] }] }, 'proxies'],
    [null, 'settings'],
    [undefined, 'settings'],
    [5, 'settings'],
  ]) {
    assert.throws(
      () => configure(settings),
      (error) => {
        assert.ok(error instanceof InvalidArgumentError);
        assert.equal(error.field, field);
        assert.match(
          error.message,
          field === 'settings' ? /^configure: settings must/ : new RegExp(`settings\\.${field} `),
        );
        return true;
      },
    );
  }
  assert.equal((await app('com.a.b')).title, TITLE.title);
});

test('the password in an address is not repeated', () => {
  assert.throws(
    () => configure({ baseUrl: 'https://user:hunter2@localhost' }),
    (error) => error.field === 'baseUrl' && !error.message.includes('hunter2'),
  );
});

test('passwords of proxies are not repeated, however they are passed', () => {
  const url = 'http://ann:hunter2@localhost:1';
  for (const settings of [
    { proxies: url },
    { proxies: [url, 'rubbish'] },
    { proxies: ['ftp://ann:hunter2@localhost:1'] },
    { proxies: ['http://ann:hunter2@local host'] },
    { proxies: [{ url, countries: ['usa'] }] },
    { proxies: [{ url, password: 'hunter2' }] },
    { proxy: url },
    { proxy: { host: 'localhost', password: 'hunter2' } },
    { password: 'hunter2' },
    { userAgent: [url] },
    new Map([['proxies', url]]),
  ]) {
    assert.throws(
      () => configure(settings),
      (error) => error instanceof InvalidArgumentError && !inspect(error).includes('hunter2'),
    );
  }
});

test('settings that are undefined have their defaults, the bounds are allowed', async () => {
  const { url: baseUrl, ca } = server;
  configure({ baseUrl, ca, rate: undefined, concurrency: undefined, attempts: undefined, timeoutMs: undefined });
  assert.equal((await app('com.a.b')).title, TITLE.title);
  configure({ baseUrl, ca, rate: 0.01, concurrency: 1, attempts: 1, timeoutMs: 600_000 });
  configure({ baseUrl, ca, rate: 1000, concurrency: 256, attempts: 20, timeoutMs: 1, userAgent: 'mine' });
});

test('the user agent is a desktop browser, unless told otherwise', async () => {
  const seen = [];
  const payload = '[null,[null,null,[],{"12":[["com.a.b",7]]}]]';
  const baseUrl = await serveFixed(frame('Ws7gDc', payload), {}, ({ headers }) => seen.push(headers));
  for (const userAgent of [undefined, 'mine/1.0']) {
    configure({ baseUrl, userAgent, attempts: 1 });
    await assert.rejects(app('com.a.b', { source: 'rpc' }), { name: 'ParseError' });
  }
  assert.match(seen[0]['user-agent'], /^Mozilla\/5\.0 /);
  assert.equal(seen[1]['user-agent'], 'mine/1.0');
  for (const headers of seen) {
    assert.equal(headers['accept-encoding'], 'gzip');
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.referer, undefined);
  }
});

test('batches that run keep the client they began with', async () => {
  await server.configure({ latencyMs: 100 });
  const pending = appBatch(ids(40));
  configure({ ...server.settings, baseUrl: 'https://localhost:1', attempts: 1 });
  assert.ok((await pending).every(({ status }) => status === 'fulfilled'));
  await assert.rejects(app('com.a.b'), { name: 'NetworkError' });
});

test('PLAYFAST_BASE_URL and NODE_EXTRA_CA_CERTS work, and stderr says once who is asked', async () => {
  const { stdout, stderr } = await run(`${ASK} await app('com.c.d');`, { env: environment });
  assert.deepEqual(JSON.parse(stdout), TITLE);
  assert.equal(stderr, `playfast: asking ${server.url}, not Google Play\n`);
  assert.equal((await server.stats()).connections, 1);
});

test('a setting goes before the environment', async () => {
  const settings = JSON.stringify(server.settings);
  const code = `import { configure } from 'playfast'; configure(${settings}); ${ASK}`;
  assert.deepEqual(await runJson(code, { env: { PLAYFAST_BASE_URL: 'https://localhost:1' } }), TITLE);
});

test('an address in the environment that is none is refused at the first call, by its name', async () => {
  const { code, message } = await runJson(ASK, { env: { PLAYFAST_BASE_URL: 'http://example.com' } });
  assert.equal(code, 'ERR_PLAYFAST_INVALID_ARGUMENT');
  assert.match(message, /PLAYFAST_BASE_URL must be an origin/);
});

test('NODE_TLS_REJECT_UNAUTHORIZED has no effect', async () => {
  const env = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: undefined, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  const { code } = await runJson(ASK, { env });
  assert.equal(code, 'ERR_PLAYFAST_NETWORK');
  assert.equal((await server.stats()).requests, 0);
});

test('PLAYFAST_WORKER_THREADS is checked at the first call', async () => {
  for (const threads of ['0', '65', 'two', '', '1.5']) {
    const { code, message } = await runJson(ASK, { env: { ...environment, PLAYFAST_WORKER_THREADS: threads } });
    assert.equal(code, 'ERR_PLAYFAST_INVALID_ARGUMENT');
    assert.match(message, /PLAYFAST_WORKER_THREADS must be a whole number from 1 to 64/);
  }
  for (const threads of ['1', '4']) {
    assert.deepEqual(await runJson(ASK, { env: { ...environment, PLAYFAST_WORKER_THREADS: threads } }), TITLE);
  }
});

test('what needs no request fails or ends in the same way without the threads', async () => {
  const code = `import { PlayStore, parseAppPage } from 'playfast';
    await new PlayStore().close();
    console.log(JSON.stringify(await parseAppPage('text').catch(({ code, message }) => ({ code, message }))));`;
  const said = await runJson(code, { env: { PLAYFAST_WORKER_THREADS: 'two' } });
  const message = 'PLAYFAST_WORKER_THREADS must be a whole number from 1 to 64, got "two"';
  assert.deepEqual(said, { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', message });
});

test('plain http works on this machine', async (context) => {
  const plain = await own(context, ['--plain']);
  configure({ baseUrl: plain.url, rate: 'off' });
  const outcomes = await appBatch(ids(100));
  assert.ok(outcomes.every(({ status }) => status === 'fulfilled'));
  assert.equal((await plain.stats()).requests, 4);
});

test('a server without HTTP/2 is asked by HTTP/1.1', async (context) => {
  const old = await own(context, ['--protocols', 'http/1.1']);
  configure({ baseUrl: old.url, ca: old.ca, rate: 'off' });
  for (const prefix of ['com.first.a', 'com.second.a']) {
    const outcomes = await appBatch(ids(100, prefix));
    assert.deepEqual(
      outcomes.map(({ value }) => value.appId),
      ids(100, prefix),
    );
  }
  const { requests, statuses, connections } = await old.stats();
  assert.equal(requests, 8);
  assert.deepEqual(statuses, { 200: 8 });
  assert.ok(connections <= 4, `${connections} connections`);
});
