// Measures one piece of work in this process.

import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { mainThreadMs } from './main-thread.js';

/** How often the event loop is looked at, in ms. */
const RESOLUTION_MS = 1;

/**
 * Watching the event loop wakes it 1,000 times a second, which costs CPU: what is watched is not measured otherwise.
 * @param {() => Promise<any[]>} work
 * @param {{ watched: boolean }} how
 */
export async function measure(work, { watched }) {
  const monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  if (watched) monitor.enable();
  await sleep(20);
  monitor.reset();
  const loop = performance.eventLoopUtilization();
  const mainThread = mainThreadMs();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const values = await work();
  const timeMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  // Where the system does not tell, its active time is taken.
  const mainMs = mainThread === undefined ? performance.eventLoopUtilization(loop).active : mainThreadMs() - mainThread;
  const rssMb = peakRssMb();
  // The last turn is only seen by the timer that comes after it.
  await sleep(5);
  monitor.disable();
  const figures = watched
    ? { stallMs: Math.max(0, monitor.max / 1e6 - RESOLUTION_MS) }
    : { timeMs, cpuMs: (user + system) / 1000, mainMs, rssMb };
  return { values, figures };
}

/** Linux's maxRSS counts what the parent used before it started this process; VmHWM does not. */
export function peakRssMb() {
  const peak = readProc('status')?.match(/^VmHWM:\s+(\d+) kB/m)?.[1];
  return Number(peak ?? process.resourceUsage().maxRSS) / 1024;
}

/** @param {string} name */
function readProc(name) {
  try {
    return readFileSync(`/proc/self/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
