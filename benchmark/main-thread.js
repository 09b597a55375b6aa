// What the main thread does: its CPU time, and how long it waited for a core, which is no fault of what is measured.

import { closeSync, openSync, readSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const schedstat = open('/proc/self/schedstat');
const buffer = Buffer.alloc(80);

/** CPU time of the main thread in ms, where the system tells. */
export function mainThreadMs() {
  const { threadCpuUsage } = /** @type {any} */ (process);
  if (threadCpuUsage) {
    const { user, system } = threadCpuUsage.call(process);
    return (user + system) / 1000;
  }
  return scheduled()?.[0];
}

/** Now in ms, on a clock that stands still while the thread waits for a core, where the system tells. */
export function busyClock() {
  return performance.now() - (scheduled()?.[1] ?? 0);
}

/** CPU time and time of waiting, in ms. */
function scheduled() {
  if (schedstat === undefined) return undefined;
  const length = readSync(schedstat, buffer, 0, buffer.length, 0);
  return buffer
    .toString('latin1', 0, length)
    .split(' ')
    .map((nanoseconds) => Number(nanoseconds) / 1e6);
}

/** @param {string} file */
function open(file) {
  try {
    const opened = openSync(file, 'r');
    process.once('exit', () => closeSync(opened));
    return opened;
  } catch {
    return undefined;
  }
}
