// The steps of a release, with files in the place of eight addons: what would be published, and how it finds together.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { root, start } from './support/run.js';

const { PREBUILT } = createRequire(import.meta.url)('../lib/missing-addon.cjs');
const folder = mkdtempSync(join(tmpdir(), 'playfast-release-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A step of the release workflow, in the copy. */
async function napi(...args) {
  const { code, stdout, stderr } = await start([join(root, 'node_modules/@napi-rs/cli/dist/cli.js'), ...args], {
    cwd: folder,
  });
  assert.equal(code, 0, stdout + stderr);
}

/** @param {string} path in the copy */
const json = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));

test('eight packages, each with one addon, are what the published package wants', async () => {
  for (const file of ['package.json', 'LICENSE']) cpSync(join(root, file), join(folder, file));
  mkdirSync(join(folder, 'lib'));
  await napi('create-npm-dirs');
  for (const platform of PREBUILT) {
    const artifact = join(folder, 'artifacts', `addon-${platform}`);
    mkdirSync(artifact, { recursive: true });
    writeFileSync(join(artifact, `playfast.${platform}.node`), platform);
  }
  await napi('artifacts');
  await napi('pre-publish', '--tag-style', 'npm', '--no-gh-release', '--skip-optional-publish');

  assert.deepEqual(readdirSync(join(folder, 'npm')).sort(), [...PREBUILT].sort());
  const { version, engines, optionalDependencies, dependencies } = json('package.json');
  assert.equal(dependencies, undefined);
  assert.deepEqual(optionalDependencies, Object.fromEntries(PREBUILT.map((name) => [`playfast-${name}`, version])));
  for (const platform of PREBUILT) {
    const [os, cpu, abi] = platform.split('-');
    const made = json(`npm/${platform}/package.json`);
    const { libc, files, main } = made;
    assert.deepEqual([made.os, made.cpu, made.version, made.engines], [[os], [cpu], version, engines]);
    assert.deepEqual(libc, os === 'linux' ? [abi === 'gnu' ? 'glibc' : 'musl'] : undefined);
    assert.deepEqual(files, [main]);
    assert.equal(readFileSync(join(folder, 'npm', platform, main), 'utf8'), platform);
  }
});

test('the changelog has a section for what is not released yet, and the release takes it', async () => {
  const notes = (version) => start(['scripts/release-notes.js', version]);
  const unreleased = await notes('Unreleased');
  assert.deepEqual([unreleased.code, unreleased.stderr], [0, '']);
  assert.match(unreleased.stdout, /^### /);
  const none = await notes('0.0.0');
  assert.equal(none.code, 1);
  assert.match(none.stderr, /^release-notes: CHANGELOG\.md has no section \[0\.0\.0\]/);
});
