// One run of benchmark/turns.js: takes its task as JSON in its argument, prints the figures as JSON.

import { watchTurns, within } from './loop-watch.js';
import { measure } from './meter.js';
import { hookSlices } from './slices.js';

/** @type {{ kind: 'batch' | 'stream', count: number, watched: boolean, url: string, ca: string }} */
const { kind, count, watched, url, ca } = JSON.parse(process.argv[2]);
const slices = watched ? hookSlices() : [];
const { appBatch, appStream, configure } = await import('../index.js');
configure({ baseUrl: url, ca, rate: 'off' });
const ids = Array.from({ length: count }, (_, number) => `com.example.app${String(number).padStart(5, '0')}`);

/** Every outcome must be there, and be an app. */
const work = {
  batch: async () => count - (await appBatch(ids)).filter(({ status }) => status === 'fulfilled').length,
  stream: async () => {
    let missing = count;
    for await (const { status } of appStream(ids)) if (status === 'fulfilled') missing -= 1;
    return missing;
  },
}[kind];
const run = async () => {
  const missing = await work();
  if (missing > 0) throw new Error(`${missing} of ${count} apps did not come`);
  return [];
};

/** @returns {Promise<Record<string, number>>} */
async function figures() {
  if (!watched) {
    const { mainMs, timeMs } = (await measure(run, { watched: false })).figures;
    return { mainMs: mainMs ?? NaN, timeMs: timeMs ?? NaN };
  }
  const { longest, gcMs, pauses } = await watchTurns(run);
  const own = slices.map((slice) => slice.busyMs - within(slice, pauses));
  return {
    turnMs: longest.ms,
    turnGcMs: longest.gcMs,
    gcMs,
    sliceMs: Math.max(...own),
    sliceWithGcMs: Math.max(...slices.map(({ busyMs }) => busyMs)),
  };
}

process.stdout.write(JSON.stringify(await figures()));
