// What loading the package costs a program, beyond Node's own start: npm run benchmark:import
//
// Two programs take turns, one that imports nothing and one that imports playfast: whatever else the machine does slows
// both. Medians of all turns; a release build is expected (npm run build).

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { machineFacts } from './machine.js';

const TURNS = 41;
const PROMISED_MS = 15;
const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Record<string, string[]>} */
const programs = {
  nothing: ['--input-type=module', '-e', ''],
  import: ['--input-type=module', '-e', "import 'playfast'"],
  require: ['--input-type=commonjs', '-e', "require('playfast')"],
};

/**
 * How long a program takes from its start to its end, in ms.
 * @param {string[]} args
 */
function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const { addon, looksLikeDebug } = await machineFacts();
if (looksLikeDebug) console.log(`lib/${addon} looks like a debug build: run npm run build first.`);

/** @type {Record<string, number[]>} */
const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
for (let turn = 0; turn < TURNS; turn++) {
  for (const [name, args] of Object.entries(programs)) times[name].push(time(args));
}
const start = median(times.nothing);
console.log(`Node ${process.version} alone: ${start.toFixed(1)} ms (median of ${TURNS})`);
for (const name of ['import', 'require']) {
  // Turn by turn, so that a slow minute of the machine counts on both sides.
  const beyond = median(times[name].map((ms, turn) => ms - times.nothing[turn]));
  const verdict = beyond < PROMISED_MS ? 'reached' : 'NOT REACHED';
  console.log(`${name} of playfast: ${beyond.toFixed(1)} ms more; less than ${PROMISED_MS} wanted: ${verdict}`);
}
