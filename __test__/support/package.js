// The packed package and projects that have it installed, as npm would install it.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { root, start } from './run.js';

const folder = mkdtempSync(join(tmpdir(), 'playfast-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that must succeed, and gives all that it said. */
export async function run(command, args, cwd, env) {
  const { code, stdout, stderr } = await start(args, { command, cwd, env });
  assert.equal(code, 0, `${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout + stderr;
}

/** Runs a program of a package in node_modules, in the project. */
export const tool = (file, args) => run(process.execPath, [join(root, 'node_modules', file), ...args], root);

/** Packs a package folder; gives the tarball's path and the files in it. */
export async function pack(from = root) {
  const [{ filename, files }] = JSON.parse(
    (await run('npm', ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], from))
      .split('\n')
      .filter((line) => !line.startsWith('npm '))
      .join('\n'),
  );
  return { tarball: join(folder, filename), files: files.map(({ path }) => path).sort() };
}

/** Packs the package with this machine's addon, from the data that releases use. */
export async function packAddon() {
  // The tool writes within the project only; test files run side by side.
  const packages = join(root, 'target/npm-packages', String(process.pid));
  after(() => rmSync(packages, { recursive: true, force: true }));
  await tool('@napi-rs/cli/dist/cli.js', ['create-npm-dirs', '--npm-dir', packages]);
  const addon = readdirSync(join(root, 'lib')).find((name) => name.endsWith('.node'));
  const platform = addon.split('.')[1];
  cpSync(join(root, 'lib', addon), join(packages, platform, addon));
  return pack(join(packages, platform));
}

/** An empty project with these tarballs in it. */
export async function project(name, tarballs) {
  const at = join(folder, name);
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, private: true }));
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs];
  await run('npm', install, at);
  return at;
}
