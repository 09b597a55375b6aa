// What can go wrong around the lookups, and how any failure is told in one line.

/** Asked for in a way that cannot be; nothing was sent. */
export class Misuse extends Error {}

/** The output takes no more. */
export class OutputFailed extends Error {}

/** What reads our output has gone away: nothing to tell. */
export class ReaderGone extends Error {}

/** Google blocks all exits, for longer than is waited. */
export class Blocked extends Error {}

/** By Ctrl-C. */
export class Interrupted extends Error {}

/** At the first failure, as was asked. */
export class FailedFast extends Error {}

/** Whether it was asked for in a way that cannot be, here or in the library. @param {any} error */
export const isMisuse = (error) => error instanceof Misuse || error?.code === 'ERR_PLAYFAST_INVALID_ARGUMENT';

/** What is told of an error in a record. */
const TOLD = ['code', 'message', 'retryable', 'status', 'attempts', 'retryAfterMs', 'missing', 'block'];

/**
 * An error as a part of a record.
 * @param {any} error
 */
export function errorRecord(error) {
  const told = TOLD.filter((name) => error[name] !== undefined).map((name) => [name, error[name]]);
  return { ...Object.fromEntries(told), message: sentenceOf(error) };
}

/**
 * The message in the words of the command line: flags for the library's options and settings.
 * @param {any} error
 * @returns {string}
 */
export function sentenceOf(error) {
  let message = String(error?.message ?? error);
  for (const [advice, ours] of Object.entries(ADVICE)) message = message.replace(advice, ours);
  if (error?.code !== 'ERR_PLAYFAST_INVALID_ARGUMENT') return message;
  return message
    .replace(/^allReviews: options\.num\b/, '--per-request')
    .replace(/^\w+: (?:settings|options)\.(\w+)(?:\[\d+\])?/, (_, name) => flagOf(name))
    .replace(/^\w+: requests\[\d+\](?:\.(\w+))?/, (_, name = error.field ?? 'it') =>
      ASKED.has(name) ? name : flagOf(name),
    )
    .replace(/^\w+: /, '');
}

/** What messages advise, in the library's words and in ours. @type {Record<string, string>} */
const ADVICE = {
  'raise timeoutMs': 'raise --timeout-ms',
  'raise deadlineMs': 'raise --deadline-ms',
  'the option ca': '--ca',
  "consent: 'reject'": '--consent reject',
  'the setting consent': '--consent',
  'the setting userAgent': '--user-agent',
  'use baseUrl': 'use --base-url',
  'the address in proxies': 'the address of --proxy',
};

/** What is asked is given by arguments, and has no flag. */
const ASKED = new Set(['appId', 'category', 'term', 'devId', 'it']);

/** The flag of an option or a setting. @param {string} name */
const flagOf = (name) => `--${FLAGS_OF[name] ?? name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Where it has another name. @type {Record<string, string>} */
const FLAGS_OF = { proxies: 'proxy', headers: 'header', max: 'num', langs: 'lang', countries: 'country' };

/**
 * What caused an error, link by link.
 * @param {any} error
 * @returns {string[]}
 */
export function causesOf(error) {
  const causes = [];
  for (let cause = error?.cause; cause && causes.length < 10; cause = cause.cause)
    causes.push(String(cause.message ?? cause));
  return causes;
}

/** What the system says, in words. @type {Record<string, string>} */
const SYSTEM = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EROFS: 'it can only be read',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'no space left to you',
  EFBIG: 'the file cannot become larger',
  EMFILE: 'too many open files',
};

/** @param {any} error */
export const systemSays = (error) => `${SYSTEM[error.code] ?? error.message} (${error.code})`;

/** Text from others, without what a terminal would obey. @param {string} text */
export const harmless = (text) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
