// Would it pay to keep one copy of short values that many apps share (genre, currency, content rating)? The
// ancestor's Rust core did. Measures the largest gain there could be, on 1,000 apps of the local Play server.
//
//   npm run benchmark:interning

import { startPlayServer } from '../__test__/support/play-server.js';
import { jobs } from './jobs.js';
import { figure, median, table } from './table.js';

const RUNS = 15;
/** Outcomes per text, as they cross. */
const SLICE = 32;
/** It pays if it frees this share of the heap and takes no more than this share of what parsing takes. */
const WORTH = { heap: 0.1, cpu: 0.1 };

/** Fields of an app whose values are short and shared; below them, fields of the objects in two lists. */
const SHARED = [
  'availability',
  'installs',
  'installsShort',
  'currency',
  'priceText',
  'offerType',
  'IAPRange',
  'familyLibrary',
  'scoreText',
  'genre',
  'genreId',
  'contentRating',
  'contentRatingDescription',
  'interactiveElements',
  'androidVersion',
  'androidMaxVersion',
  'developer',
  'developerId',
  'developerLegalName',
  'developerLegalAddress',
  'developerLegalPhoneNumber',
  'offeredBy',
];
/** @type {Record<string, string[]>} */
const SHARED_IN_LISTS = { categories: ['name', 'id'], dataSafetySummary: ['title', 'detail'] };

if (!globalThis.gc) throw new Error('run it as node --expose-gc benchmark/interning.js');
const gc = /** @type {() => void} */ (globalThis.gc);

const texts = await textsOfApps();
const count = jobs.manyApps.requests.length;
const crossing = shares(texts);
const plain = measure((text) => JSON.parse(text));
const pooled = measure((text, pool) => intern(JSON.parse(text), pool));
const saved = 1 - pooled.heap / plain.heap;
const added = pooled.cpu / plain.cpu - 1;

const kb = (/** @type {number} */ bytes) => bytes / 1024 / count;
console.log(
  `${count.toLocaleString('en-US')} apps, Node ${process.version}; medians of ${RUNS} runs; figures per app\n`,
);
console.log(
  table(
    [
      { title: 'what', cell: (row) => row.what },
      figure('as parsed', (row) => row.plain, 2),
      figure('interned', (row) => row.pooled, 2),
      figure('difference', (row) => (row.pooled / row.plain - 1) * 100, 1, '%'),
    ],
    [
      { what: 'text that crosses, KB', plain: kb(crossing.all), pooled: kb(crossing.all - crossing.repeated) },
      { what: 'heap of the objects, KB', plain: kb(plain.heap), pooled: kb(pooled.heap) },
      { what: 'parsing, CPU us', plain: (plain.cpu * 1000) / count, pooled: (pooled.cpu * 1000) / count },
    ],
  ),
);
const pays = saved >= WORTH.heap && added <= WORTH.cpu;
console.log(`
  ${percent(crossing.short / crossing.all)} of the text are values of the ${crossing.fields} fields, ${percent(crossing.repeated / crossing.all)} are repeats. (The text is not really made
  shorter: references in place of repeats would have to be resolved on the other side.)

Verdict: interning ${pays ? 'pays' : 'does not pay'}. It frees ${percent(saved)} of the heap for ${percent(added)} more CPU in parsing;
wanted were at least ${percent(WORTH.heap)} for at most ${percent(WORTH.cpu)}.`);

/** The apps as the texts that cross: lists of outcomes in ASCII. */
async function textsOfApps() {
  const server = await startPlayServer();
  try {
    const { appBatch, configure } = await import('../index.js');
    configure({ baseUrl: server.url, ca: server.ca, rate: 'off' });
    await server.configure({ appCostMs: 0 });
    const outcomes = await appBatch(jobs.manyApps.requests);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
    return Array.from({ length: Math.ceil(outcomes.length / SLICE) }, (_, slice) =>
      ascii(JSON.stringify(outcomes.slice(slice * SLICE, (slice + 1) * SLICE))),
    );
  } finally {
    await server.stop();
  }
}

/** @param {string} text */
function ascii(text) {
  return text.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * How much of the texts are shared values, and how much of them values that were there before; quotes count.
 * @param {string[]} texts
 */
function shares(texts) {
  const all = texts.reduce((sum, text) => sum + text.length, 0);
  const seen = new Set();
  let short = 0;
  let repeated = 0;
  for (const { value: app } of texts.flatMap((text) => JSON.parse(text))) {
    eachShared(app, (holder, field) => {
      const { length } = ascii(JSON.stringify(holder[field]));
      short += length;
      if (seen.has(holder[field])) repeated += length;
      seen.add(holder[field]);
    });
  }
  const fields = SHARED.length + Object.values(SHARED_IN_LISTS).flat().length;
  return { all, short, repeated, fields };
}

/**
 * @param {any} app
 * @param {(holder: any, field: string) => void} visit
 */
function eachShared(app, visit) {
  for (const field of SHARED) if (typeof app[field] === 'string') visit(app, field);
  for (const list in SHARED_IN_LISTS) {
    for (const holder of app[list] ?? []) {
      for (const field of SHARED_IN_LISTS[list]) if (typeof holder[field] === 'string') visit(holder, field);
    }
  }
}

/**
 * Puts the first copy in the place of each later one.
 * @param {any[]} outcomes
 * @param {Map<string, string>} pool
 */
function intern(outcomes, pool) {
  for (const { value: app } of outcomes) {
    eachShared(app, (holder, field) => {
      const text = holder[field];
      const first = pool.get(text);
      if (first === undefined) pool.set(text, text);
      else holder[field] = first;
    });
  }
  return outcomes;
}

/**
 * Bytes of heap that the apps take and CPU ms that making them takes, collections of garbage included.
 * @param {(text: string, pool: Map<string, string>) => any[]} make
 */
function measure(make) {
  const runs = Array.from({ length: RUNS }, () => {
    gc();
    const before = process.memoryUsage().heapUsed;
    const cpu = process.cpuUsage();
    const pool = new Map();
    const outcomes = texts.map((text) => make(text, pool));
    const { user, system } = process.cpuUsage(cpu);
    pool.clear();
    gc();
    const heap = process.memoryUsage().heapUsed - before;
    return { heap, cpu: (user + system) / 1000, slices: outcomes.length };
  });
  return { heap: median(runs.map(({ heap }) => heap)), cpu: median(runs.map(({ cpu }) => cpu)) };
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
