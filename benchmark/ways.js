// The ways to ask that are compared. Each loads what it needs, and returns the work to be measured.

import { readFile } from 'node:fs/promises';
import { jobs } from './jobs.js';
import { askPlainly } from './plain-client.js';

/**
 * What one process measures.
 * @typedef {object} Row
 * @property {string} job
 * @property {string} way
 * @property {string} url the server's address
 * @property {string} ca the server's authority, PEM
 * @property {number} concurrency POSTs in flight
 * @property {string} postsFile the POSTs for the plain client
 * @property {boolean} watched whether the event loop is watched
 */

/**
 * @callback Ask
 * @param {(request: any) => Promise<any>} one
 * @param {(requests: any[]) => Promise<any[]>} batch
 * @param {any[]} requests
 * @returns {Promise<any[]>} the values
 */

/** @type {Record<string, (row: Row) => Promise<() => Promise<any[]>>>} */
export const ways = {
  sequential: ours(async (one, _batch, requests) => {
    const values = [];
    for (const request of requests) values.push(await one(request));
    return values;
  }),
  'batches of 5': ours(async (_one, batch, requests) => {
    const outcomes = [];
    for (let start = 0; start < requests.length; start += 5) {
      outcomes.push(...(await batch(requests.slice(start, start + 5))));
    }
    return valuesOf(outcomes);
  }),
  'one batch': ours(async (_one, batch, requests) => valuesOf(await batch(requests))),
  'Promise.all of singles': ours((one, _batch, requests) => Promise.all(requests.map((request) => one(request)))),
  'plain fetch': async ({ url, postsFile, concurrency }) => {
    const posts = JSON.parse(await readFile(postsFile, 'utf8'));
    return () => askPlainly(url, posts, concurrency);
  },
};

/**
 * A way that uses playfast.
 * @param {Ask} ask
 */
function ours(ask) {
  return async (/** @type {Row} */ { job, url, ca, concurrency }) => {
    const playfast = await import('../index.js');
    const { noun, requests } = jobs[job];
    const [one, batch] = noun === 'app' ? [playfast.app, playfast.appBatch] : [playfast.list, playfast.listBatch];
    return () => {
      // Sets up the client and reads the machine's certificates, which else the first lookup would do.
      playfast.configure({ baseUrl: url, ca, rate: 'off', concurrency });
      return ask(one, batch, requests);
    };
  };
}

/** @param {any[]} outcomes */
function valuesOf(outcomes) {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
