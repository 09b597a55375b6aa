// What was promised, and whether the figures keep it.

/** @typedef {{ job: string, latencyMs: number, way: string, [figure: string]: any }} Row */

/**
 * @typedef {object} Target
 * @property {string} what
 * @property {string} wanted
 * @property {string} got
 * @property {boolean | undefined} reached undefined where it was not measured
 */

/**
 * @param {Row[]} rows of the jobs
 * @param {Row[]} work of `work only`
 * @param {{ title: string, worstMb: number }[]} memory of streamed pages
 * @param {{ peakMb: number, worstMb: number }[]} streams a short stream and a long one, and the same of lean apps
 * @returns {Target[]}
 */
export function targets(rows, work, memory, [short, long, shortLean, longLean]) {
  const speedUp = (/** @type {string} */ job) => row(rows, job, 400)?.speedUp;
  const cpu = (/** @type {Row | undefined} */ found) => found && (found.cpuMs * 1000) / found.lookups;
  return [
    atMost('100 app details: POSTs', 4, most(rows, 'apps', 'requests')),
    atMost('100 app details: connections', 1, most(rows, 'apps', 'connections')),
    atMost('25 lists: POSTs', 10, most(rows, 'lists', 'requests')),
    atLeast('25 lists at 400 ms: one batch against sequential', 17, speedUp('lists')),
    atLeast('100 apps at 400 ms: one batch against sequential', 70, speedUp('apps')),
    atMost('1,000 apps at latency 0: CPU an app', 110, cpu(row(work, 'manyApps', 0)), ' us'),
    atMost('1,000 apps at 100 ms: CPU an app', 110, cpu(row(work, 'manyApps', 100)), ' us'),
    atMost('100 apps, cold process: CPU an app', 150, cpu(row(work, 'apps', 0)), ' us'),
    below('1,000 apps at 100 ms: longest turn of the event loop', 10, row(work, 'manyApps', 100)?.stallMs, ' ms'),
    atMost('10,000 apps, two fields of each: POSTs', 10, most(work, 'leanApps', 'requests')),
    atMost('10,000 apps, two fields of each: CPU an app', 10, cpu(row(work, 'leanApps', 0)), ' us'),
    atMost('100 pages, cold process: CPU an app', 1500, cpu(row(work, 'pages', 0)), ' us'),
    atMost('1,000 pages at latency 0: CPU an app', 1500, cpu(row(work, 'manyPages', 0, 'batches of 100')), ' us'),
    atLeast('1,000 pages: requests', 1000, row(work, 'manyPages', 0, 'batches of 100')?.requests),
    atMost('5,000 reviews of one app: POSTs', 5, most(work, 'allReviews', 'requests')),
    ...memory.map(({ title, worstMb }) => below(`${title}: memory above idle, worst run`, 60, worstMb, ' MB')),
    below(
      '100,000 apps streamed: peak memory above that of 1,000, worst run',
      60,
      long && long.worstMb - short.peakMb,
      ' MB',
    ),
    below(
      '300,000 lean apps streamed: peak memory above that of 30,000, worst run',
      60,
      longLean && longLean.worstMb - shortLean.peakMb,
      ' MB',
    ),
  ];
}

/**
 * Of benchmark/turns.js.
 * @param {any[]} rows 1,000 and 10,000 in a batch, 10,000 streamed
 * @returns {Target[]}
 */
export function turnTargets([thousand, many, streamed]) {
  const slices = (/** @type {any} */ { title, sliceMs }) =>
    atMost(`${title}: longest slice of ours, without GC`, 2, sliceMs, ' ms');
  return [
    below('1,000 apps, one batch: main thread an app', 35, (thousand.mainMs * 1000) / thousand.count, ' us'),
    below('1,000 apps, one batch: longest turn', 10, thousand.turnMs, ' ms'),
    below('10,000 apps, one batch: longest turn', 20, many.turnMs, ' ms'),
    below('10,000 apps, streamed and dropped: longest turn', 5, streamed.turnMs, ' ms'),
    ...[thousand, many, streamed].map(slices),
  ];
}

/** @param {Target[]} all */
export function report(all) {
  return all
    .map(({ what, wanted, got, reached }) => {
      const verdict = reached === undefined ? 'not measured' : reached ? 'reached' : 'NOT REACHED';
      return `  ${verdict.padEnd(12)}  ${what}: ${got} (${wanted})`;
    })
    .join('\n');
}

/**
 * @param {Row[]} rows
 * @param {string} job
 * @param {number} latencyMs
 */
function row(rows, job, latencyMs, way = 'one batch') {
  return rows.find((row) => row.job === job && row.latencyMs === latencyMs && row.way === way);
}

/**
 * The largest value that one batch had at any latency, in any run.
 * @param {Row[]} rows
 * @param {string} job
 * @param {string} figure
 */
function most(rows, job, figure) {
  const batches = rows.filter((row) => row.job === job && row.way === 'one batch');
  const values = batches.flatMap(({ runs, watchedRuns }) => [...runs, ...watchedRuns]).map((run) => run[figure]);
  return values.length === 0 ? undefined : Math.max(...values);
}

/**
 * @param {(got: number, bound: number) => boolean} holds
 * @param {string} words
 */
function bound(holds, words) {
  return (
    /** @type {string} */ what,
    /** @type {number} */ limit,
    /** @type {number | undefined} */ got,
    unit = '',
  ) => ({
    what,
    wanted: `${words} ${limit}${unit}`,
    got: got === undefined ? '-' : `${Number.isInteger(got) ? got : got.toFixed(1)}${unit}`,
    reached: got === undefined ? undefined : holds(got, limit),
  });
}

const atMost = bound((got, limit) => got <= limit, 'at most');
const atLeast = bound((got, limit) => got >= limit, 'at least');
const below = bound((got, limit) => got < limit, 'less than');
