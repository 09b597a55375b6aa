// How much of lib/ the tests in JavaScript run, those in processes of their own included: npm run coverage:js
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tests = readdirSync(new URL('../__test__/', import.meta.url))
  .filter((name) => name.endsWith('.test.js'))
  .map((name) => `__test__/${name}`);

const child = spawn(process.execPath, ['--test', '--experimental-test-coverage', '--test-reporter=tap', ...tests], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
// The tests' own files and the generated loader are in the report too, which says nothing.
const shown = /^# (?:file |lib\/(?!binding)|index\.|pass |fail )|^ *not ok /;
for await (const line of createInterface(child.stdout)) if (shown.test(line)) console.log(line.replace(/^# /, ''));
const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
process.exitCode = code ?? 1;
