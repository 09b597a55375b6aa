// Looks whether all is well: the install, the ways to Google Play, each lookup, each field, and the requests.

import { examineExits } from './doctor-exits.js';
import { examine } from './doctor-lookups.js';
import { inWords } from './doctor-words.js';
import { harmless } from './failures.js';
import { settingsOf } from './settings.js';
import { version } from './version.js';

/**
 * Recorded answers are few: what is rarer than in them is worth a look, what is hardly there is gone.
 * @typedef {'ok' | 'rare' | 'gone'} FieldState
 */

/**
 * @typedef {object} Report
 * @property {string} version
 * @property {string} node
 * @property {string} platform
 * @property {string} baseUrl what is asked
 * @property {{ loaded: boolean, what?: string }} addon
 * @property {boolean} offline whether no way leads to it
 * @property {import('./doctor-exits.js').Exit[]} exits
 * @property {import('playfast').ExitStats[]} limits after the lookups
 * @property {import('./doctor-lookups.js').Examined[]} lookups
 * @property {({ lookup: string, record: string, state: FieldState } & import('playfast').FieldDrift)[]} fields
 * @property {({ state: FieldState } & import('playfast').AnswerDrift)[]} answers
 * @property {import('playfast').PageDrift[]} pages
 * @property {import('playfast').TemplateDrift[]} templates
 * @property {0 | 1 | 3} exitCode
 */

const DEADLINE_MS = 60_000;

/**
 * @param {import('./flags.js').Given} given
 * @returns {Promise<number>}
 */
export async function doctor(given) {
  const report = await examined(await settingsOf(given), given['deadline-ms'] ?? DEADLINE_MS);
  process.stdout.write(given.json ? `${JSON.stringify(report, undefined, 2)}\n` : harmless(inWords(report)));
  return report.exitCode;
}

/**
 * @param {import('playfast').PlayStoreOptions} settings
 * @param {number} deadlineMs
 * @returns {Promise<Report>}
 */
async function examined(settings, deadlineMs) {
  /** @type {Report} */
  const report = {
    version: version(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    baseUrl: settings.baseUrl ?? (process.env.PLAYFAST_BASE_URL || 'https://play.google.com'),
    addon: { loaded: true },
    offline: false,
    exits: [],
    limits: [],
    lookups: [],
    fields: [],
    answers: [],
    pages: [],
    templates: [],
    exitCode: 0,
  };
  /** @type {typeof import('playfast')} */
  let playfast;
  try {
    playfast = await import('../index.js');
  } catch (/** @type {any} */ error) {
    return { ...report, addon: { loaded: false, what: error.message }, exitCode: 1 };
  }
  // Refused settings are told before anything is asked.
  const store = new playfast.PlayStore(settings);
  report.exits = await examineExits(playfast, settings, deadlineMs);
  report.offline = report.exits.every(({ state, tls }) => state === 'unreachable' && tls !== 'refused');
  if (report.exits.some(({ state }) => state === 'ok')) {
    for await (const one of examine(store, deadlineMs)) report.lookups.push(one);
    const { records, answers, pages, templates } = store.driftReport();
    report.fields = records.flatMap(({ lookup, record, fields }) =>
      fields.filter(({ of }) => of > 0).map((field) => ({ lookup, record, state: stateOf(field), ...field })),
    );
    report.answers = answers
      .filter(({ counted }) => counted > 0)
      .map((answer) => ({ state: stateOfAnswers(answer), ...answer }));
    Object.assign(report, { pages, templates, limits: store.stats().exits });
  }
  await store.close();
  return { ...report, exitCode: codeOf(report) };
}

/**
 * @param {Report} report
 * @returns {Report['exitCode']}
 */
function codeOf({ exits, lookups, fields, answers }) {
  const isBlocked = ({ code = '' }) => code === 'ERR_PLAYFAST_BLOCKED';
  if (exits.every(isBlocked) || lookups.some(isBlocked)) return 3;
  const isWell =
    exits.every(({ state }) => state === 'ok') &&
    lookups.every(({ verdict }) => verdict === 'ok') &&
    [...fields, ...answers].every(({ state }) => state !== 'gone');
  return isWell ? 0 : 1;
}

/**
 * @param {import('playfast').FieldDrift} field
 * @returns {FieldState}
 */
function stateOf({ drifted, present, of, expected = 0 }) {
  if (!drifted) return 'ok';
  return present / of < expected / 4 ? 'gone' : 'rare';
}

/**
 * What is asked here has always had rows.
 * @param {import('playfast').AnswerDrift} answers
 * @returns {FieldState}
 */
function stateOfAnswers({ empty, counted }) {
  if (empty === 0) return 'ok';
  return empty < counted ? 'rare' : 'gone';
}
