// What the benchmark asks for. Country by country, so that five lists in a row share their country.

const COUNTRIES = ['us', 'gb', 'de', 'br', 'in'];
const CATEGORIES = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE', 'PRODUCTIVITY'];
const KINDS = ['panda', 'puzzle', 'garden', 'pirate', 'rocket', 'coffee', 'castle', 'dragon', 'subway', 'zombie'];
const THINGS = ['runner', 'diary', 'tycoon', 'radio', 'widget'];

/** Pages of reviews that are read of each app. */
export const ROUNDS = 5;

/**
 * @typedef {object} Job
 * @property {string} title
 * @property {string} noun how it is asked for, see nouns.js
 * @property {any[]} requests
 * @property {number} [rounds] answers per request, of which each is asked for with the token of the one before
 * @property {number[]} [latencies] at which the ways are compared, in ms; without, only the work is measured
 */

/** @type {Record<string, Job>} */
export const jobs = {
  lists: {
    title: '25 category lists: 5 categories x 5 countries, TOP_FREE, 100 rows each',
    noun: 'list',
    requests: COUNTRIES.flatMap((country) =>
      CATEGORIES.map((category) => ({ category, country, collection: 'TOP_FREE', num: 100 })),
    ),
    latencies: [0, 100, 400],
  },
  apps: {
    title: '100 app details, one language and country',
    noun: 'app',
    requests: ids(100),
    latencies: [0, 100, 400],
  },
  searches: {
    title: '50 searches, 30 results each, one language and country',
    noun: 'search',
    requests: KINDS.flatMap((kind) => THINGS.map((thing) => `${kind} ${thing}`)),
    latencies: [0, 100],
  },
  reviews: {
    title: `100 pages of 150 reviews: ${ROUNDS} of each of 20 apps, one after the other by their tokens`,
    noun: 'walk',
    requests: Array.from({ length: 20 }, (_, number) => ({ appId: `com.reviews.n2000.app${number}`, num: 150 })),
    rounds: ROUNDS,
    latencies: [0, 100],
  },
  pages: {
    title: '100 app details from their pages, one language and country',
    noun: 'page',
    requests: ids(100),
    latencies: [0, 100],
  },
  manyApps: { title: '1,000 app details, one language and country', noun: 'app', requests: ids(1000) },
  leanApps: { title: '10,000 apps, two fields of each', noun: 'lean app', requests: ids(10_000) },
  // The server keeps 64 MB of answers ready, which is some 280 pages. Within a batch equal lookups are one request,
  // so the same 100 apps are asked ten times, in batches of their own.
  manyPages: {
    title: '1,000 app details from pages: 100 apps, ten times over',
    noun: 'page',
    requests: Array.from({ length: 10 }, () => ids(100)).flat(),
  },
  allReviews: {
    title: '5,000 reviews of one app, 1,000 a page, by allReviews',
    noun: 'all reviews',
    requests: ['com.reviews.n5000.app'],
    rounds: ROUNDS,
  },
};

/** What is asked for of a lean app. */
export const LEAN = /** @type {const} */ ({ fields: ['title', 'score'] });

/** @param {Job} job */
export function lookupsOf({ requests, rounds = 1 }) {
  return requests.length * rounds;
}

/** @param {number} count */
function ids(count) {
  return Array.from({ length: count }, (_, number) => `com.example.app${String(number).padStart(4, '0')}`);
}
