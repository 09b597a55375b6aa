// The command line: what goes wrong is a line that says what to do, and an exit code.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { commandLine, recordsOf } from './support/cli.js';
import { until } from './support/poll.js';

const { server, begin, playfast, write, read, path } = await commandLine();

const once = ['--attempts', '1'];

test('misuse is 2, in a line, with nothing sent', async () => {
  for (const [args, said] of [
    [['bogus'], /^playfast: there is no command "bogus"; the commands are app, list/],
    [['app', 'com.a.b', '--nonsense'], /^playfast app: Unknown option '--nonsense'; see --help/],
    [['app', 'com.a.b', '--rate'], /^playfast app: .*--rate.*argument missing; see --help/],
    [['app'], /^playfast app: no app ids: give some as arguments, with --input, or - to read stdin/],
    [['app', 'not an id'], /^playfast app: appId must be an app id such as com\.example\.app, got 'not an id'/],
    [
      ['app', 'com.a.b', '--country', 'korea'],
      /^playfast app: --country must be a two-letter country code such as us, got/,
    ],
    [['app', 'com.a.b', '--country', ','], /^playfast app: --country must name some, with commas in between, got ","/],
    [['availability', 'com.a.b', '--country', 'korea'], /^playfast availability: --country must be/],
    [['search', 'a', '--num', '500'], /^playfast search: --num must be a whole number from 1 to 250, got 500/],
    [['reviews', 'com.a.b', '--per-request', '5000'], /^playfast reviews: --per-request must be .* 1000, got 5000/],
    [['reviews', 'com.a.b', '--lang', 'en,1'], /^playfast reviews: --lang must be a language code .*, got '1'/],
    [['app', 'com.a.b', '--header', 'host: a'], /^playfast app: --header must not have host: use --base-url/],
    [['app', 'com.a.b', '--header', 'user-agent: a'], /^playfast app: --header .*: use --user-agent/],
    [['app', 'com.a.b', '--header', 'cookie: a'], /^playfast app: --header .*; for a consent use --consent/],
    [['app', 'com.a.b', '--header', 'proxy-authorization: a'], /^playfast app: --header .* the address of --proxy/],
    [['app', 'com.a.b', '--concurrency', 'many'], /--concurrency must be a number, got "many"/],
    [['list', 'GAMES'], /^playfast list: category/],
    [['list', '--num', '0'], /--num must be a whole number above 0/],
    ...['monday', '7', 'may 1', '01/02/2026', '2026-02-31', '2026-01-31T12:00'].map((day) => [
      ['reviews', 'com.a.b', '--since', day],
      /^playfast reviews: --since must be a day or a time such as 2026-01-31 or 2026-01-31T12:00Z, got/,
    ]),
    [['reviews', 'com.a.b', '--score', '9'], /^playfast reviews: --?score/],
    [['catalogue', 'x'], /it takes no arguments, got "x"/],
    [['app', 'com.a.b', '--format', 'xml'], /--format must be one of ndjson, json, csv, table, got "xml"/],
    [['app', 'com.a.b', '--proxy', 'nonsense'], /--proxy must be addresses such as http:\/\//],
    [['app', 'com.a.b', '--proxy-file', 'none.txt'], /cannot read none\.txt: no such file/],
    [['app', 'com.a.b', '--ca', 'none.pem'], /cannot read none\.pem: no such file/],
    [['app', 'com.a.b', '--mappings', 'none.json'], /none\.json/],
  ]) {
    const { code, lines, stdout } = await playfast(args);
    assert.match(lines.join('\n'), said);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.equal(code, 2, args.join(' '));
    assert.equal(stdout, '');
  }
  assert.equal((await server.stats()).requests, 0);
});

test('an id that cannot be, in an input, is a record like other failures', async () => {
  write('some.txt', 'com.a.b\nnot an id\n');
  const { code, stdout } = await playfast(['app', '--input', 'some.txt', '--fields', 'title']);
  assert.equal(code, 1);
  const { error } = recordsOf(stdout).find(({ appId }) => appId === 'not an id');
  assert.equal(error.message, "appId must be an app id such as com.example.app, got 'not an id'");
});

test('no network, a wrong proxy', async () => {
  const refused = await playfast(['app', 'com.a.b', ...once, '--base-url', 'https://localhost:1']);
  assert.equal(refused.code, 1);
  assert.match(refused.lines.join('\n'), /^playfast app: 1 of 1 failed: .*connect/i);
  assert.equal(recordsOf(refused.stdout)[0].error.code, 'ERR_PLAYFAST_NETWORK');
  const proxy = await playfast(['app', 'com.a.b', ...once, '--proxy', 'http://ann:secret@127.0.0.1:1']);
  assert.equal(proxy.code, 1);
  assert.match(proxy.lines.join('\n'), /^playfast app: 1 of 1 failed: .*127\.0\.0\.1:1/);
  assert.doesNotMatch(proxy.stdout + proxy.stderr, /secret/);
  const wrong = await server.startProxy({ kind: 'http', username: 'ann', password: 'right' });
  const denied = await playfast(['app', 'com.a.b', ...once, '--proxy', wrong.url.replace('://', '://ann:secret@')]);
  assert.equal(denied.code, 1);
  assert.match(denied.lines.join('\n'), /^playfast app: 1 of 1 failed: /);
});

test('a walk that fails has given what came before', async () => {
  await server.configure({ latencyMs: 300 });
  const { ended } = begin(['reviews', 'com.reviews.n100.a', '--per-request', '40']);
  await until(server.stats, ({ inFlight }) => inFlight === 1);
  await server.configure({ latencyMs: 0, faults: [{ status: 400 }] });
  const { code, stdout } = await ended;
  assert.equal(code, 1);
  const records = recordsOf(stdout);
  assert.equal(records.length, 41);
  assert.equal(records.at(-1).error.code, 'ERR_PLAYFAST_REQUEST_REJECTED');
});

test('a variable that is empty is none', async () => {
  const env = { PLAYFAST_RATE: '', PLAYFAST_CONCURRENCY: '', PLAYFAST_PROXY: '', PLAYFAST_COUNTRY: '' };
  const { code, stdout, stderr } = await playfast(['app', 'com.a.b', '--fields', 'title'], { env });
  assert.equal(code, 0, stderr);
  assert.equal(recordsOf(stdout)[0].country, 'us');
});

test('what to do is told in flags', async () => {
  const failing = async (args, options) => {
    const { code, lines, stdout } = await playfast(['app', 'com.a.b', '--attempts', '1', ...args], options);
    assert.notEqual(code, 0);
    const [{ error }] = recordsOf(stdout);
    assert.ok(lines.join('\n').endsWith(error.message), lines.join('\n'));
    return error.message;
  };
  await server.configure({ faults: [{ body: 'stalledHead', count: 2 }] });
  assert.match(await failing(['--timeout-ms', '100']), /; raise --timeout-ms or try later$/);
  assert.match(await failing(['--deadline-ms', '100']), /; raise --deadline-ms$/);
  await server.configure({ faults: [{ body: 'consent' }] });
  assert.match(await failing(['--deadline-ms', '2000']), /, or try --consent reject/);
  const strange = { env: { NODE_EXTRA_CA_CERTS: undefined } };
  assert.match(await failing([], strange), /name its authority in --ca or in NODE_EXTRA_CA_CERTS/);
});

test('--debug adds what caused it', async () => {
  const args = ['app', 'com.a.b', ...once, '--base-url', 'https://localhost:1'];
  const { lines } = await playfast([...args, '--debug']);
  assert.ok(lines.length > 1, lines.join('\n'));
  assert.match(lines[1], /^ {2}because: /);
  assert.equal((await playfast(args)).lines.length, 1);
});

test('a block is 3; what is blocked stays to be asked', async () => {
  await server.configure({ block: { kind: 'sorryRedirect' } });
  const once = ['--attempts', '1', '--deadline-ms', '2000'];
  const shown = await playfast(['app', 'com.a.b', ...once]);
  assert.equal(shown.code, 3, shown.stderr);
  assert.equal(recordsOf(shown.stdout)[0].error.code, 'ERR_PLAYFAST_BLOCKED');
  const fast = await playfast(['app', 'com.a.b', '--fail-fast', ...once]);
  assert.equal(fast.code, 3, fast.stderr);
  assert.match(fast.lines.join('\n'), /^playfast app: ended at the first failure: /);
  const kept = ['app', 'com.a.b', 'com.c.d', '--output', 'blocked.ndjson'];
  const { code, lines } = await playfast([...kept, ...once]);
  assert.equal(code, 3);
  assert.match(lines.join('\n'), /^playfast app: .*; 0 of 2 done; go on with: playfast app --resume/);
  assert.ok(existsSync(path('blocked.ndjson.resume')));
  await server.configure({ block: null });
  assert.equal((await playfast([...kept, '--resume'])).code, 0);
  assert.equal(recordsOf(read('blocked.ndjson')).length, 2);
});

test('the command that goes on has no password', async () => {
  await server.configure({ block: { kind: 'sorryRedirect' } });
  const proxy = await server.startProxy({ kind: 'http', username: 'ann', password: 'secret' });
  const args = ['app', 'com.a.b', '--output', 'p.ndjson', '--attempts', '1', '--deadline-ms', '2000'];
  const { code, stderr } = await playfast([...args, '--proxy', proxy.url.replace('://', '://ann:secret@')]);
  assert.equal(code, 3);
  assert.match(stderr, /ann:PASSWORD@/);
  assert.doesNotMatch(stderr, /secret/);
});

test('some failed, of a resumed run too', async () => {
  write('three.txt', 'com.a.b\ncom.missing.x\ncom.c.d\n');
  const { code, lines } = await playfast(['app', '--input', 'three.txt', '--output', 'three.ndjson']);
  assert.equal(code, 1);
  assert.match(lines.at(-1), /^playfast app: 1 of 3 failed: /);
  assert.ok(!existsSync(path('three.ndjson.resume')));
});
