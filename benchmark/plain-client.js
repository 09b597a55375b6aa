// What a careful author would write without a library: fetch, with so many requests in flight. It sends requests
// that it is given, so both sides ask the same of the server.

import { readAnswer, readPage } from './plain-answers.js';

/**
 * @typedef {object} Post a POST, or without a body the GET of a page
 * @property {string} path
 * @property {string} body
 */

/**
 * Where one answer has the token for the next request, a round waits for the round before it. The tokens are the
 * same each time, so the requests are known all the same.
 * @param {string} baseUrl
 * @param {Post[]} posts
 * @param {number} concurrency
 * @param {number} [rounds]
 * @returns {Promise<any[]>} values in the order they came
 */
export async function askPlainly(baseUrl, posts, concurrency, rounds = 1) {
  const values = [];
  const size = posts.length / rounds;
  for (let start = 0; start < posts.length; start += size) {
    values.push(...(await askRound(baseUrl, posts.slice(start, start + size), concurrency)));
  }
  return values;
}

/**
 * @param {string} baseUrl
 * @param {Post[]} posts
 * @param {number} concurrency
 */
async function askRound(baseUrl, posts, concurrency) {
  /** @type {any[]} */
  const values = [];
  let next = 0;
  const worker = async () => {
    while (next < posts.length) {
      const { path, body } = posts[next++];
      if (body === '') values.push(readPage(await ask(baseUrl + path, {})));
      else values.push(...readAnswer(await ask(baseUrl + path, post(body))));
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, posts.length) }, worker));
  return values;
}

/** @param {string} body */
function post(body) {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  return { method: 'POST', headers, body };
}

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  return answer.text();
}
