// What the benchmark asks for. Country by country, so that five lists in a row share their country.

const COUNTRIES = ['us', 'gb', 'de', 'br', 'in'];
const CATEGORIES = ['GAME', 'TOOLS', 'SOCIAL', 'FINANCE', 'PRODUCTIVITY'];

/**
 * @typedef {object} Job
 * @property {string} title
 * @property {'app' | 'list'} noun
 * @property {any[]} requests
 */

/** @type {Record<string, Job>} */
export const jobs = {
  lists: {
    title: '25 category lists: 5 categories x 5 countries, TOP_FREE, 100 rows each',
    noun: 'list',
    requests: COUNTRIES.flatMap((country) =>
      CATEGORIES.map((category) => ({ category, country, collection: 'TOP_FREE', num: 100 })),
    ),
  },
  apps: { title: '100 app details, one language and country', noun: 'app', requests: ids(100) },
  manyApps: { title: '1,000 app details, one language and country', noun: 'app', requests: ids(1000) },
};

/** @param {number} count */
function ids(count) {
  return Array.from({ length: count }, (_, number) => `com.example.app${String(number).padStart(4, '0')}`);
}
