// What is said where there is no addon that fits: each case in a copy of the package without one.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, start } from './support/run.js';

const folder = mkdtempSync(join(tmpdir(), 'playfast-native-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const [addon] = readdirSync(join(root, 'lib')).filter((name) => name.endsWith('.node'));
const platform = addon.split('.')[1];

/** A copy of the package as npm installs it, without its addon. */
function copy(name) {
  const at = join(folder, name, 'node_modules/playfast');
  mkdirSync(at, { recursive: true });
  for (const file of ['package.json', 'index.cjs', 'index.js']) cpSync(join(root, file), join(at, file));
  cpSync(join(root, 'lib'), join(at, 'lib'), { recursive: true, filter: (file) => !file.endsWith('.node') });
  return join(folder, name);
}

/** The one sentence that a program ends with. */
async function failure(cwd, { before = '', env } = {}) {
  const { code, stderr } = await start(['-e', `${before}; require('playfast')`], { cwd, env });
  assert.notEqual(code, 0, 'there is no addon');
  return /^Error: (playfast .*)$/m.exec(stderr)?.[1] ?? stderr;
}

test('a package that is not installed is named, with its version and both ways out', async () => {
  const message = await failure(copy('absent'));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.ok(message.startsWith(`playfast needs the package playfast-${platform}@${version}, `), message);
  assert.match(message, /--omit=optional/);
  assert.match(message, /npm run build|NAPI_RS_NATIVE_LIBRARY_PATH/);
});

test('a machine that no addon is built for is told so, with those there are', async () => {
  const before = "Object.defineProperty(process, 'arch', { value: 'ia32' })";
  const message = await failure(copy('unknown'), { before });
  assert.match(message, new RegExp(`^playfast has no prebuilt addon for ${process.platform}-ia32[^ ]*, only for `));
  assert.ok(message.includes(platform));
  assert.match(message, /with Rust/);
});

test('an addon that does not load is named, with what the system says', async () => {
  const at = copy('broken');
  const installed = join(at, 'node_modules', `playfast-${platform}`);
  mkdirSync(installed);
  writeFileSync(join(installed, 'package.json'), JSON.stringify({ version: '0.1.0', main: addon }));
  writeFileSync(join(installed, addon), 'no library');
  const message = await failure(at);
  assert.ok(message.startsWith(`playfast cannot load its addon ${join(installed, addon)}: `), message);
  assert.match(message, /file too short|invalid ELF header|not a mach-o|not a valid Win32/i);
});

test('a path of the environment that does not load is named, one that does is taken', async () => {
  const at = copy('named');
  const none = join(folder, 'none.node');
  const message = await failure(at, { env: { NAPI_RS_NATIVE_LIBRARY_PATH: none } });
  assert.ok(message.startsWith(`playfast cannot load the addon that NAPI_RS_NATIVE_LIBRARY_PATH names, ${none}: `));
  const { code, stdout } = await start(['-p', "typeof require('playfast').app"], {
    cwd: at,
    env: { NAPI_RS_NATIVE_LIBRARY_PATH: join(root, 'lib', addon) },
  });
  assert.deepEqual([code, stdout.trim()], [0, 'function']);
});
