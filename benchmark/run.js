// Measures five jobs in five ways at up to three latencies against the local Play server; the work alone; and the
// memory of pages and apps that are let go as they come.
//
//   npm run benchmark [-- --quick] [-- --runs N] [-- --only JOB[,JOB]]
//
// Jobs: lists, apps, searches, reviews, pages (compared; also work alone where that is measured), manyApps, leanApps,
// manyPages, allReviews (work alone), streamedPages, longStream (memory).

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlayServer } from '../__test__/support/play-server.js';
import { compare } from './compare.js';
import { COSTS } from './costs.js';
import { jobs } from './jobs.js';
import { LONG_STREAM, longStream } from './long-stream.js';
import { machineFacts } from './machine.js';
import { STREAMED_PAGES, streamedPages } from './memory.js';
import { picture } from './picture.js';
import { heading, notes } from './report.js';
import { report, targets } from './targets.js';
import { workOnly } from './work-only.js';

const CONCURRENCY = 16;
const results = new URL('results/', import.meta.url);

const { quick, runs, chosen } = readArguments();
const machine = await machineFacts();
console.log(heading(machine));

const server = await startPlayServer();
const folder = await mkdtemp(join(tmpdir(), 'playfast-benchmark-'));
try {
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, server.ca);
  const setting = { server, concurrency: CONCURRENCY, folder, postsFiles: {}, caFile };
  const rows = await compare(setting, chosen, { quick, runs });
  const work = await workOnly(setting, chosen);
  const memory = chosen.includes(STREAMED_PAGES) ? await streamedPages(setting) : [];
  const long = chosen.includes(LONG_STREAM) ? await longStream(setting) : [];
  const reached = targets(rows, work, memory, long);
  console.log(`\nTargets\n${report(reached)}\n\n${notes(runs)}`);
  await mkdir(results, { recursive: true });
  const everything = {
    measured: new Date().toISOString(),
    machine,
    costs: COSTS,
    rows,
    work,
    memory,
    long,
    targets: reached,
  };
  await writeFile(new URL('latest.json', results), `${JSON.stringify(everything, null, 2)}\n`);
  console.log('All figures of all runs: benchmark/results/latest.json');
  const drawn = picture(everything);
  if (drawn !== undefined) {
    await writeFile(new URL('../docs/benchmark.svg', import.meta.url), drawn);
    console.log('The picture: docs/benchmark.svg');
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true });
}

function readArguments() {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, runs: { type: 'string' }, only: { type: 'string' } },
  });
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(Number.isInteger(runs) && runs > 0))
    throw new Error('--runs takes a whole number from 1');
  const known = [...Object.keys(jobs), STREAMED_PAGES, LONG_STREAM];
  const chosen = values.only?.split(',') ?? known;
  const unknown = chosen.find((job) => !known.includes(job));
  if (unknown !== undefined) throw new Error(`--only takes some of ${known.join(', ')}, not ${unknown}`);
  return { quick: values.quick, runs, chosen: known.filter((job) => chosen.includes(job)) };
}
