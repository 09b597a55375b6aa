// A lookup of each kind, and what its answer must have: whether the readers still read what Play serves.

/** @typedef {'ok' | 'drift' | 'undecided' | 'notAsked'} Verdict */
/** @typedef {{ lookup: string, verdict: Verdict, code?: string, what?: string }} Examined */

const APP_ID = 'com.spotify.music';
const TERM = 'music';

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
/** A request's worth. */
const MOST_APPS = 32;

/** What does not tell a change at Google's from a bad day. */
const UNDECIDED = ['NETWORK', 'TIMEOUT', 'BLOCKED', 'RATE_LIMITED', 'SERVER', 'STALE_CATALOGUE'];
/** What the next lookup would meet as well. */
const LASTING = ['NETWORK', 'BLOCKED'];

/**
 * @param {any} value
 * @param {string[]} fields
 * @returns those that are not there, or empty
 */
const missing = (value, fields) =>
  fields.filter((field) => {
    const found = value[field];
    return found === undefined || found === '' || (Array.isArray(found) && found.length === 0);
  });

/**
 * All rows have these fields; and there are as many rows as there should be.
 * @param {any[]} found
 * @param {number} fewest
 * @param {string[]} fields
 */
function rows(found, fewest, fields) {
  const few = found.length < fewest ? [`${fewest} rows (there are ${found.length})`] : [];
  return [...few, ...new Set(found.flatMap((row) => missing(row, fields)))];
}

/**
 * @param {any[]} found
 * @param {number} fewest
 */
function cards(found, fewest) {
  const rare = MOST_CARDS_FIELDS.filter(
    (field) => found.filter((card) => missing(card, [field]).length === 0).length < found.length / 2,
  );
  return [...rows(found, fewest, CARD_FIELDS), ...rare];
}

/**
 * Each lookup, and what is missing in its answer.
 * @param {import('playfast').PlayStore} store
 * @param {import('playfast').Options} options
 * @returns {Record<string, () => Promise<string[]>>}
 */
function lookups(store, options) {
  const from = (/** @type {'rpc' | 'page'} */ source) => ({ ...options, source });
  return {
    app: async () => missing(await store.app(APP_ID, from('rpc')), APP_FIELDS),
    'app, page': async () => missing(await store.app(APP_ID, from('page')), APP_FIELDS),
    'app, some fields': async () =>
      missing(await store.app(APP_ID, { ...options, fields: ['title', 'score'] }), ['title', 'score']),
    list: async () => {
      const { apps } = await store.list({ category: 'GAME', num: 100 }, options);
      // Enough records for the report of drift to tell something.
      const ids = apps.slice(0, MOST_APPS).map(({ appId }) => appId);
      const failed = (await store.appBatch(ids, from('rpc'))).find(({ status }) => status === 'rejected');
      return [...cards(apps, 50), ...(failed ? [`record of ${ids[failed.index]}`] : [])];
    },
    search: async () => cards((await store.search(TERM, from('rpc'))).apps, 10),
    'search, page': async () => cards((await store.search(TERM, from('page'))).apps, 10),
    reviews: async () => {
      const page = await store.reviews({ appId: APP_ID, num: 150 }, options);
      return [...missing(page, ['nextToken']), ...rows(page.reviews, 100, REVIEW_FIELDS)];
    },
    suggest: async () => rows((await store.suggest('mus', options)).suggestions, 1, []),
    permissions: async () => rows((await store.permissions(APP_ID, options)).groups, 3, ['name', 'permissions']),
    dataSafety: async () => missing(await store.dataSafety(APP_ID, from('rpc')), ['title', 'securityPractices']),
    'dataSafety, page': async () =>
      missing(await store.dataSafety(APP_ID, from('page')), ['title', 'securityPractices']),
    similar: async () => cards((await store.similar(APP_ID, options)).apps, 20),
    developer: async () => {
      const { developerUrl } = await store.app(APP_ID, { ...options, fields: ['developerUrl'] });
      return rows((await store.developer(String(developerUrl), options)).apps, 1, CARD_FIELDS);
    },
    availability: async () => {
      const { countries } = await store.availability({ appId: APP_ID, countries: ['us', 'gb', 'jp'] }, options);
      const failed = countries.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
      return countries.filter(({ status }) => status !== 'available').map(({ country }) => `available in ${country}`);
    },
    catalogue: async () => {
      const apps = [];
      for await (const app of store.catalogue({ ...options, sample: 1 })) apps.push(app);
      return rows(apps, 20, ['appId']);
    },
  };
}

/**
 * Asks one after the other. Nothing more is asked once there is no connection, or Google blocks.
 * @param {import('playfast').PlayStore} store
 * @param {number} deadlineMs of each
 * @returns {AsyncGenerator<Examined>}
 */
export async function* examine(store, deadlineMs) {
  let isOver = false;
  for (const [lookup, look] of Object.entries(lookups(store, { deadlineMs }))) {
    const examined = isOver ? { verdict: /** @type {const} */ ('notAsked') } : await judge(look);
    isOver ||= LASTING.some((code) => examined.code === `ERR_PLAYFAST_${code}`);
    yield { lookup, ...examined };
  }
}

/**
 * @param {() => Promise<string[]>} look
 * @returns {Promise<{ verdict: Verdict, code?: string, what?: string }>}
 */
async function judge(look) {
  try {
    const gone = await look();
    return gone.length === 0 ? { verdict: 'ok' } : { verdict: 'drift', what: `missing: ${gone.join(', ')}` };
  } catch (/** @type {any} */ error) {
    const isUndecided = UNDECIDED.some((code) => error.code === `ERR_PLAYFAST_${code}`);
    return { verdict: isUndecided ? 'undecided' : 'drift', code: error.code ?? error.name, what: error.message };
  }
}
