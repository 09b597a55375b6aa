// Measures how long many apps hold up the JS thread, against the local Play server at latency 0.
//
//   npm run benchmark:turns [-- --runs N]

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlayServer } from '../__test__/support/play-server.js';
import { COSTS } from './costs.js';
import { machineFacts } from './machine.js';
import { inOwnProcess } from './own-process.js';
import { heading } from './report.js';
import { medians } from './rows.js';
import { figure, table } from './table.js';
import { report, turnTargets } from './targets.js';

/** What is run; each run is a process of its own. */
const WORKS = [
  { title: '1,000 apps, one batch', kind: 'batch', count: 1000 },
  { title: '10,000 apps, one batch', kind: 'batch', count: 10_000 },
  { title: '10,000 apps, streamed and dropped', kind: 'stream', count: 10_000 },
];
const COLUMNS = [
  { title: 'work; latency 0', cell: (/** @type {any} */ row) => row.title },
  figure('time ms', (row) => row.timeMs),
  figure('main thread us/app', (row) => (row.mainMs * 1000) / row.count, 1),
  figure('V8 alone us/app', (row) => (row.bareMs * 1000) / row.count, 1),
  figure('longest turn ms', (row) => row.turnMs, 1),
  figure('GC in it', (row) => row.turnGcMs, 1),
  figure('worst run', (row) => row.worstTurnMs, 1),
  figure('longest slice ms, without GC', (row) => row.sliceMs, 1),
  figure('with GC', (row) => row.sliceWithGcMs, 1),
  figure('GC ms in all', (row) => row.gcMs),
];

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const count = Number(values.runs);
if (!(Number.isInteger(count) && count > 0)) throw new Error('--runs takes a whole number from 1');
console.log(heading(await machineFacts()));
const server = await startPlayServer();
const folder = await mkdtemp(join(tmpdir(), 'playfast-turns-'));
try {
  await server.configure({ latencyMs: 0, ...COSTS.none });
  const rows = [];
  for (const work of WORKS) rows.push(await measured(work));
  console.log(
    `\nTurns of the event loop; the server's calls cost nothing; medians of ${count} processes\n${table(COLUMNS, rows)}`,
  );
  console.log(`\nTargets\n${report(turnTargets(rows))}\n
Notes
  Main thread is its CPU time, watched by nothing. V8 alone is that of a program that makes the same texts strings and parses
  them, by turns with ours: no less is to be had with these texts on this machine.
  Turns and slices come from runs of their own: a look every ms; the time in which the loop has nothing to do does not
  count, and on Linux not that in which it waits for a core. Garbage collection uses other threads too, and what it waits
  for them counts. A slice is what playfast does between two turns: reading requests, or parsing a text of outcomes and
  what its reader does with it.`);
} finally {
  await rm(folder, { recursive: true });
  await server.stop();
}

/** @param {typeof WORKS[number]} work */
async function measured(work) {
  const { url, ca } = server;
  const once = (/** @type {boolean} */ watched) => inOwnProcess('turns-run.js', { ...work, watched, url, ca });
  // The server makes its answers, as far as it has room for them.
  await once(false);
  const file = join(folder, `${work.count}.json`);
  await inOwnProcess('texts-run.js', { file, count: work.count, url, ca });
  const bare = [];
  /** @type {any[]} */
  const plain = [];
  /** @type {any[]} */
  const watched = [];
  for (let run = 0; run < count; run++) {
    process.stderr.write('.');
    plain.push(await once(false));
    bare.push(await inOwnProcess('bare-run.js', { file, count: work.count, kept: work.kind === 'batch' }));
    watched.push(await once(true));
  }
  const worstTurnMs = Math.max(...watched.map(({ turnMs }) => turnMs));
  return { ...work, ...medians(plain), ...medians(bare), ...medians(watched), worstTurnMs };
}
