// Makes the requests of a job once before it is measured. The server keeps 64 MB of answers, which is less than all
// jobs take, so this comes right before each.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { COSTS } from './costs.js';
import { runOnce } from './rows.js';

/**
 * Afterwards the server has every answer ready, and the requests of one batch are noted for the plain client.
 * @param {import('./rows.js').Setting} setting
 * @param {string} job
 * @param {string[]} ways
 */
export async function prepare(setting, job, ways) {
  const { server, folder, postsFiles } = setting;
  await server.configure({ latencyMs: 0, ...COSTS.none });
  for (const way of ways) {
    await server.configure({ record: way === 'one batch' });
    await runOnce(setting, { job, way });
    if (way !== 'one batch') continue;
    postsFiles[job] = join(folder, `${job}.json`);
    await writeFile(postsFiles[job], JSON.stringify(await server.recorded()));
  }
  await server.configure({ record: false });
}
