// Measures two jobs in five ways at three latencies against the local Play server, and the work alone.
//
//   npm run benchmark [-- --quick] [-- --runs N]

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlayServer } from '../__test__/support/play-server.js';
import { jobs } from './jobs.js';
import { machineFacts } from './machine.js';
import { COSTS, heading, jobTable, notes, workTable } from './report.js';
import { runByTurns, runOnce } from './rows.js';
import { report, targets } from './targets.js';
import { ways } from './ways.js';

/** @typedef {import('./rows.js').Setting} Setting */
/** @typedef {import('./targets.js').Row} Row */

const CONCURRENCY = 16;
const WORK_RUNS = 5;
const results = new URL('results/', import.meta.url);

const { quick, runs } = readArguments();
const machine = await machineFacts();
console.log(heading(machine));

const server = await startPlayServer();
const folder = await mkdtemp(join(tmpdir(), 'playfast-benchmark-'));
try {
  const setting = await prepare();
  const rows = await compare(setting, quick ? [100] : [0, 100, 400]);
  const work = await workOnly(setting);
  const reached = targets(rows, work);
  console.log(`\nTargets\n${report(reached)}\n\n${notes(runs)}`);
  await mkdir(results, { recursive: true });
  const everything = { measured: new Date().toISOString(), machine, costs: COSTS, rows, work, targets: reached };
  await writeFile(new URL('latest.json', results), `${JSON.stringify(everything, null, 2)}\n`);
  console.log('All figures of all runs: benchmark/results/latest.json');
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

function readArguments() {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, runs: { type: 'string' } } });
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
    throw new Error('--runs takes a whole number from 1');
  return { quick: values.quick, runs };
}

/**
 * Makes every request once, so that the server has every answer ready, and notes the POSTs of one batch.
 * @returns {Promise<Setting>}
 */
async function prepare() {
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, server.ca);
  /** @type {Record<string, string>} */
  const postsFiles = {};
  const setting = { server, concurrency: CONCURRENCY, postsFiles, caFile };
  for (const job of Object.keys(jobs)) {
    await server.configure({ record: true });
    await runOnce(setting, { job, way: 'one batch' });
    postsFiles[job] = join(folder, `${job}.json`);
    await writeFile(postsFiles[job], JSON.stringify(await server.recorded()));
    await server.configure({ record: false });
    if (job === 'manyApps') continue;
    for (const way of Object.keys(ways)) await runOnce(setting, { job, way });
  }
  return setting;
}

/**
 * @param {Setting} setting
 * @param {number[]} latencies
 * @returns {Promise<Row[]>}
 */
async function compare(setting, latencies) {
  /** @type {Row[]} */
  const all = [];
  for (const job of ['lists', 'apps']) {
    for (const latencyMs of latencies) {
      await server.configure({ latencyMs, ...COSTS.waiting });
      const measured = await runByTurns(setting, job, plans(latencyMs));
      const sequential = measured[0].timeMs;
      const rows = measured.map((row) => ({
        job,
        latencyMs,
        lookups: jobs[job].requests.length,
        speedUp: sequential / row.timeMs,
        ...row,
      }));
      all.push(...rows);
      console.log(jobTable(jobs[job].title, latencyMs, rows));
    }
  }
  return all;
}

/**
 * How often each way is measured. Sequential rows are slow, at 400 ms very.
 * @param {number} latencyMs
 */
function plans(latencyMs) {
  return Object.keys(ways).map((way) => {
    if (way !== 'sequential') return { way, runs: runs ?? 3, watchedRuns: runs ?? 3 };
    if (latencyMs >= 400) return { way, runs: runs ?? 1, watchedRuns: 0 };
    return { way, runs: runs ?? 3, watchedRuns: 1 };
  });
}

/**
 * @param {Setting} setting
 * @returns {Promise<Row[]>}
 */
async function workOnly(setting) {
  const plan = { way: 'one batch', runs: WORK_RUNS, watchedRuns: WORK_RUNS };
  /** @type {Row[]} */
  const all = [];
  for (const [job, latencyMs] of /** @type {[string, number][]} */ ([
    ['manyApps', 0],
    ['manyApps', 100],
    ['apps', 0],
  ])) {
    await server.configure({ latencyMs, ...COSTS.none });
    const [row] = await runByTurns(setting, job, [plan]);
    all.push({ job, latencyMs, lookups: jobs[job].requests.length, ...row });
  }
  console.log(workTable(all));
  return all;
}
