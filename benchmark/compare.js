// Measures the ways against each other, job by job and latency by latency.

import { COSTS } from './costs.js';
import { jobs, lookupsOf } from './jobs.js';
import { prepare } from './prepare.js';
import { jobTable } from './report.js';
import { runByTurns } from './rows.js';
import { COMPARED } from './ways.js';

/** What takes longer is run once: the whole is to take less than ten minutes. */
const SLOW_MS = 5000;

/**
 * @param {import('./rows.js').Setting} setting
 * @param {string[]} chosen the jobs
 * @param {{ quick: boolean, runs: number | undefined }} how
 * @returns {Promise<import('./targets.js').Row[]>}
 */
export async function compare(setting, chosen, { quick, runs }) {
  // A number of runs that was asked for holds for slow ways too.
  const often = { runs: runs ?? 3, watchedRuns: runs ?? 3, slowMs: runs === undefined ? SLOW_MS : Infinity };
  const plans = COMPARED.map((way) => ({ way, ...often }));
  /** @type {import('./targets.js').Row[]} */
  const all = [];
  for (const job of chosen) {
    const latencies = jobs[job]?.latencies;
    if (latencies === undefined) continue;
    await prepare(setting, job, COMPARED);
    for (const latencyMs of quick ? [100] : latencies) {
      await setting.server.configure({ latencyMs, ...COSTS.waiting });
      const measured = await runByTurns(setting, job, plans);
      const sequential = measured[0].timeMs;
      const lookups = lookupsOf(jobs[job]);
      const rows = measured.map((row) => ({ job, latencyMs, lookups, speedUp: sequential / row.timeMs, ...row }));
      all.push(...rows);
      console.log(jobTable(jobs[job].title, latencyMs, rows));
    }
  }
  return all;
}
