// How much a user installs, the package and the addon for this machine, and whether it keeps the promise.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MOST = 6_000_000;

const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.env.npm_execpath;
const [command, before] = npm ? [process.execPath, [npm]] : ['npm', []];
const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
const [{ unpackedSize, size }] = JSON.parse(
  execFileSync(command, [...before, ...pack], { cwd: root, encoding: 'utf8' }),
);
const addons = readdirSync(new URL('../lib/', import.meta.url)).filter((name) => name.endsWith('.node'));
if (addons.length !== 1) throw new Error(`lib/ should hold one addon, not ${addons.length}: npm run build`);
const addon = statSync(new URL(`../lib/${addons[0]}`, import.meta.url)).size;

const installed = unpackedSize + addon;
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(
  `Installed: ${megabytes(installed)}, of which ${addons[0]} ${megabytes(addon)} and the package ` +
    `${megabytes(unpackedSize)} (${megabytes(size)} packed); at most ${megabytes(MOST)}.`,
);
if (installed > MOST) {
  console.error('Too large. A debug build always is: npm run build');
  process.exitCode = 1;
}
