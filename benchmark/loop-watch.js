// Watches the turns of the event loop while something runs: how long the longest took, and how much of it was garbage
// collection. Looks come by a timer every millisecond, so two short turns may count as one, and none is missed. Waiting
// for something to do, or for a core, is no part of a turn.

import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { busyClock } from './main-thread.js';

/** @typedef {{ start: number, end: number }} Span */
/** @typedef {{ ms: number, gcMs: number }} Turn */

/**
 * @param {() => Promise<unknown>} work
 * @returns {Promise<{ longest: Turn, gcMs: number, pauses: Span[] }>}
 */
export async function watchTurns(work) {
  /** @type {(Span & { busyMs: number })[]} */
  const looks = [];
  /** @type {Span[]} */
  const pauses = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries())
      pauses.push({ start: startTime, end: startTime + duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  let last = look();
  const timer = setInterval(() => {
    const now = look();
    looks.push({ start: last.at, end: now.at, busyMs: now.clock - last.clock - (now.idle - last.idle) });
    last = now;
  }, 1);
  await work();
  // The last turn is only seen by the look after it, and the last pause by the observer's turn.
  await sleep(20);
  clearInterval(timer);
  observer.disconnect();
  const turns = looks.map(({ busyMs, ...span }) => ({ ms: busyMs, gcMs: within(span, pauses) }));
  const longest = turns.reduce((most, turn) => (turn.ms > most.ms ? turn : most), { ms: 0, gcMs: 0 });
  return { longest, gcMs: pauses.reduce((sum, { start, end }) => sum + end - start, 0), pauses };
}

function look() {
  return { at: performance.now(), clock: busyClock(), idle: performance.nodeTiming.idleTime };
}

/**
 * How much of a span garbage collection took, in ms.
 * @param {Span} span
 * @param {Span[]} pauses
 */
export function within({ start, end }, pauses) {
  return pauses.reduce((sum, pause) => sum + Math.max(0, Math.min(end, pause.end) - Math.max(start, pause.start)), 0);
}
