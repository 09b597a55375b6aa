// Every example, run as its first lines say, against the local Play server.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, beforeEach, test } from 'node:test';
import { startPlayServer } from './support/play-server.js';
import { until } from './support/poll.js';
import { dates } from './support/review-rules.js';
import { reviews, score } from './support/rules.js';
import { root, start } from './support/run.js';

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-examples-'));
const authority = join(folder, 'ca.pem');
writeFileSync(authority, server.ca);
const env = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: authority };
const ran = new Set();

beforeEach(() => server.reset());
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs an example; what it printed, line by line. */
async function example(name, args = [], expected = 0) {
  ran.add(name);
  const { code, stdout, stderr } = await start([join('examples', name), ...args], { env });
  assert.equal(code, expected, stdout + stderr);
  return { lines: stdout.trim().split('\n'), stderr };
}

/** What the server counted, of what matters here. */
async function counts() {
  const { requests, appCalls, chartCalls, reviewCalls, pageRequests, connections } = await server.stats();
  return { requests, appCalls, chartCalls, reviewCalls, pageRequests, connections };
}
const NONE = { requests: 0, appCalls: 0, chartCalls: 0, reviewCalls: 0, pageRequests: 0, connections: 1 };

test('app-pages.js asks five pages on one connection', async () => {
  const { lines } = await example('app-pages.js');
  assert.equal(lines.length, 5);
  assert.equal(lines[1], `Title of com.spotify.music [en/us] ${score('com.spotify.music').toFixed(1)} 10,000,000,000+`);
  assert.deepEqual(await counts(), { ...NONE, requests: 5, pageRequests: 5 });
});

test('batch-instead-of-loop.js asks four apps with a request each, then with one', async () => {
  const { lines } = await example('batch-instead-of-loop.js');
  const [loop, batch] = lines.map((line) => line.replace(/\d+ ms$/, 'ms'));
  assert.deepEqual([loop, batch], ['loop: 4 apps, 4 HTTP requests, ms', 'batch: 4 apps, 1 HTTP requests, ms']);
  const missing = await example('batch-instead-of-loop.js', ['com.missing.x', 'com.a.b']);
  assert.match(missing.lines.join(), /loop: 1 apps, 2 HTTP requests, .*batch: 1 apps, 1 HTTP requests/);
  assert.equal(missing.stderr.match(/com\.missing\.x/g).length, 2);
});

test('charts.js shows 50 charts of 200 rows', async () => {
  const { lines } = await example('charts.js');
  assert.equal(lines.length, 51);
  assert.equal(lines.at(-1), '10000 rows');
  const row = 'de TOOLS 200 complete Title of com.chart.topselling_free.tools.de.n001 [en/de]';
  assert.ok(lines.includes(row), row);
  assert.equal((await counts()).chartCalls, 50);
});

test('compare-countries.js shows an app in three countries', async () => {
  const { lines } = await example('compare-countries.js');
  const appId = 'com.mojang.minecraftpe';
  assert.deepEqual(
    lines.map((line) => line.split(' ').slice(0, 4)),
    ['us', 'de', 'jp'].map((country) => [country, 'available', 'free', String(reviews(appId, country))]),
  );
  assert.deepEqual(await counts(), { ...NONE, requests: 3, appCalls: 3 });
});

test('compare-countries.js takes an app id', async () => {
  const { lines } = await example('compare-countries.js', ['com.paid.x']);
  assert.match(lines.join('\n'), /^us available \$6\.99 .*\nde available 6,99\s€ .*\njp available ¥699 /);
  const { stderr } = await example('compare-countries.js', ['com.missing.x']);
  assert.match(stderr, /us ERR_PLAYFAST_NOT_FOUND\nde ERR_PLAYFAST_NOT_FOUND\njp ERR_PLAYFAST_NOT_FOUND/);
});

test('demo.js asks a server of its own', async () => {
  const { lines } = await example('demo.js');
  assert.ok(lines.includes('12 apps, one call: appBatch([...])'));
  assert.equal(
    lines.filter((line) => /^ {2}\S.* (free|\$6\.99|pre-registration|in this country)$/.test(line)).length,
    11,
  );
  assert.match(lines.join('\n'), /^ {2}com\.missing\.playfast\.demo +ERR_PLAYFAST_NOT_FOUND: /m);
  assert.equal(lines.filter((line) => /^ {2}TOP_(FREE|PAID) of .*: 20 apps$/.test(line)).length, 4);
  assert.equal(lines.at(-1), 'The server saw 16 lookups in 3 HTTP requests on 1 connection.');
  assert.equal((await counts()).requests, 0);
});

test('demo.js --live asks Google Play, or what stands for it', async () => {
  const { lines, stderr } = await example('demo.js', ['--live']);
  assert.ok(lines.some((line) => line.startsWith('  Title of org.wikipedia [en/us] ')));
  assert.match(stderr, /not Google Play/);
  assert.deepEqual(await counts(), { ...NONE, requests: 3, appCalls: 12, chartCalls: 4 });
});

test('demo.js fails where something is not as expected', async () => {
  await server.configure({ faults: [{ status: 429, retryAfter: '7200' }] });
  const { stderr } = await example('demo.js', ['--live'], 1);
  assert.match(stderr, /^demo: .*429/m);
});

test('price-watch.js tells what changed since the last run', async () => {
  const file = join(folder, 'prices.json');
  const first = await example('price-watch.js', [file, 'com.paid.x', 'com.missing.x']);
  assert.deepEqual(first.lines, ['']);
  assert.match(first.stderr, /com\.missing\.x/);
  const seen = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(Object.keys(seen), ['com.paid.x us', 'com.paid.x de']);
  assert.equal(seen['com.paid.x us'].price, 6.99);
  assert.deepEqual((await example('price-watch.js', [file, 'com.paid.x'])).lines, ['']);

  seen['com.paid.x us'].price = 4.99;
  writeFileSync(file, JSON.stringify(seen));
  assert.deepEqual((await example('price-watch.js', [file, 'com.paid.x'])).lines, ['com.paid.x us price: 4.99 → 6.99']);
  assert.equal(JSON.parse(readFileSync(file, 'utf8'))['com.paid.x us'].price, 6.99);
});

test('price-watch.js says what is wrong with its file, and how it is used', async () => {
  const file = join(folder, 'broken.json');
  writeFileSync(file, '{');
  const { stderr } = await example('price-watch.js', [file, 'com.paid.x'], 1);
  assert.match(stderr, /^price-watch: .*JSON/);
  assert.match((await example('price-watch.js', [file], 2)).stderr, /^usage: /);
  assert.equal((await counts()).requests, 0);
});

test('worker-threads.js counts words in three threads, on one connection', async () => {
  const { lines } = await example('worker-threads.js', [
    'com.reviews.n1200.a',
    'com.reviews.n20.b',
    'com.reviews.n0.c',
  ]);
  assert.equal(lines.length, 3);
  for (const [id, count] of [
    ['com.reviews.n1200.a', 150],
    ['com.reviews.n20.b', 20],
    ['com.reviews.n0.c', 0],
  ]) {
    assert.match(lines.join('\n'), new RegExp(`^${id}: ${count} reviews, \\d+ different words$`, 'm'));
  }
  const { connections, reviewCalls } = await counts();
  assert.deepEqual({ connections, reviewCalls }, { connections: 1, reviewCalls: 3 });
});

test('worker-threads.js fails when one of its workers does', async () => {
  const { stderr, lines } = await example('worker-threads.js', ['com.reviews.n20.b', 'not an app id'], 1);
  assert.match(stderr, /^not an app id: /m);
  assert.match(lines[0], /^com\.reviews\.n20\.b: 20 reviews/);
});

/** The reviews that a file holds. */
const reviewsIn = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('reviews-to-ndjson.js writes all reviews of three languages', async () => {
  const file = join(folder, 'all.ndjson');
  const { lines } = await example('reviews-to-ndjson.js', ['com.reviews.n1200.a', file]);
  assert.deepEqual(lines, ['2400 reviews, 4 pages: end']);
  const written = reviewsIn(file);
  assert.deepEqual(
    written.map(({ date }) => date),
    [...dates(1200), ...dates(600), ...dates(600)],
  );
  assert.ok(written.every((review) => !('userName' in review)));
  assert.deepEqual(await counts(), { ...NONE, requests: 4, reviewCalls: 4 });
});

test('reviews-to-ndjson.js goes on where it was stopped', async () => {
  const file = join(folder, 'stopped.ndjson');
  // The first two pages get through: that fault changes nothing about reviews.
  await server.configure({ faults: [{ frame: 'wrongApp', count: 2 }, { status: 400 }] });
  const { stderr } = await example('reviews-to-ndjson.js', ['com.reviews.n1200.a', file], 1);
  assert.equal(reviewsIn(file).length, 1200);
  const [, command] = /Go on with: node examples\/(.*)/.exec(stderr);
  const [name, appId, to, cursor] = command.split(' ');
  assert.equal(to, file);
  await example(name, [appId, to, cursor.replaceAll("'", '')]);
  assert.deepEqual(
    reviewsIn(file).map(({ date }) => date),
    [...dates(1200), ...dates(600), ...dates(600)],
  );
});

test('reviews-to-ndjson.js says in one line that it cannot write', async () => {
  const { stderr } = await example('reviews-to-ndjson.js', ['com.reviews.n20.a', join(folder, 'none', 'x')], 1);
  assert.match(stderr, /^cannot write to .*none.x: ENOENT: .*\n$/m);
  assert.doesNotMatch(stderr, /^ +at /m);
});

test('reviews-to-ndjson.js says how it is used', async () => {
  const { stderr } = await example('reviews-to-ndjson.js', [], 2);
  assert.match(stderr, /^usage: /);
  assert.equal((await counts()).requests, 0);
});

/** What tsc makes of service.ts, which Node 20 cannot run itself; the folder is one that finds the package. */
async function compiledService() {
  const to = join(root, 'target/examples');
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--verbatimModuleSyntax', '--erasableSyntaxOnly'];
  const how = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
    '--rootDir',
    'examples',
    '--outDir',
    to,
  ];
  const { code, stdout } = await start([tsc, '--ignoreConfig', ...strict, ...how, 'examples/service.ts']);
  assert.equal(code, 0, stdout);
  return join(to, 'service.js');
}

test('service.ts answers with what it finds, and stops a lookup when the client is gone', async () => {
  ran.add('service.ts');
  const service = spawn(process.execPath, [await compiledService(), '0'], { env: { ...process.env, ...env } });
  try {
    const [line] = await once(createInterface(service.stdout), 'line');
    const address = /http:\S+\/apps/.exec(line)[0];
    const get = async (query) => {
      const answer = await fetch(`${address}${query}`);
      return [answer.status, await answer.json()];
    };
    const [status, [found, missing]] = await get('?id=com.a.b&id=com.missing.x&country=de');
    assert.deepEqual([status, found.title, found.free], [200, 'Title of com.a.b [en/de]', true]);
    assert.match(missing.error, /com\.missing\.x/);
    assert.equal(missing.retryable, false);
    assert.equal((await counts()).requests, 1);
    assert.deepEqual(await get(''), [400, { error: '1 to 100 of id=, not 0' }]);
    assert.match((await get('?id=a%20b'))[1].error, /appId/);
    assert.equal((await get('x?id=com.a.b'))[0], 404);
    assert.equal((await counts()).requests, 1);

    await server.configure({ latencyMs: 600_000 });
    const client = new AbortController();
    const gone = assert.rejects(fetch(`${address}?id=com.c.d`, { signal: client.signal }), { name: 'AbortError' });
    await until(server.stats, ({ requests }) => requests === 2);
    const said = createInterface(service.stderr)[Symbol.asyncIterator]();
    client.abort();
    await gone;
    for (let text = ''; text !== 'stopped: the client is gone'; ) ({ value: text } = await said.next());
  } finally {
    await server.configure({ latencyMs: 0 });
    service.kill();
  }
});

test('no example was left out', () => {
  assert.deepEqual([...ran].sort(), readdirSync(join(root, 'examples')).sort());
});
