// Runs lookups under valgrind and fails if memory that was allocated over the border is lost: npm run check:leaks
//
// The addon should be a debug build (npm run build:debug), so that valgrind can name what lost it. What Node itself loses
// at its end does not count.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPlayServer } from '../__test__/support/play-server.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** All that crosses the border: batches, singles, a stream that is left, failures, aborts, clients that are closed. */
const PROGRAM = `
  const { app, appBatch, appStream, allReviews, configure, PlayStore } = require('playfast');
  const { UNPARSED } = require('./lib/unparsed.cjs');
  (async () => {
    const ids = Array.from({ length: 64 }, (_, place) => 'com.leak.a' + place);
    for (let round = 0; round < 3; round++) {
      await appBatch([...ids, 'com.missing.x']);
      await Promise.all(ids.map((id) => app(id, { fields: ['title'] })));
      for await (const { index } of appStream(ids)) if (index > 8) break;
      for await (const { value } of appStream(ids, { [UNPARSED]: true })) void value;
      for await (const review of allReviews('com.reviews.n1200.a', { max: 300 })) void review;
      await appBatch(ids, { signal: AbortSignal.timeout(1) }).catch(() => {});
      await appBatch([{ appId: '' }]).catch(() => {});
      const store = new PlayStore({ country: 'de' });
      await store.app('com.leak.b');
      await store.close();
      configure({ rate: 'off' });
    }
    console.log('done');
  })();`;

const server = await startPlayServer();
const folder = mkdtempSync(join(tmpdir(), 'playfast-leaks-'));
try {
  writeFileSync(join(folder, 'ca.pem'), server.ca);
  const report = join(folder, 'valgrind.xml');
  const valgrind = [
    '--leak-check=full',
    '--show-leak-kinds=definite',
    '--num-callers=40',
    '--xml=yes',
    `--xml-file=${report}`,
  ];
  const env = { ...process.env, PLAYFAST_BASE_URL: server.url, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
  const { status, stdout, stderr, error } = spawnSync(
    'valgrind',
    [...valgrind, '--soname-synonyms=somalloc=nouserintercepts', process.execPath, '-e', PROGRAM],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (error) throw new Error(`valgrind does not start (${error.message}); on Debian: apt-get install valgrind`);
  if (status !== 0 || !stdout.includes('done')) throw new Error(`the program failed under valgrind: ${stderr}`);
  const lost = readFileSync(report, 'utf8')
    .split('<error>')
    .slice(1)
    .filter((text) => text.includes('Leak_DefinitelyLost'));
  const ours = lost.filter((text) => /<obj>[^<]*playfast[^<]*\.node</.test(text));
  console.log(`valgrind: ${lost.length} blocks definitely lost, ${ours.length} of them by the addon`);
  for (const text of ours) {
    const what = /<text>(.*?)<\/text>/.exec(text)?.[1];
    const frames = [...text.matchAll(/<fn>(.*?)<\/fn>/g)].slice(0, 15).map(([, fn]) => `    ${fn}`);
    console.error(`${what}\n${frames.join('\n')}`);
  }
  if (ours.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
  rmSync(folder, { recursive: true });
}
