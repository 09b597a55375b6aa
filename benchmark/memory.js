// Measures the memory of apps that are read from their pages and let go as they come.

import { COSTS } from './costs.js';
import { inOwnProcess } from './own-process.js';
import { prepare } from './prepare.js';
import { memoryTable } from './report.js';
import { medians } from './rows.js';

/** What `--only` calls it. */
export const STREAMED_PAGES = 'streamedPages';

const RUNS = 5;
const CONCURRENCY = 50;
/** Answers that set out together come together. */
const LATENCY_MS = 100;
const STREAMS = [
  // Every page is ready, so fifty come at once, which is the worst case. Comes first: the other displaces them.
  { title: 'ten streams of the same 100 apps, pages ready', job: 'manyPages', batchSize: 100 },
  // The server has no room to keep a thousand pages. It makes each as it is asked for, so they come one by one.
  { title: 'one stream of 1,000 apps', job: 'manyApps', batchSize: 1000 },
];

/**
 * @param {import('./rows.js').Setting} setting
 * @returns {Promise<{ title: string, worstMb: number, [figure: string]: any }[]>}
 */
export async function streamedPages(setting) {
  const { server } = setting;
  await prepare(setting, 'pages', ['one batch']);
  await server.configure({ latencyMs: LATENCY_MS, ...COSTS.none });
  const all = [];
  for (const { title, ...stream } of STREAMS) {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      process.stderr.write('.');
      await server.reset();
      const task = { ...stream, url: server.url, ca: server.ca, concurrency: CONCURRENCY };
      const figures = await inOwnProcess('streamed-pages.js', task, { flags: ['--expose-gc'] });
      runs.push({ ...figures, pages: (await server.stats()).pageRequests });
    }
    const worstMb = Math.max(...runs.map(({ aboveIdleMb }) => aboveIdleMb));
    all.push({ title, ...medians(runs), worstMb, runs });
  }
  console.log(memoryTable(all));
  return all;
}
