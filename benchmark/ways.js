// The ways to ask that are compared. Each loads what it needs, and returns the work to be measured.

import { readFile } from 'node:fs/promises';
import { jobs } from './jobs.js';
import { nouns } from './nouns.js';
import { askPlainly } from './plain-client.js';

/**
 * What one process measures.
 * @typedef {object} Row
 * @property {string} job
 * @property {string} way
 * @property {string} url the server's address
 * @property {string} ca the server's authority, PEM
 * @property {number} concurrency requests in flight
 * @property {string} postsFile the requests for the plain client
 * @property {boolean} watched whether the event loop is watched
 */

/**
 * @callback Ask
 * @param {import('./nouns.js').Noun} noun
 * @param {any[]} requests
 * @returns {Promise<any[]>} the values
 */

/** @type {Record<string, (row: Row) => Promise<() => Promise<any[]>>>} */
export const ways = {
  sequential: ours(async ({ one }, requests) => {
    const values = [];
    for (const request of requests) values.push(await one(request));
    return values;
  }),
  'batches of 5': ours(inBatchesOf(5)),
  'batches of 100': ours(inBatchesOf(100)),
  'one batch': ours(({ batch }, requests) => batch(requests)),
  'Promise.all of singles': ours(({ one }, requests) => Promise.all(requests.map((request) => one(request)))),
  'plain fetch': async ({ job, url, postsFile, concurrency }) => {
    const posts = JSON.parse(await readFile(postsFile, 'utf8'));
    return () => askPlainly(url, posts, concurrency, jobs[job].rounds);
  },
};

/** Those that are compared with each other; the first is what the others are measured by. */
export const COMPARED = ['sequential', 'batches of 5', 'one batch', 'Promise.all of singles', 'plain fetch'];

/**
 * @param {number} size
 * @returns {Ask}
 */
function inBatchesOf(size) {
  return async ({ batch }, requests) => {
    const values = [];
    for (let start = 0; start < requests.length; start += size) {
      values.push(...(await batch(requests.slice(start, start + size))));
    }
    return values;
  };
}

/**
 * A way that uses playfast.
 * @param {Ask} ask
 */
function ours(ask) {
  return async (/** @type {Row} */ { job, url, ca, concurrency }) => {
    const playfast = await import('../index.js');
    const { noun, requests } = jobs[job];
    return () => {
      // Sets up the client and reads the machine's certificates, which else the first lookup would do.
      playfast.configure({ baseUrl: url, ca, rate: 'off', concurrency });
      return ask(nouns[noun](playfast), requests);
    };
  };
}
