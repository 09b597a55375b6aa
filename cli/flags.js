// The flags: what each is, how its text becomes a value, and which a command takes.

import { parseArgs } from 'node:util';
import { Misuse } from './failures.js';

/** What was given: the values of flags by their names, and the arguments. @typedef {Record<string, any>} Given */

/**
 * @typedef {object} Flag
 * @property {string} [value] what its value is called; a switch has none
 * @property {string} about
 * @property {string} [short]
 * @property {boolean} [multiple] whether it can be given more than once
 * @property {boolean} [variable] whether PLAYFAST_… gives its value where the flag does not
 * @property {(text: string, flag: string) => unknown} [read]
 */

/** @param {string} text @param {string} flag */
function list(text, flag) {
  const parts = text.split(',').map((part) => part.trim());
  const named = parts.filter((part) => part !== '');
  if (named.length > 0) return named;
  throw new Misuse(`--${flag} must name some, with commas in between, got ${JSON.stringify(text)}`);
}

/** @param {string} text @param {string} flag */
function number(text, flag) {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new Misuse(`--${flag} must be a number, got ${JSON.stringify(text)}`);
}

/** @param {string} text @param {string} flag */
function whole(text, flag) {
  const value = number(text, flag);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Misuse(`--${flag} must be a whole number above 0, got ${JSON.stringify(text)}`);
}

/** A day, or a time with its zone: everything else means something else elsewhere. */
const TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** @param {string} text @param {string} flag */
function time(text, flag) {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  const [day = ''] = text.split('T');
  // The 31st of February would be the 3rd of March.
  if (!Number.isNaN(ms) && new Date(`${day}T00:00Z`).toISOString().startsWith(day)) return ms;
  throw new Misuse(
    `--${flag} must be a day or a time such as 2026-01-31 or 2026-01-31T12:00Z, got ${JSON.stringify(text)}`,
  );
}

/** @param {...string} choices */
const oneOf =
  (...choices) =>
  (/** @type {string} */ text, /** @type {string} */ flag) => {
    if (choices.includes(text)) return text;
    throw new Misuse(`--${flag} must be one of ${choices.join(', ')}, got ${JSON.stringify(text)}`);
  };

const rate = (/** @type {string} */ text, /** @type {string} */ flag) => (text === 'off' ? text : number(text, flag));

/** Of what is asked; each command says which it takes. @type {Record<string, Flag>} */
const OF_LOOKUPS = {
  country: { value: 'us,kr', about: 'two-letter countries, each asked', multiple: true, variable: true, read: list },
  lang: { value: 'en,de', about: 'languages, each asked', multiple: true, variable: true, read: list },
  collection: {
    value: 'NAMES',
    about: 'TOP_FREE, TOP_PAID, GROSSING, NEW_FREE, NEW_PAID, MOVERS_SHAKERS; each asked',
    multiple: true,
    read: list,
  },
  num: { value: 'N', about: 'so many of each', read: whole },
  price: { value: 'PRICE', about: 'all, free or paid', read: oneOf('all', 'free', 'paid') },
  source: { value: 'SOURCE', about: 'auto, rpc or page', read: oneOf('auto', 'rpc', 'page') },
  'per-request': { value: 'N', about: 'so many reviews in a request, 1,000 unless told', read: whole },
  sort: { value: 'ORDER', about: 'newest, relevant or rating', read: oneOf('newest', 'relevant', 'rating') },
  score: { value: 'STARS', about: 'only reviews with so many stars', read: whole },
  device: {
    value: 'KIND',
    about: 'only reviews from a phone, tablet, chromebook or tv',
    read: oneOf('phone', 'tablet', 'chromebook', 'tv'),
  },
  since: { value: 'DAY', about: 'only reviews from then on; a day begins at 00:00 UTC', read: time },
  until: { value: 'DAY', about: 'only reviews up to then; a day begins at 00:00 UTC', read: time },
  'no-reviewers': { about: 'without names, pictures and ids of reviewers' },
  sample: { value: 'N', about: 'only so many shards of some 40 apps, drawn without bias', read: whole },
  seed: { value: 'N', about: 'draws the same sample again', read: number },
  json: { about: 'the report as JSON, for other programs' },
};

/** Of what comes in; of commands that take arguments. @type {Record<string, Flag>} */
const OF_INPUT = {
  input: { value: 'FILE', about: 'what to ask: text, CSV or NDJSON, gzip too; - is stdin', short: 'i' },
  key: { value: 'NAME', about: 'the column of CSV, or the key of NDJSON (a.b)' },
  'input-format': {
    value: 'FORMAT',
    about: 'text, csv or ndjson, where the ending does not tell',
    read: oneOf('text', 'csv', 'ndjson'),
  },
};

/** Of what goes out. @type {Record<string, Flag>} */
const OF_OUTPUT = {
  output: { value: 'FILE', about: 'where to; - is stdout, .gz is compressed', short: 'o' },
  format: {
    value: 'FORMAT',
    about: 'ndjson, json, csv or table; unless told what --output ends in, else ndjson',
    read: oneOf('ndjson', 'json', 'csv', 'table'),
  },
  fields: { value: 'a,b.c', about: 'only these fields of the answers', multiple: true, read: list },
  resume: { about: 'goes on where the run that wrote --output was interrupted' },
  overwrite: { about: 'replaces the file that --output names' },
  'fail-fast': { about: 'ends at the first failure' },
  'skip-errors': { about: 'leaves out records of failures' },
  quiet: { about: 'says nothing on stderr but errors', short: 'q' },
  debug: { about: 'with an error, what caused it' },
};

/** Of the client. @type {Record<string, Flag>} */
const OF_CLIENT = {
  rate: { value: 'N', about: 'requests per second through each exit, or off', variable: true, read: rate },
  concurrency: { value: 'N', about: 'requests at the same time through each exit', variable: true, read: whole },
  proxy: {
    value: 'URL',
    about: 'asks through this proxy; can be given several times',
    multiple: true,
    variable: true,
    read: (text) => [text],
  },
  'proxy-file': { value: 'FILE', about: 'asks through the proxies in it, one a line', variable: true },
  attempts: { value: 'N', about: 'tries before a lookup fails', read: whole },
  'timeout-ms': { value: 'N', about: 'the longest one request may take', read: whole },
  'deadline-ms': { value: 'N', about: 'the longest it may take altogether', read: whole },
  'max-retry-after-ms': { value: 'N', about: 'the longest pause that is made when Google asks for one', read: whole },
  consent: { value: 'HOW', about: 'block, or reject: what is done with consent pages', read: oneOf('block', 'reject') },
  'user-agent': { value: 'TEXT', about: 'another User-Agent' },
  header: { value: 'NAME: VALUE', about: 'a further header of each request', multiple: true, read: (text) => [text] },
  ca: { value: 'FILE', about: 'certificates to trust besides the usual ones' },
  mappings: { value: 'FILE', about: 'where fields are read instead' },
  'base-url': { value: 'URL', about: 'asks this origin instead of Google Play' },
};

const HELP = { about: 'this page', short: 'h' };

/**
 * The flags of a command, in groups, by their headings.
 * @param {import('./commands.js').Command} command
 * @returns {Record<string, Record<string, Flag>>}
 */
export function flagsOf({ asks, over = {}, flags, run }) {
  const own = Object.fromEntries([...Object.keys(over), ...flags].map((name) => [name, OF_LOOKUPS[name] ?? HELP]));
  if (run) return { Flags: { ...own, ...OF_CLIENT, help: HELP } };
  return { What: own, ...(asks && { Input: OF_INPUT }), Output: OF_OUTPUT, Client: OF_CLIENT, Else: { help: HELP } };
}

/** The environment variable of a flag. @param {string} name */
export const variableOf = (name) => `PLAYFAST_${name.toUpperCase().replaceAll('-', '_')}`;

/** All flags that a variable can give, by the variable. */
export const VARIABLES = Object.fromEntries(
  Object.entries({ ...OF_LOOKUPS, ...OF_CLIENT })
    .filter(([, { variable }]) => variable)
    .map(([name]) => [variableOf(name), name]),
);

/**
 * Reads what follows the name of the command.
 * @param {import('./commands.js').Command} command
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Given}
 */
export function read(command, args, env) {
  const flags = Object.assign({}, ...Object.values(flagsOf(command)));
  /** @type {{ values: Record<string, any>, positionals: string[] }} */
  const { values, positionals } = parsed(flags, args);
  /** @type {Given} */
  const given = { ids: positionals };
  for (const [name, flag] of Object.entries(flags)) {
    const told = values[name] ?? (flag.variable && env[variableOf(name)]) ?? undefined;
    if (told === undefined || told === '') continue;
    if (!flag.value) given[name] = true;
    else if (!flag.multiple) given[name] = flag.read?.(told, name) ?? told;
    else given[name] = [told].flat().flatMap((/** @type {string} */ text) => flag.read?.(text, name));
  }
  return given;
}

/**
 * @param {Record<string, Flag>} flags
 * @param {string[]} args
 */
function parsed(flags, args) {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value, short, multiple = false }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple, ...(short && { short }) },
    ]),
  );
  try {
    return parseArgs({ args, options: /** @type {any} */ (options), allowPositionals: true });
  } catch (error) {
    const [sentence] = /** @type {Error} */ (error).message.split(/\.? To specify|\n/);
    throw new Misuse(`${String(sentence).replace(/\.$/, '')}; see --help`);
  }
}
