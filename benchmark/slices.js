// Hooks that time what playfast does on the JS thread without a turn in between. They must be there before playfast is
// loaded.

import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { busyClock } from './main-thread.js';

const require = createRequire(import.meta.url);

/** @typedef {import('./loop-watch.js').Span & { busyMs: number }} Slice */

/**
 * @returns {Slice[]} grows: a slice begins when outcomes are there or a turn of its own comes, and ends where it waits
 *   for the next, or with a call that hands requests to the core
 */
export function hookSlices() {
  /** @type {Slice[]} */
  const slices = [];
  /** @type {{ start: number, clock: number } | undefined} */
  let begun;
  const begins = () => {
    begun = { start: performance.now(), clock: busyClock() };
  };
  const ends = () => {
    if (begun) slices.push({ start: begun.start, end: performance.now(), busyMs: busyClock() - begun.clock });
    begun = undefined;
  };
  const native = require('../lib/native.cjs');
  for (const [name, method] of /** @type {const} */ ([
    ['NativeBatch', 'wait'],
    ['NativeBatch', 'add'],
    ['Reading', 'add'],
    ['Reading', 'addEach'],
  ])) {
    const { prototype } = native[name];
    const own = /** @type {Function} */ (prototype[/** @type {keyof typeof prototype} */ (method)]);
    Object.defineProperty(prototype, method, {
      value(/** @type {unknown[]} */ ...args) {
        if (method === 'wait') {
          ends();
          const there = own.apply(this, args);
          there.then(begins);
          return there;
        }
        try {
          return own.apply(this, args);
        } finally {
          ends();
        }
      },
    });
  }
  const turns = require('../lib/turn.cjs');
  const { turn } = turns;
  turns.turn = () => {
    ends();
    const next = turn();
    next.then(begins);
    return next;
  };
  return slices;
}
