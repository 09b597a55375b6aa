// Measures whether memory grows with the number of apps that are streamed. Every app is another one, and the server
// makes each as it is asked for: it keeps 64 MB of answers, and whole ones are some 400 MB. So they come as fast as it can.

import { COSTS } from './costs.js';
import { LEAN } from './jobs.js';
import { inOwnProcess } from './own-process.js';
import { longStreamTable } from './report.js';
import { medians } from './rows.js';

/** What `--only` calls it. */
export const LONG_STREAM = 'longStream';

const RUNS = 3;
/** Of lean apps so many more are under way at a time. */
const STREAMS = [
  { title: 'whole', count: 1000, options: {} },
  { title: 'whole', count: 100_000, options: {} },
  { title: 'two fields', count: 30_000, options: LEAN },
  { title: 'two fields', count: 300_000, options: LEAN },
];

/**
 * @param {import('./rows.js').Setting} setting
 * @returns {Promise<{ count: number, peakMb: number, worstMb: number, [figure: string]: any }[]>}
 */
export async function longStream({ server, concurrency }) {
  await server.configure({ latencyMs: 0, ...COSTS.none });
  const all = [];
  for (const { title, count, options } of STREAMS) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      process.stderr.write('.');
      await server.reset();
      const figures = await inOwnProcess('streamed-apps.js', {
        count,
        options,
        url: server.url,
        ca: server.ca,
        concurrency,
      });
      runs.push({ ...figures, requests: (await server.stats()).requests });
    }
    const { peakMb, ...others } = medians(runs);
    all.push({ title, count, ...others, peakMb, worstMb: Math.max(...runs.map(({ peakMb }) => peakMb)), runs });
  }
  console.log(longStreamTable(all));
  return all;
}
