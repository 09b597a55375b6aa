// The weekly question whether Google's answers are still what the readers expect, put to the local Play server.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { startPlayServer } from './support/play-server.js';
import { start } from './support/run.js';

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-canary-'));
const authority = join(folder, 'ca.pem');
writeFileSync(authority, server.ca);
beforeEach(() => server.reset());
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the canary; its verdicts by lookup. */
async function canary() {
  const env = { PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: authority };
  const { code, stdout, stderr } = await start(['scripts/canary.js'], { env });
  const rows = stdout.trim().split('\n').slice(2);
  const verdicts = rows.map((row) => row.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
  return {
    code,
    stderr,
    verdicts: Object.fromEntries(verdicts.map(([name, verdict, what]) => [name, [verdict, what]])),
  };
}

test('all is as expected, and every noun is asked', async () => {
  const { code, verdicts, stderr } = await canary();
  assert.deepEqual([code, Object.values(verdicts).filter(([verdict]) => verdict !== 'ok')], [0, []], stderr);
  const nouns = Object.keys(createRequire(import.meta.url)('playfast')).filter((name) => name.endsWith('Batch'));
  const asked = Object.keys(verdicts).map((name) => `${name.split(',')[0]}Batch`);
  assert.deepEqual(
    nouns.filter((name) => !name.startsWith('fetchAndParse') && !asked.includes(name)),
    [],
  );
});

test('an answer that cannot be read is drift', async () => {
  await server.configure({ faults: [{ frame: 'unparsable', count: 6 }] });
  const { code, verdicts } = await canary();
  assert.equal(code, 1);
  assert.equal(verdicts.app[0], 'drift');
  assert.match(verdicts.app[1], /^ERR_PLAYFAST_PARSE: /);
  assert.equal(verdicts['app, page'][0], 'ok');
});

test('a refusal to answer is not', async () => {
  await server.configure({ faults: [{ status: 429, retryAfter: '7200' }] });
  const { code, verdicts } = await canary();
  assert.equal(code, 2);
  assert.match(verdicts.app.join(), /^undecided,ERR_PLAYFAST_RATE_LIMITED: /);
});
