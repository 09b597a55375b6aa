// Measures the ways against each other, job by job and latency by latency.

import { COSTS } from './costs.js';
import { jobs, lookupsOf } from './jobs.js';
import { prepare } from './prepare.js';
import { jobTable } from './report.js';
import { runByTurns } from './rows.js';
import { COMPARED } from './ways.js';

/**
 * @param {import('./rows.js').Setting} setting
 * @param {string[]} chosen the jobs
 * @param {{ quick: boolean, runs: number | undefined }} how
 * @returns {Promise<import('./targets.js').Row[]>}
 */
export async function compare(setting, chosen, { quick, runs }) {
  /** @type {import('./targets.js').Row[]} */
  const all = [];
  for (const job of chosen) {
    const latencies = jobs[job]?.latencies;
    if (latencies === undefined) continue;
    await prepare(setting, job, COMPARED);
    for (const latencyMs of quick ? [100] : latencies) {
      await setting.server.configure({ latencyMs, ...COSTS.waiting });
      const measured = await runByTurns(setting, job, plans(latencyMs, runs));
      const sequential = measured[0].timeMs;
      const lookups = lookupsOf(jobs[job]);
      const rows = measured.map((row) => ({ job, latencyMs, lookups, speedUp: sequential / row.timeMs, ...row }));
      all.push(...rows);
      console.log(jobTable(jobs[job].title, latencyMs, rows));
    }
  }
  return all;
}

/**
 * How often each way is measured. Sequential rows are slow, at 400 ms very.
 * @param {number} latencyMs
 * @param {number | undefined} runs
 */
function plans(latencyMs, runs) {
  return COMPARED.map((way) => {
    if (way !== 'sequential') return { way, runs: runs ?? 3, watchedRuns: runs ?? 3 };
    if (latencyMs >= 400) return { way, runs: runs ?? 1, watchedRuns: 0 };
    return { way, runs: runs ?? 3, watchedRuns: 1 };
  });
}
