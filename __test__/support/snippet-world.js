// What the snippets of the documentation take for granted: loaded before each of them.
import * as playfast from 'playfast';

const server = process.env.PLAYFAST_BASE_URL;
const fetchOutside = globalThis.fetch;

Object.assign(globalThis, {
  // Fragments leave out the import that a snippet above them has.
  ...playfast,
  save: async (/** @type {unknown} */ value) => {
    if (value === undefined) throw new Error('there is nothing to save');
  },
  remove: () => {},
  later: () => {},
  countries: ['us', 'de'],
  categories: ['GAME', 'TOOLS'],
  fetch: (/** @type {string} */ url, /** @type {RequestInit} */ options) =>
    fetchOutside(String(url).replace('https://play.google.com', String(server)), options),
});
