// What the command line costs beside the library: the same apps by the same stream, each let go (the library), and
// each written to a file (`playfast app --output`). CPU is that of the whole process, its start included.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPlayServer } from '../__test__/support/play-server.js';

const APPS = 10_000;
const RUNS = 5;
const MOST_MB = 150;
const MOST_RATIO = 1.3;

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-benchmark-'));
const file = (/** @type {string} */ name) => join(folder, name);
const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
writeFileSync(file('ca.pem'), String(server.ca));
writeFileSync(file('ids.txt'), Array.from({ length: APPS }, (_, place) => `com.bench.n${place}`).join('\n'));
// Written by the process itself when it ends: what it used, and its peak.
writeFileSync(
  file('usage.cjs'),
  `process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    const peak = /^VmHWM:\\s+(\\d+) kB/m.exec(require('fs').readFileSync('/proc/self/status', 'utf8'))[1];
    require('fs').writeFileSync(${JSON.stringify(file('usage.json'))}, JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: peak / 1024 }));
  });`,
);

/** @param {string[]} args */
async function used(args) {
  const env = {
    ...process.env,
    PLAYFAST_BASE_URL: server.url,
    NODE_EXTRA_CA_CERTS: file('ca.pem'),
    PLAYFAST_RATE: 'off',
  };
  const child = spawn(process.execPath, ['--require', file('usage.cjs'), ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`);
  return JSON.parse(readFileSync(file('usage.json'), 'utf8'));
}

const median = (/** @type {number[]} */ values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const app = [here('../cli/playfast.js'), 'app', '--input', file('ids.txt'), '--overwrite', '--quiet', '--output'];
const ways = {
  library: [here('cli-library.js'), file('ids.txt')],
  NDJSON: [...app, file('apps.ndjson')],
  'NDJSON, gzip': [...app, file('apps.ndjson.gz')],
  nothing: [here('cli-library.js'), '/dev/null'],
};
try {
  /** @type {Record<string, { cpuMs: number, peakMb: number }[]>} */
  const runs = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  // The first makes the server's answers.
  await used(ways.library);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [way, args] of Object.entries(ways)) runs[way]?.push(await used(args));
  }
  const figures = Object.entries(runs).map(([way, all]) => ({
    way,
    cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
    peakMb: Math.max(...all.map(({ peakMb }) => peakMb)),
  }));
  const [library, ndjson] = figures;
  const ratio = Number(ndjson?.cpuMs) / Number(library?.cpuMs);
  for (const { way, cpuMs, peakMb } of figures) {
    console.log(
      `${way.padEnd(14)} ${cpuMs.toFixed(0).padStart(6)} ms CPU  ${peakMb.toFixed(0).padStart(4)} MB at most`,
    );
  }
  const { size } = statSync(file('apps.ndjson'));
  console.log(
    `${APPS} apps, ${(size / 1e6).toFixed(0)} MB; ${ratio.toFixed(2)} times the library's CPU, at most ${MOST_RATIO}.`,
  );
  if (ratio > MOST_RATIO || Number(ndjson?.peakMb) > MOST_MB) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
