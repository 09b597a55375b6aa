// playfast doctor: what it finds wrong, what it says to do, and with which code it ends.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine } from './support/cli.js';

const { server, playfast } = await commandLine();

/** The report, and how the process ended. */
async function examined(args = [], options) {
  const { code, stdout, stderr } = await playfast(['doctor', '--json', ...args], options);
  assert.equal(code, JSON.parse(stdout).exitCode, stderr);
  return JSON.parse(stdout);
}

const worse = (rows, state, well) => rows.filter((row) => row[state] !== well);

test('all is well: each noun, the way there, the limits, the fields, the requests', async () => {
  const report = await examined();
  assert.deepEqual([report.exitCode, worse(report.lookups, 'verdict', 'ok'), report.offline], [0, [], false]);
  assert.equal(report.baseUrl, server.url);
  assert.deepEqual(
    report.exits.map(({ name, state, tls }) => [name, state, tls]),
    [['direct', 'ok', 'verified']],
  );
  assert.deepEqual(
    report.limits.map(({ name, concurrency }) => [name, concurrency]),
    [['direct', 16]],
  );
  const nouns = Object.keys(createRequire(import.meta.url)('playfast')).filter((name) => name.endsWith('Batch'));
  const asked = new Set(report.lookups.map(({ lookup }) => `${lookup.split(',')[0]}Batch`));
  assert.deepEqual(
    nouns.filter((name) => !name.startsWith('fetchAndParse') && !asked.has(name)),
    [],
  );
  const title = report.fields.find(({ record, field }) => record === 'app' && field === 'title');
  assert.ok(title.present >= 30 && title.present === title.of && title.state === 'ok', JSON.stringify(title));
  assert.deepEqual([report.answers.length, worse(report.answers, 'state', 'ok')], [5, []]);
  const compared = report.templates.filter(({ pages }) => pages > 0).map(({ lookup }) => lookup);
  assert.ok(compared.includes('app') && compared.includes('search'), compared.join());
});

test('in words, for people', async () => {
  const { code, stdout } = await playfast(['doctor']);
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^playfast \d+\.\d+\.\d+, Node [\d.]+, /);
  assert.match(stdout, / {2}ok {5}direct: answers in \d+ ms, its certificate is trusted\n/);
  assert.match(stdout, /\nAll is well\.\n$/);
  assert.ok(!stdout.includes('WRONG'), stdout);
});

test('a field that has moved is named', async () => {
  await server.configure({ drift: { fields: { 52: 952 } } });
  const report = await examined();
  assert.equal(report.exitCode, 1);
  const gone = report.fields.filter(({ state }) => state === 'gone').map(({ record, field }) => `${record}.${field}`);
  assert.ok(gone.includes('app.score'), gone.join());
  assert.match(report.lookups.find(({ lookup }) => lookup === 'app').what, /missing: score, ratings/);
  const { stdout } = await playfast(['doctor']);
  assert.match(stdout, / {2}WRONG {2}app\.score: in 0 of \d+, expected in \d+ %\n/);
  assert.match(stdout, /re-pointed with --mappings/);
});

test('answers with nothing in them are named', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'playfast-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const mappings = join(directory, 'mappings.json');
  writeFileSync(mappings, JSON.stringify({ suggest: { suggestions: [7] }, searchSection: { rows: [7] } }));
  const report = await examined(['--mappings', mappings]);
  assert.equal(report.exitCode, 1);
  const answers = Object.fromEntries(report.answers.map(({ lookup, state, empty }) => [lookup, `${state} ${empty}`]));
  assert.deepEqual(answers, {
    search: 'gone 2',
    suggest: 'gone 1',
    dataSafety: 'ok 0',
    similar: 'ok 0',
    developer: 'ok 0',
  });
  const { stdout } = await playfast(['doctor', '--mappings', mappings]);
  assert.match(stdout, / {2}WRONG {2}suggest: 1 of 1 are empty, expected are 0 %\n/);
  assert.match(stdout, / {2}ok {5}similar: 0 of 1 are empty, expected are 0 %\n/);
});

test('a block ends it with 3, and nothing more is asked', async () => {
  await server.configure({ block: { kind: 403 } });
  const report = await examined(['--deadline-ms', '2000']);
  assert.equal(report.exitCode, 3);
  assert.deepEqual([report.exits[0].state, report.lookups], ['blocked', []]);
  assert.equal((await server.stats()).requests, 1);
});

test('without a network it says so, and that the install is all right', async () => {
  const env = { PLAYFAST_BASE_URL: 'https://127.0.0.1:9' };
  const report = await examined(['--attempts', '1'], { env });
  assert.deepEqual([report.exitCode, report.offline, report.addon, report.lookups], [1, true, { loaded: true }, []]);
  const { stdout } = await playfast(['doctor', '--attempts', '1'], { env });
  assert.match(stdout, /\nOffline: nothing could be asked\. The install is all right\.\n$/);
});

test('a certificate that is not trusted is no missing network', async () => {
  const report = await examined([], { env: { NODE_EXTRA_CA_CERTS: undefined } });
  assert.deepEqual([report.exitCode, report.offline, report.exits[0].tls], [1, false, 'refused']);
  const { stdout } = await playfast(['doctor'], { env: { NODE_EXTRA_CA_CERTS: undefined } });
  assert.match(stdout, /name the certificates of what answers with --ca/);
});

test('each proxy is looked at; the lookups go through those that work', async () => {
  const working = await server.startProxy({ kind: 'http' });
  const report = await examined(['--proxy', working.url, '--proxy', 'http://user:hunter2@127.0.0.1:9']);
  assert.equal(report.exitCode, 1);
  assert.deepEqual(
    report.exits.map(({ state }) => state),
    ['ok', 'unreachable'],
  );
  assert.ok(!JSON.stringify(report).includes('hunter2'));
  assert.deepEqual(worse(report.lookups, 'verdict', 'ok'), []);
});

test('what cannot be is refused before anything is asked', async () => {
  for (const args of [['--rate', 'fast'], ['--proxy', 'nonsense'], ['--colour'], ['--concurrency', '9999']]) {
    const { code, stdout, lines } = await playfast(['doctor', ...args]);
    assert.deepEqual([code, stdout, lines.length], [2, '', 1], args.join(' '));
  }
  assert.equal((await server.stats()).requests, 0);
});
