// What can be asked from the command line: each command is a noun of the library. One that collects nothing has `run`
// instead of `look`: it is called with what was given, and gives the exit code.

import countries from '../lib/countries.cjs';
import { catalogueOf, categoriesOf, reviewsOf, streamed } from './look.js';

/**
 * @typedef {object} Command
 * @property {string} about what it gives, in a sentence
 * @property {string} [asks] the field of what is asked that the arguments give
 * @property {string} [plural] what the arguments are called
 * @property {string} [otherwise] what is asked where nothing is given
 * @property {Record<string, readonly string[]>} [over] the further fields of what is asked, by their flags, and defaults
 * @property {string[]} flags its own
 * @property {string[]} [columns] of csv and table, after what is asked, unless --fields names others
 * @property {(value: any) => any[]} [rows] of csv and table, where a record is more than one
 * @property {boolean} [lean] whether the fields are asked for, and nothing else
 * @property {boolean} [offline] whether nothing is asked of Google, so that nothing can fail
 * @property {import('./look.js').Look} [look]
 * @property {(given: import('./flags.js').Given) => Promise<number>} [run]
 * @property {[line: string, about: string][]} examples
 */

const LOCALE = { country: ['us'], lang: ['en'] };
const CARD = ['rank', 'appId', 'title', 'developer', 'score', 'installs', 'price', 'currency', 'genre'];

/** The apps of a list, each a row. */
const cards = (/** @type {any} */ { apps }) =>
  apps.map((/** @type {any} */ card, /** @type {number} */ place) => ({ rank: place + 1, ...card }));

/** @type {Record<string, Command>} */
export const COMMANDS = {
  app: {
    about: 'Records of apps: title, score, installs, prices, developer, versions, and some 70 more fields.',
    asks: 'appId',
    plural: 'app ids',
    over: LOCALE,
    flags: ['source'],
    columns: [
      ...['title', 'developer', 'score', 'ratings', 'installs', 'price', 'currency'],
      ...['genre', 'released', 'version', 'availability'],
    ],
    lean: true,
    look: streamed('appStream'),
    examples: [
      ['playfast app com.spotify.music org.mozilla.firefox', 'two records, a line each'],
      ['playfast app --input ids.txt --country us,kr,jp --output apps.ndjson.gz', 'each app in three countries'],
      ['playfast app --input ids.txt --fields title,score --format csv', 'two fields, as a table for other programs'],
    ],
  },
  list: {
    about: 'Charts: the apps of collections in categories, best first.',
    asks: 'category',
    plural: 'categories',
    otherwise: 'APPLICATION',
    over: { collection: ['TOP_FREE'], ...LOCALE },
    flags: ['num'],
    columns: CARD,
    rows: cards,
    look: streamed('listStream'),
    examples: [
      ['playfast list GAME --format table', 'the free games of the day'],
      ['playfast list GAME TOOLS --collection TOP_FREE,GROSSING --country us,de --num 50', 'eight charts'],
    ],
  },
  search: {
    about: 'Apps found by search terms.',
    asks: 'term',
    plural: 'terms',
    over: LOCALE,
    flags: ['num', 'price', 'source'],
    columns: CARD,
    rows: cards,
    look: streamed('searchStream'),
    examples: [
      ['playfast search panda "photo editor" --format table', 'two searches'],
      ['playfast search --input terms.txt --price free --output found.ndjson', 'many'],
    ],
  },
  reviews: {
    about: 'Reviews of apps, a record each: all of them, the newest first, unless told otherwise.',
    asks: 'appId',
    plural: 'app ids',
    flags: ['lang', 'num', 'sort', 'score', 'device', 'since', 'until', 'no-reviewers', 'per-request'],
    columns: ['lang', 'date', 'score', 'userName', 'text', 'thumbsUp', 'version', 'replyText'],
    look: reviewsOf,
    examples: [
      ['playfast reviews com.spotify.music --lang en,de --since 2026-01-01 --output reviews.ndjson', 'since a day'],
      ['playfast reviews com.spotify.music --num 200 --no-reviewers --format csv', 'the newest 200, without names'],
    ],
  },
  suggest: {
    about: 'What the search field suggests for the beginnings of terms.',
    asks: 'term',
    plural: 'terms',
    over: LOCALE,
    flags: [],
    columns: ['rank', 'suggestion'],
    rows: ({ suggestions }) =>
      suggestions.map((/** @type {string} */ suggestion, /** @type {number} */ place) => ({
        rank: place + 1,
        suggestion,
      })),
    look: streamed('suggestStream'),
    examples: [['playfast suggest pand "photo e"', 'five terms at most for each']],
  },
  developer: {
    about: 'Developers and their apps, by number, name or the address of their page.',
    asks: 'devId',
    plural: 'developers',
    over: LOCALE,
    flags: ['num', 'source'],
    columns: CARD,
    rows: cards,
    look: streamed('developerStream'),
    examples: [['playfast developer 5700313618786177705 Mojang', 'one by number, one by name']],
  },
  similar: {
    about: 'Apps that are similar to others.',
    asks: 'appId',
    plural: 'app ids',
    over: LOCALE,
    flags: ['num', 'source'],
    columns: CARD,
    rows: cards,
    look: streamed('similarStream'),
    examples: [['playfast similar com.spotify.music --num 20 --format table', 'the 20 most similar']],
  },
  permissions: {
    about: 'Permissions that apps ask for.',
    asks: 'appId',
    plural: 'app ids',
    over: LOCALE,
    flags: [],
    columns: ['section', 'group', 'permission'],
    rows: ({ permissions }) => permissions,
    look: streamed('permissionsStream'),
    examples: [['playfast permissions com.spotify.music --format table', 'a row for each permission']],
  },
  'data-safety': {
    about: 'What developers declare of the data of their users.',
    asks: 'appId',
    plural: 'app ids',
    over: LOCALE,
    flags: ['source'],
    columns: ['kind', 'type', 'data', 'optional', 'purpose'],
    rows: ({ sharedData, collectedData }) => [
      ...sharedData.map((/** @type {any} */ entry) => ({ kind: 'shared', ...entry })),
      ...collectedData.map((/** @type {any} */ entry) => ({ kind: 'collected', ...entry })),
    ],
    look: streamed('dataSafetyStream'),
    examples: [['playfast data-safety com.spotify.music', 'what is shared and collected, and what for']],
  },
  availability: {
    about: 'Where apps are offered: a record for each app and country, all 177 countries unless --country names some.',
    asks: 'appId',
    plural: 'app ids',
    over: { country: countries.COUNTRIES },
    flags: [],
    columns: ['status'],
    look: streamed('availabilityStream', ({ appId, country }) => ({ appId, countries: [country] })),
    examples: [
      ['playfast availability com.spotify.music --country us,kr,jp', 'three records'],
      ['playfast availability --input ids.txt --output where.csv --format csv', 'in all countries'],
    ],
  },
  categories: {
    about: 'The categories that charts have. Nothing is asked of Google for it.',
    flags: [],
    columns: ['id', 'kind'],
    offline: true,
    look: categoriesOf,
    examples: [['playfast categories --format table', 'all of them']],
  },
  catalogue: {
    about: 'The ids of all apps, from the sitemaps of Google Play; or of a sample of them.',
    flags: ['sample', 'seed'],
    columns: ['appId', 'shard'],
    look: catalogueOf,
    examples: [
      ['playfast catalogue --sample 100 --output sample.ndjson', 'some 4,000 apps, drawn without bias'],
      ['playfast catalogue --output all.ndjson.gz', 'all; --resume goes on after an interruption'],
    ],
  },
  doctor: {
    about:
      'Looks whether all is well: the install, proxies, limits, one of each lookup, each field; what to do if not.',
    flags: ['json'],
    // Loaded when it is called for: it is nothing to the others.
    run: async (given) => (await import('./doctor.js')).doctor(given),
    examples: [
      ['playfast doctor', 'some two dozen requests, and what they tell'],
      ['playfast doctor --rate 1 --json', 'slowly, for other programs'],
    ],
  },
};
