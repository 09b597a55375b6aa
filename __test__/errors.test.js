// Each cause of failure has its class and code, and the error says all that is known.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import * as imported from 'playfast';
import { app, appBatch, configure, list } from 'playfast';
import { serve } from './support/client.js';
import { frame, serveFixed } from './support/fixed-server.js';
import { ids } from './support/rules.js';

const server = await serve();
const required = createRequire(import.meta.url)('playfast');
const classes = new Map(Object.entries(imported));
const once1 = { ...server.settings, attempts: 1 };

/** The error of one app that meets these faults. */
async function failure(faults, settings = once1, options = { source: 'rpc' }) {
  configure(settings);
  await server.configure({ faults });
  return app('com.a.b', options).then(
    () => assert.fail('it was answered'),
    (error) => error,
  );
}

function check(error, name, code, { retryable, ...details }) {
  assert.equal(error.name, name);
  assert.equal(error.code, `ERR_PLAYFAST_${code}`);
  assert.ok(error instanceof classes.get(name) && error instanceof imported.PlayfastError && error instanceof Error);
  assert.ok(error instanceof required[name], 'the class is the same for import and require');
  assert.equal(error.retryable, retryable);
  assert.equal(error.request, 'com.a.b');
  for (const [key, value] of Object.entries(details)) assert.deepEqual(error[key], value, key);
  assert.match(error.message, /^app com\.a\.b \(en, us\): [A-Z a-z]/);
  assert.doesNotMatch(error.message, /\n|undefined|null/);
}

test('an app that does not exist: NotFoundError', async () => {
  for (const faults of [[{ frame: 'null' }], [{ frame: 'error' }]]) {
    const error = await failure(faults);
    check(error, 'NotFoundError', 'NOT_FOUND', { retryable: false, attempts: 1, status: undefined, cause: undefined });
  }
});

test('429: RateLimitedError, with the time that the server asked for', async () => {
  const error = await failure([{ status: 429, retryAfter: '7' }]);
  check(error, 'RateLimitedError', 'RATE_LIMITED', { retryable: true, status: 429, attempts: 1, retryAfterMs: 7000 });
});

test('a server that asks to wait for longer than is waited is not asked again', async () => {
  const error = await failure([{ status: 429, retryAfter: '7200' }], server.settings);
  check(error, 'RateLimitedError', 'RATE_LIMITED', { retryable: true, attempts: 1, retryAfterMs: 7_200_000 });
  assert.equal((await server.stats()).requests, 1);
});

test('5xx, a body that is no answer, and unanswered calls: ServerError', async () => {
  for (const [fault, status] of [
    [{ status: 503 }, 503],
    [{ status: 500 }, 500],
    [{ body: 'garbage' }, 200],
    [{ frame: 'missing' }, 200],
    [{ frame: 'echo' }, 200],
    [{ frame: 'wrongApp' }, 200],
  ]) {
    check(await failure([fault]), 'ServerError', 'SERVER', { retryable: true, status, attempts: 1 });
  }
});

test('a captcha, a consent and 403: BlockedError, asked once', async () => {
  const location = (url) => ({ status: 302, location: url });
  for (const [fault, status] of [
    [location('https://www.google.com/sorry/index?continue=https://play.google.com/'), 302],
    [location('https://consent.google.com/ml?continue=https://play.google.com/'), 302],
    [{ body: 'sorry' }, 200],
    [{ body: 'consent' }, 200],
    [{ status: 403 }, 403],
  ]) {
    await server.reset();
    const error = await failure([fault], server.settings);
    check(error, 'BlockedError', 'BLOCKED', { retryable: true, status, attempts: 1 });
    assert.equal((await server.stats()).requests, 1);
  }
});

test('400, a redirect elsewhere and an error frame: RequestRejectedError', async () => {
  for (const [fault, status] of [
    [{ status: 400 }, 400],
    [{ status: 302, location: 'https://elsewhere.example/consent.google.com' }, 302],
    [{ frame: 'gateway' }, undefined],
  ]) {
    const error = await failure([fault]);
    check(error, 'RequestRejectedError', 'REQUEST_REJECTED', { retryable: false, status, attempts: 1 });
  }
});

test('nobody listens: NetworkError with its cause', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address();
  closed.close();
  await once(closed, 'close');
  const error = await failure([], { ...once1, baseUrl: `https://localhost:${port}` });
  check(error, 'NetworkError', 'NETWORK', { retryable: true, attempts: 1, status: undefined });
  assert.ok(error.cause instanceof Error);
  assert.match(error.cause.message, /refused/i);
});

test('a body that is cut short: NetworkError', async () => {
  check(await failure([{ body: 'truncated' }]), 'NetworkError', 'NETWORK', { retryable: true, attempts: 1 });
});

test('a certificate that nobody vouches for: NetworkError, not asked again, that names the way out', async () => {
  const error = await failure([], { ...server.settings, ca: undefined });
  check(error, 'NetworkError', 'NETWORK', { retryable: false, attempts: 1 });
  assert.match(error.message, /NODE_EXTRA_CA_CERTS/);
  assert.match(error.cause.message, /certificate/i);
  assert.equal((await server.stats()).requests, 0);
});

test('a batch of several first requests: each tells why there is no connection', async () => {
  configure({ ...server.settings, ca: undefined });
  for (const { reason } of await appBatch(ids(192))) {
    assert.ok(reason instanceof imported.NetworkError && !reason.retryable, inspect(reason));
    assert.match(reason.message, /certificate .* is not trusted/);
  }
  assert.equal((await server.stats()).requests, 0);
});

test('no answer in time: TimeoutError', async () => {
  await server.configure({ latencyMs: 60_000 });
  const byOption = await failure([], once1, { timeoutMs: 30 });
  check(byOption, 'TimeoutError', 'TIMEOUT', { retryable: true, attempts: 1, status: undefined });
  const bySetting = await failure([], { ...once1, timeoutMs: 30 });
  check(bySetting, 'TimeoutError', 'TIMEOUT', { retryable: true, attempts: 1 });
});

test('an answer without the documented shape: ParseError, with what is missing', async () => {
  const answer = async (payload) => {
    const error = await failure([], { ...once1, ca: undefined, baseUrl: await serveFixed(frame('Ws7gDc', payload)) });
    check(error, 'ParseError', 'PARSE', { retryable: false, attempts: 1, block: 'Ws7gDc' });
    return error;
  };
  const bare = await answer('[null,[null,null,[],{"12":[["com.a.b",7]]}]]');
  assert.deepEqual(bare.missing, ['title', 'availability', 'developer']);
  assert.match(bare.message, /title, availability, developer/);
  assert.deepEqual((await answer('[]')).missing, ['appId']);
  assert.equal((await answer('[[1,')).missing, undefined);
});

test('an answer that unpacks to more than any answer of Play: ParseError', async () => {
  const bomb = gzipSync(Buffer.alloc(65 << 20));
  const baseUrl = await serveFixed(bomb, { 'content-encoding': 'gzip' });
  check(await failure([], { ...once1, ca: undefined, baseUrl }), 'ParseError', 'PARSE', { retryable: false });
});

test('lists fail by the same classes, and say what was asked', async () => {
  configure(once1);
  await server.configure({ faults: [{ status: 503 }] });
  const request = { category: 'TOOLS', collection: 'TOP_PAID', country: 'de' };
  await assert.rejects(list(request), (error) => {
    assert.ok(error instanceof imported.ServerError);
    assert.equal(error.request, request);
    assert.match(error.message, /^list TOP_PAID of TOOLS \(en, de\): /);
    return true;
  });
});

test('isPlayfastError knows the errors of any copy and realm, and no other', async () => {
  const [{ reason }] = await appBatch(['com.missing.x']);
  const inAnotherRealm = runInNewContext("Object.assign(new Error('x'), { code: 'ERR_PLAYFAST_TIMEOUT' })");
  assert.ok(!(inAnotherRealm instanceof Error));
  for (const error of [reason, inAnotherRealm]) assert.equal(imported.isPlayfastError(error), true);
  const others = [new Error('x'), Object.assign(new Error('x'), { code: 'ERR_PLAYFAST_GONE' }), { code: reason.code }];
  for (const other of [...others, undefined, null, reason.code]) assert.equal(imported.isPlayfastError(other), false);
});

test('the stack begins where the function was called', async () => {
  const own = new RegExp(`^    at .*${import.meta.url.split('/').pop().replaceAll('.', '\\.')}:\\d+`);
  const firstFrame = (error) => error.stack.split('\n').find((line) => line.startsWith('    at '));
  assert.match(firstFrame(await failure([{ status: 400 }])), own);
  const [{ reason }] = await appBatch(['com.missing.x']);
  assert.match(firstFrame(reason), own);
  await assert.rejects(list(5), (error) => own.test(firstFrame(error)));
  assert.throws(
    () => configure(5),
    (error) => own.test(firstFrame(error)),
  );
});

test('an error shows its class, message and details once', async () => {
  const shown = inspect(await failure([{ status: 503 }]));
  assert.match(shown, /^ServerError: app com\.a\.b \(en, us\): Play failed \(503\); try later\n {4}at /);
  assert.equal(shown.match(/ServerError/g).length, 1);
  for (const detail of ["code: 'ERR_PLAYFAST_SERVER'", 'retryable: true', 'status: 503', "request: 'com.a.b'"]) {
    assert.ok(shown.includes(detail), detail);
  }
});
