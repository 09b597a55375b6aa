// Runs rows, each in its own process, and sums them up.

import { inOwnProcess } from './own-process.js';
import { median } from './table.js';

/** @typedef {Awaited<ReturnType<typeof import('../__test__/support/play-server.js').startPlayServer>>} Server */
/** @typedef {{ way: string, [figure: string]: any }} Result */

/**
 * What all rows share.
 * @typedef {object} Setting
 * @property {Server} server
 * @property {number} concurrency requests in flight
 * @property {string} folder for files
 * @property {Record<string, string>} postsFiles per job
 * @property {string} caFile the server's authority
 */

/**
 * One run of one row.
 * @param {Setting} setting
 * @param {{ job: string, way: string, watched?: boolean }} row
 */
export async function runOnce({ server, concurrency, postsFiles, caFile }, { job, way, watched = false }) {
  await server.reset();
  const { url, ca } = server;
  const row = { job, way, watched, url, ca, concurrency, postsFile: postsFiles[job] };
  const env = way === 'plain fetch' ? { NODE_EXTRA_CA_CERTS: caFile } : {};
  const figures = await inOwnProcess('row.js', row, { env });
  const { requests, connections } = await server.stats();
  return { ...figures, requests, connections };
}

/**
 * Runs the ways of a job by turns, so that a slow minute of the machine hits all of them.
 * @param {Setting} setting
 * @param {string} job
 * @param {{ way: string, runs: number, watchedRuns: number, slowMs: number }[]} plans a way that takes longer than
 *   `slowMs` is run once and not watched
 * @returns {Promise<Result[]>}
 */
export async function runByTurns(setting, job, plans) {
  const rows = plans.map((plan) => ({
    ...plan,
    figures: /** @type {any[]} */ ([]),
    stalls: /** @type {any[]} */ ([]),
  }));
  for (let turn = 0; turn < Math.max(...plans.map(({ runs, watchedRuns }) => Math.max(runs, watchedRuns))); turn++) {
    for (const { way, runs, watchedRuns, slowMs, figures, stalls } of rows) {
      process.stderr.write('.');
      const isSlow = () => figures.length > 0 && figures[0].timeMs > slowMs;
      if (turn < runs && !isSlow()) figures.push(await runOnce(setting, { job, way }));
      if (turn < watchedRuns && !isSlow()) stalls.push(await runOnce(setting, { job, way, watched: true }));
    }
  }
  mustAgree(job, rows);
  return rows.map(({ way, figures, stalls }) => ({
    way,
    ...medians(figures),
    ...medians(stalls.map(({ stallMs }) => ({ stallMs }))),
    runs: figures,
    watchedRuns: stalls,
  }));
}

/**
 * @param {string} job
 * @param {{ way: string, figures: any[], stalls: any[] }[]} rows
 */
function mustAgree(job, rows) {
  const found = rows.flatMap(({ way, figures, stalls }) =>
    [...figures, ...stalls].map((run) => ({ way, found: run.found })),
  );
  const other = found.find((run) => run.found !== found[0].found);
  if (other) throw new Error(`${job}: ${other.way} found ${other.found}, but ${found[0].way} ${found[0].found}`);
}

/**
 * The median of each figure on its own.
 * @param {Record<string, any>[]} runs
 */
export function medians(runs) {
  const names = Object.keys(runs[0] ?? {}).filter((name) => typeof runs[0][name] === 'number');
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))]));
}
