// Each `npx playfast …` of the documentation is run as it stands, in an order in which it reads.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commandLine, program } from './support/cli.js';
import { root, start } from './support/run.js';

const { folder, env, write } = await commandLine();
write('ids.txt', 'com.a.b\ncom.c.d\n');
write('apps.csv', 'package,note\ncom.a.b,"x,y"\n');

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
  name.endsWith('.md'),
);

for (const page of pages) {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, text]) => text);
  const lines = blocks.flatMap((text) => text.split('\n')).filter((line) => line.includes('npx playfast'));
  for (const [place, line] of lines.entries()) {
    test(`${page}: ${line}`, async () => {
      const own = line
        .replaceAll('npx playfast', `${process.execPath} ${program}`)
        .replaceAll('--output ', `--output ${page.replaceAll('/', '-')}-${place}-`);
      const { code, stdout, stderr } = await start(['-c', `set -e; ${own}`], { command: 'sh', cwd: folder, env });
      assert.equal(code, 0, stderr);
      if (!line.includes('--output')) assert.ok(stdout.length > 0);
    });
  }
}

test('the documentation has such lines', () => {
  assert.ok(pages.includes('docs/command-line.md'));
});
