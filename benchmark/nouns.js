// How playfast is asked for what a job names: for one, and for a batch of them. Both give values, or throw.

import { LEAN, ROUNDS } from './jobs.js';

const FROM_PAGE = /** @type {const} */ ({ source: 'page' });

/**
 * @typedef {object} Noun
 * @property {(request: any) => Promise<any>} one
 * @property {(requests: any[]) => Promise<any[]>} batch
 */

/** @type {Record<string, (playfast: typeof import('../index.js')) => Noun>} */
export const nouns = {
  app: ({ app, appBatch }) => ({ one: app, batch: valuesOf(appBatch) }),
  'lean app': ({ app, appBatch }) => ({
    one: (request) => app(request, LEAN),
    batch: valuesOf((requests) => appBatch(requests, LEAN)),
  }),
  list: ({ list, listBatch }) => ({ one: list, batch: valuesOf(listBatch) }),
  search: ({ search, searchBatch }) => ({ one: search, batch: valuesOf(searchBatch) }),
  page: ({ app, appBatch }) => ({
    one: (request) => app(request, FROM_PAGE),
    batch: valuesOf((requests) => appBatch(requests, FROM_PAGE)),
  }),
  walk: ({ reviews, reviewsBatch }) => ({
    one: (request) => walk(async ([next]) => [await reviews(next)], [request]),
    batch: (requests) => walk(valuesOf(reviewsBatch), requests),
  }),
  'all reviews': ({ allReviews }) => {
    const one = async (/** @type {string} */ appId) => {
      const all = [];
      for await (const review of allReviews(appId)) all.push(review);
      return all;
    };
    return { one, batch: (requests) => Promise.all(requests.map(one)) };
  },
};

/** @param {(requests: any[]) => Promise<any[]>} batch */
function valuesOf(batch) {
  return async (/** @type {any[]} */ requests) =>
    (await batch(requests)).map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
}

/**
 * The pages of several apps, round by round: the next page of each with the token of its last.
 * @param {(requests: any[]) => Promise<any[]>} ask
 * @param {any[]} requests
 */
async function walk(ask, requests) {
  const pages = [];
  let next = requests;
  for (let round = 0; round < ROUNDS; round++) {
    const answers = await ask(next);
    pages.push(...answers);
    next = next.map((request, place) => ({ ...request, token: answers[place].nextToken }));
  }
  return pages;
}
