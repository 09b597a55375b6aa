// Asks for 1,000 apps while a fifth of all requests or calls go wrong, fault by fault: is each found, right and
// once, and how many requests does it take?
//
//   npm run benchmark:faults [-- --seeds N[,N]] [-- --only FAULT[,FAULT]]
//
// Which request or call is struck is drawn by the server from the seed and from what is asked for.

import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startPlayServer } from '../__test__/support/play-server.js';
import { kinds } from './fault-kinds.js';
import { faultTable, faultTargets, lostOnes } from './fault-report.js';
import { faultyRun } from './faulty-run.js';
import { jobs } from './jobs.js';
import { machineFacts } from './machine.js';
import { report } from './targets.js';

const results = new URL('results/', import.meta.url);

const { seeds, chosen } = readArguments();
const appIds = jobs.manyApps.requests;
const server = await startPlayServer();
try {
  const withoutFaults = await faultyRun(server, appIds, {}, seeds[0]);
  const rows = [];
  for (const kind of chosen) {
    const runs = [];
    for (const seed of seeds) {
      process.stderr.write('.');
      runs.push(await faultyRun(server, appIds, kind.chances, seed));
    }
    rows.push({ ...kind, factor: Math.max(...runs.map(({ requests }) => requests / withoutFaults.requests)), runs });
  }
  const targets = faultTargets(rows, appIds.length);
  console.log(`\n${faultTable(rows, seeds)}\n\n${lostOnes(rows)}\nTargets\n${report(targets)}\n`);
  await mkdir(results, { recursive: true });
  const everything = {
    measured: new Date().toISOString(),
    machine: await machineFacts(),
    withoutFaults,
    rows,
    targets,
  };
  await writeFile(new URL('faults.json', results), `${JSON.stringify(everything, null, 2)}\n`);
  console.log('All figures of all runs: benchmark/results/faults.json');
} finally {
  await server.stop();
}

function readArguments() {
  const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1,2,3' }, only: { type: 'string' } } });
  const seeds = values.seeds.split(',').map(Number);
  if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0)) throw new Error('--seeds takes whole numbers');
  const wanted = values.only?.split(',');
  const name = (/** @type {import('./fault-kinds.js').Kind} */ { title }) => title.split(':')[0];
  const unknown = wanted?.find((fault) => !kinds.some((kind) => name(kind) === fault));
  if (unknown !== undefined) throw new Error(`--only takes some of ${kinds.map(name).join(', ')}, not ${unknown}`);
  return { seeds, chosen: kinds.filter((kind) => wanted?.includes(name(kind)) ?? true) };
}
