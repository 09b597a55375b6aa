// What the benchmark prints.

import { COSTS } from './costs.js';
import { jobs } from './jobs.js';
import { figure, table } from './table.js';

/** @param {number | undefined} runs what --runs says */
export function notes(runs) {
  const counted =
    runs === undefined
      ? 'Every figure is the median of three runs, of that figure alone; what takes over 5 s runs once.'
      : `Every figure is the median of ${runs} run(s), of that figure alone.`;
  return `Notes
  Client and server share this machine: at latency 0 they compete for its cores, so times there say nothing
  about a network, and stalls include waiting for a core. CPU is that of the client's process alone.
  Each run is a process of its own that starts without a connection. Setting up the client, certificates and all, is
  measured; loading the modules is not.
  Every answer had been made once before, so the server has it ready. Each way must find the same.
  A lookup is one list, one app, one search or one page of reviews. Speed-up is against sequential at the same latency.
  Reviews are asked for with the token of the page before. One batch is five rounds, a page of each app; Promise.all is
  20 walks; plain fetch sends the same POSTs round by round.
  ${counted}
  Stall is the longest time that the event loop could not run a timer (maximum of monitorEventLoopDelay at 1 ms,
  less that 1 ms). It comes from runs of its own, because watching costs CPU; what runs once is not watched.
  Memory is the most the process ever used, Node itself included (some 45 MB).
  Plain fetch sends the very requests of one batch and reads a dozen fields; playfast reads all of them. Of a page it
  parses the block with the record only.
  Searches, reviews and pages are measured at 0 and 100 ms only: at 400 their slow rows would take minutes.
`;
}

/** @param {Awaited<ReturnType<typeof import('./machine.js').machineFacts>>} machine */
export function heading({ node, system, cpu, cores, memoryGb, load, addon, looksLikeDebug }) {
  const { appCostMs, chartCostMs, searchCostMs, reviewCostMs, pageCostMs } = COSTS.waiting;
  const lines = [
    `Node ${node}, ${system}, ${cpu}, ${cores} cores, ${memoryGb} GB; load ${load.join(' ')} at the start`,
    'Server: local play-server over TLS. An answer takes the latency and what its calls cost:',
    `${appCostMs} ms an app, ${chartCostMs} ms a list of 100 rows, ${searchCostMs} ms a search, ${reviewCostMs} ms 1,000 reviews,`,
    `${pageCostMs} ms an app's page. No rate limit, 16 requests in flight.`,
  ];
  if (looksLikeDebug)
    lines.push(`lib/${addon} looks like a debug build: its figures say nothing. Run npm run build first.`);
  return lines.join('\n');
}

const LOAD = [
  figure('requests', (row) => row.requests),
  figure('connections', (row) => row.connections),
  figure('CPU ms', (row) => row.cpuMs),
  figure('CPU us/lookup', (row) => (row.cpuMs * 1000) / row.lookups),
];
const PROCESS = [figure('memory MB', (row) => row.rssMb), figure('stall ms', (row) => row.stallMs, 1)];

/**
 * @param {string} title
 * @param {number} latencyMs
 * @param {any[]} rows
 */
export function jobTable(title, latencyMs, rows) {
  const columns = [
    { title: `latency ${latencyMs} ms`, cell: (/** @type {any} */ row) => row.way },
    figure('time ms', (row) => row.timeMs),
    figure('lookups/s', (row) => (row.lookups * 1000) / row.timeMs),
    figure('speed-up', (row) => row.speedUp, 1, 'x'),
    ...LOAD,
    ...PROCESS,
  ];
  return `\n${title}\n${table(columns, rows)}`;
}

/** @param {any[]} rows */
export function workTable(rows) {
  const columns = [
    {
      title: 'job; way, latency',
      cell: (/** @type {any} */ row) => `${jobs[row.job].title}; ${row.way}, ${row.latencyMs} ms`,
    },
    figure('time ms', (row) => row.timeMs),
    ...LOAD,
    figure('main thread us/lookup', (row) => (row.mainMs * 1000) / row.lookups),
    ...PROCESS,
  ];
  return `\nWork only: the server's calls cost nothing; medians of 5 processes\n${table(columns, rows)}`;
}

/** @param {any[]} rows */
export function memoryTable(rows) {
  const columns = [
    { title: '1,000 pages', cell: (/** @type {any} */ row) => row.title },
    figure('requests', (row) => row.pages),
    figure('idle MB', (row) => row.idleMb, 1),
    figure('peak MB', (row) => row.peakMb, 1),
    figure('above idle MB', (row) => row.aboveIdleMb, 1),
    figure('worst run', (row) => row.worstMb, 1),
  ];
  return `\nMemory: apps from their pages, let go as they come; 50 in flight, latency 100 ms; medians of 5 processes
${table(columns, rows)}`;
}

/** @param {any[]} rows */
export function longStreamTable(rows) {
  const columns = [
    { title: 'apps', cell: (/** @type {any} */ { title, count }) => `${count.toLocaleString('en-US')}, ${title}` },
    figure('requests', (row) => row.requests),
    figure('time ms', (row) => row.timeMs),
    figure('peak MB', (row) => row.peakMb, 1),
    figure('worst run', (row) => row.worstMb, 1),
  ];
  return `\nMemory: a stream of apps that are let go as they come; medians of 3 processes\n${table(columns, rows)}`;
}
