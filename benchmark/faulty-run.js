// Streams apps from a server that fails, and counts what became of each.

import { performance } from 'node:perf_hooks';
import * as rules from '../__test__/support/rules.js';
import { appStream, configure } from '../index.js';

/** Answers take some time, so that requests are on the wire together. */
const LATENCY_MS = 20;
/** What stalls is given up after this. */
const TIMEOUT_MS = 2000;

/**
 * @param {import('./rows.js').Server} server
 * @param {string[]} appIds
 * @param {Record<string, number>} chances
 * @param {number} seed
 */
export async function faultyRun(server, appIds, chances, seed) {
  await server.reset();
  await server.configure({ latencyMs: LATENCY_MS, appCostMs: 0, pageCostMs: 0, seed, chances });
  // A client of its own: nothing learned, no connection.
  configure({ baseUrl: server.url, ca: server.ca, rate: 'off', timeoutMs: TIMEOUT_MS });
  const start = performance.now();
  const outcomes = [];
  for await (const outcome of appStream(appIds)) outcomes.push(outcome);
  const timeMs = performance.now() - start;
  const { requests, connections, faults } = await server.stats();
  const fulfilled = outcomes.filter(({ status }) => status === 'fulfilled');
  return {
    seed,
    requests,
    connections,
    injected: sum(Object.values(faults)),
    fulfilled: fulfilled.length,
    wrong: fulfilled.filter((/** @type {any} */ { index, value }) => !isRight(value, appIds[index])).length,
    twice: outcomes.length - new Set(outcomes.map(({ index }) => index)).size,
    timeMs,
    rejected: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [reasonOf(outcome, appIds)] : [])),
  };
}

/**
 * @param {import('../index.js').App} app
 * @param {string | undefined} appId
 */
function isRight(app, appId = '') {
  return (
    app.appId === appId &&
    app.title === `Title of ${appId} [en/us]` &&
    app.score === rules.score(appId) &&
    app.ratings === rules.ratings(appId) &&
    app.developer === rules.developer(appId).name &&
    app.version === rules.version(appId)
  );
}

/**
 * @param {{ index: number, reason: any }} outcome
 * @param {string[]} appIds
 */
function reasonOf({ index, reason: { code, attempts, message } }, appIds) {
  return { appId: appIds[index], code, attempts, message };
}

/** @param {number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
