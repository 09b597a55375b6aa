// Measures the work alone: calls cost the server nothing.

import { COSTS } from './costs.js';
import { jobs, lookupsOf } from './jobs.js';
import { prepare } from './prepare.js';
import { workTable } from './report.js';
import { runByTurns } from './rows.js';

const RUNS = 5;
/** @type {{ job: string, latencyMs: number, way: string }[]} */
const WORK = [
  { job: 'manyApps', latencyMs: 0, way: 'one batch' },
  { job: 'manyApps', latencyMs: 100, way: 'one batch' },
  { job: 'apps', latencyMs: 0, way: 'one batch' },
  { job: 'leanApps', latencyMs: 0, way: 'one batch' },
  { job: 'manyPages', latencyMs: 0, way: 'batches of 100' },
  { job: 'pages', latencyMs: 0, way: 'one batch' },
  { job: 'allReviews', latencyMs: 0, way: 'one batch' },
];

/**
 * @param {import('./rows.js').Setting} setting
 * @param {string[]} chosen the jobs
 * @returns {Promise<import('./targets.js').Row[]>}
 */
export async function workOnly(setting, chosen) {
  /** @type {import('./targets.js').Row[]} */
  const all = [];
  for (const { job, latencyMs, way } of WORK) {
    if (!chosen.includes(job)) continue;
    await prepare(setting, job, [way]);
    await setting.server.configure({ latencyMs, ...COSTS.none });
    const [row] = await runByTurns(setting, job, [{ way, runs: RUNS, watchedRuns: RUNS, slowMs: Infinity }]);
    all.push({ job, latencyMs, lookups: lookupsOf(jobs[job]), ...row });
  }
  if (all.length > 0) console.log(workTable(all));
  return all;
}
