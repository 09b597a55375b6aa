// What goes wrong in the benchmark of faults, as play-server calls it, and how often.

/**
 * @typedef {object} Kind
 * @property {string} title
 * @property {Record<string, number>} chances per request, or per call
 * @property {number} most requests must stay below so many times those without faults
 * @property {boolean} [isAnswer] it is no fault to the protocol: Play says in this way that there is no such app
 */

const OF_REQUESTS = [
  'reset',
  'resetConnection',
  'brokenOff',
  'truncated',
  'shortLength',
  'badGzip',
  'badChecksum',
  'stalledHead',
  'stalledBody',
  'garbage',
  'status429',
  'status500',
  'status502',
  'status503',
];
const OF_CALLS = ['missing', 'error8', 'gateway', 'echo', 'wrongApp', 'unparsable'];
const ANSWERS = ['null', 'error'];

/** What a call meets: half of it with its request, half alone. */
const mixed = Object.fromEntries(
  [OF_REQUESTS, OF_CALLS].flatMap((names) => names.map((name) => [name, 0.1 / names.length])),
);

/** @type {Kind[]} */
export const kinds = [
  ...[...OF_REQUESTS, ...OF_CALLS].map((name) => ({ title: name, chances: { [name]: 0.2 }, most: 2 })),
  { title: 'mixed: all of these', chances: mixed, most: 3 },
  ...ANSWERS.map((name) => ({ title: `${name}: not found`, chances: { [name]: 0.2 }, most: 2, isAnswer: true })),
];
