// Asks Google Play, or what PLAYFAST_BASE_URL names, one lookup of each kind, and says whether the answers still are
// what the readers expect: node scripts/canary.js
//
// Ends with 0 if so, with 1 if something drifted, with 2 if Google gave no answer to judge. Some two dozen requests'
// worth of data a week; a GitHub workflow turns the printed report into an issue.
import * as playfast from 'playfast';

const APP_ID = 'com.spotify.music';
const TERM = 'music';
const DEADLINE_MS = 120_000;

/** Fields that popular apps have always had, of all that Play shows. */
const APP_FIELDS = [
  'title',
  'summary',
  'description',
  'installs',
  'maxInstalls',
  'score',
  'ratings',
  'reviews',
  'histogram',
  'free',
  'currency',
  'developer',
  'developerId',
  'developerEmail',
  'privacyPolicy',
  'genre',
  'genreId',
  'icon',
  'screenshots',
  'contentRating',
  'released',
  'updated',
];
const CARD_FIELDS = ['appId', 'title', 'developer', 'icon'];
/** An unrated app has no score, one to be released no price. */
const MOST_CARDS_FIELDS = ['score', 'free'];
const REVIEW_FIELDS = ['id', 'userName', 'score', 'date'];

/** What does not tell a change at Google's from a bad day. */
const UNDECIDED = [
  playfast.NetworkError,
  playfast.TimeoutError,
  playfast.BlockedError,
  playfast.RateLimitedError,
  playfast.ServerError,
  playfast.StaleCatalogueError,
];

/**
 * @param {object} value
 * @param {string[]} fields
 * @returns those that are not there, or empty
 */
const missing = (value, fields) =>
  fields.filter((field) => {
    const found = value[field];
    return found === undefined || found === '' || (Array.isArray(found) && found.length === 0);
  });

/** All rows have these fields; and there are as many rows as there should be. */
function rows(found, fewest, fields) {
  const few = found.length < fewest ? [`${fewest} rows (there are ${found.length})`] : [];
  return [...few, ...new Set(found.flatMap((row) => missing(row, fields)))];
}

function cards(found, fewest) {
  const rare = MOST_CARDS_FIELDS.filter(
    (field) => found.filter((card) => missing(card, [field]).length === 0).length < found.length / 2,
  );
  return [...rows(found, fewest, CARD_FIELDS), ...rare];
}

const options = { deadlineMs: DEADLINE_MS };
const from = (source) => ({ ...options, source });

/** Each lookup, and what is missing in its answer. */
const LOOKUPS = {
  app: async () => missing(await playfast.app(APP_ID, from('rpc')), APP_FIELDS),
  'app, page': async () => missing(await playfast.app(APP_ID, from('page')), APP_FIELDS),
  'app, some fields': async () =>
    missing(await playfast.app(APP_ID, { ...options, fields: ['title', 'score'] }), ['title', 'score']),
  list: async () => cards((await playfast.list({ category: 'GAME', num: 100 }, options)).apps, 50),
  search: async () => cards((await playfast.search(TERM, from('rpc'))).apps, 10),
  'search, page': async () => cards((await playfast.search(TERM, from('page'))).apps, 10),
  reviews: async () => {
    const page = await playfast.reviews({ appId: APP_ID, num: 150 }, options);
    return [...missing(page, ['nextToken']), ...rows(page.reviews, 100, REVIEW_FIELDS)];
  },
  suggest: async () => rows((await playfast.suggest('mus', options)).suggestions, 1, []),
  permissions: async () => rows((await playfast.permissions(APP_ID, options)).groups, 3, ['name', 'permissions']),
  dataSafety: async () => missing(await playfast.dataSafety(APP_ID, from('rpc')), ['title', 'securityPractices']),
  'dataSafety, page': async () =>
    missing(await playfast.dataSafety(APP_ID, from('page')), ['title', 'securityPractices']),
  similar: async () => cards((await playfast.similar(APP_ID, options)).apps, 20),
  developer: async () => {
    const { developerUrl } = await playfast.app(APP_ID, { ...options, fields: ['developerUrl'] });
    return rows((await playfast.developer(developerUrl, options)).apps, 1, CARD_FIELDS);
  },
  availability: async () => {
    const { countries } = await playfast.availability({ appId: APP_ID, countries: ['us', 'gb', 'jp'] }, options);
    const failed = countries.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    return countries.filter(({ status }) => status !== 'available').map(({ country }) => `available in ${country}`);
  },
  catalogue: async () => {
    const apps = [];
    for await (const app of playfast.catalogue({ ...options, sample: 1 })) apps.push(app);
    return rows(apps, 20, ['appId']);
  },
};

/** @returns {Promise<['ok' | 'drift' | 'undecided', string]>} */
async function judge(look) {
  try {
    const gone = await look();
    return gone.length === 0 ? ['ok', ''] : ['drift', `missing: ${gone.join(', ')}`];
  } catch (error) {
    const undecided = UNDECIDED.some((kind) => error instanceof kind);
    return [undecided ? 'undecided' : 'drift', `${error.code ?? error.name}: ${error.message}`];
  }
}

const verdicts = [];
for (const [name, look] of Object.entries(LOOKUPS)) verdicts.push([name, ...(await judge(look))]);

console.log('| lookup | verdict | what |\n|---|---|---|');
for (const [name, verdict, what] of verdicts) console.log(`| ${name} | ${verdict} | ${what.replaceAll('|', '\\|')} |`);
const some = (/** @type {string} */ wanted) => verdicts.some(([, verdict]) => verdict === wanted);
process.exitCode = some('drift') ? 1 : some('undecided') ? 2 : 0;
