// How much memory so many apps take that are streamed and let go as they come. One process: takes its task as JSON in
// its argument, prints the figures as JSON.

import { performance } from 'node:perf_hooks';
import { appStream, configure } from '../index.js';
import { peakRssMb } from './meter.js';

/** @type {{ count: number, options: { fields?: 'title'[] }, url: string, ca: string, concurrency: number }} */
const { count, options, url, ca, concurrency } = JSON.parse(process.argv[2]);

configure({ baseUrl: url, ca, rate: 'off', concurrency });
const start = performance.now();
let apps = 0;
for await (const outcome of appStream(appIds(), options)) {
  if (outcome.status === 'rejected') throw outcome.reason;
  apps += 1;
}
if (apps !== count) throw new Error(`${apps} came instead of ${count}`);
process.stdout.write(JSON.stringify({ timeMs: performance.now() - start, peakMb: peakRssMb() }));

/** As they would come from a file: the list itself is to take no memory. */
function* appIds() {
  for (let number = 0; number < count; number++) yield `com.example.app${number}`;
}
