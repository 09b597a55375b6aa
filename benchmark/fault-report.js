// What the benchmark of faults prints.

import { figure, median, table } from './table.js';

/** @typedef {Awaited<ReturnType<typeof import('./faulty-run.js').faultyRun>>} Run */
const REJECTED = `Rejected: after six attempts, or earlier because the batch had spent its retries. A lookup that a fault at 20 %
hits six times in a row is lost; that is one of 16,000.`;

/** @typedef {import('./fault-kinds.js').Kind & { factor: number, runs: Run[] }} Row */

/**
 * @param {Row[]} rows
 * @param {number[]} seeds
 */
export function faultTable(rows, seeds) {
  const all = (/** @type {(run: Run) => number} */ of) => (/** @type {Row} */ row) => total(row, of);
  const columns = [
    { title: 'fault', cell: (/** @type {Row} */ { title }) => title },
    figure(
      'injected',
      all(({ injected }) => injected),
    ),
    figure(
      'requests',
      all(({ requests }) => requests),
    ),
    figure('factor', ({ factor }) => factor, 2, 'x'),
    figure(
      'connections',
      all(({ connections }) => connections),
    ),
    figure(
      'fulfilled',
      all(({ fulfilled }) => fulfilled),
    ),
    figure(
      'wrong',
      all(({ wrong }) => wrong),
    ),
    figure(
      'twice',
      all(({ twice }) => twice),
    ),
    figure('time ms', ({ runs }) => median(runs.map((/** @type {Run} */ { timeMs }) => timeMs))),
  ];
  return `1,000 apps under faults at 20 %: sums over the seeds ${seeds.join(', ')}; the worst factor, the median time
${table(columns, rows)}`;
}

/**
 * Who was rejected, and after how many requests.
 * @param {Row[]} rows
 */
export function lostOnes(rows) {
  const lines = rows.flatMap(({ title, runs }) =>
    runs.flatMap(({ seed, rejected }) => {
      /** @type {Map<string, string[]>} */
      const lost = new Map();
      for (const { code, attempts, appId } of rejected) {
        const why = `${code}, attempts: ${attempts}`;
        lost.set(why, [...(lost.get(why) ?? []), String(appId)]);
      }
      return [...lost].map(
        ([why, appIds]) =>
          `  ${title}, seed ${seed}: ${appIds.length === 1 ? appIds[0] : `${appIds.length} apps`}, ${why}\n`,
      );
    }),
  );
  return lines.length === 0 ? '' : `${REJECTED}\n${lines.join('')}`;
}

/**
 * @param {Row[]} rows
 * @param {number} apps
 * @returns {import('./targets.js').Target[]}
 */
export function faultTargets(rows, apps) {
  return rows.map((row) => {
    const { title, isAnswer, most, factor, runs } = row;
    const asked = apps * runs.length;
    const right = total(row, ({ fulfilled, wrong }) => fulfilled - wrong);
    const twice = total(row, (run) => run.twice);
    const wanted = isAnswer ? asked - total(row, ({ injected }) => injected) : asked;
    return {
      what: title,
      wanted: `${wanted} of ${asked} right, none twice, requests below ${most}x`,
      got: `${right} right, ${twice} twice, ${factor.toFixed(2)}x`,
      reached: right === wanted && twice === 0 && factor < most,
    };
  });
}

/**
 * @param {Row} row
 * @param {(run: Run) => number} of
 */
function total({ runs }, of) {
  return runs.reduce((sum, run) => sum + of(run), 0);
}
