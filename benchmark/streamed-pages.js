// How much memory 1,000 apps take that are read from their pages and let go as they come. One process: takes its
// task as JSON in its argument, prints the figures as JSON.

import { app, appStream, configure } from '../index.js';
import { jobs } from './jobs.js';
import { peakRssMb } from './meter.js';

if (!globalThis.gc) throw new Error('run it as node --expose-gc');

/** @type {{ job: string, batchSize: number, url: string, ca: string, concurrency: number }} */
const { job, batchSize, url, ca, concurrency } = JSON.parse(process.argv[2]);
const { requests } = jobs[job];

configure({ baseUrl: url, ca, rate: 'off', concurrency });
await app(requests[0]);
globalThis.gc();
const idleMb = process.memoryUsage.rss() / 2 ** 20;

for (let start = 0; start < requests.length; start += batchSize) {
  const some = requests.slice(start, start + batchSize);
  for await (const outcome of appStream(some, { source: 'page' })) {
    if (outcome.status === 'rejected') throw outcome.reason;
  }
}
const peakMb = peakRssMb();
process.stdout.write(JSON.stringify({ idleMb, peakMb, aboveIdleMb: peakMb - idleMb }));
