// A column of a CSV file, as it is read: quotes, line ends in cells, commas, semicolons or tabs between them.

import { Misuse } from './failures.js';

/** The longest that a cell may be; a longer one is a quote that is not closed. */
const LONGEST = 1_000_000;

/**
 * @param {AsyncIterable<string>} text
 * @param {{ name: string, key: string | undefined, asks: string }} how
 * @returns {AsyncGenerator<string[]>}
 */
export async function* csvColumn(text, { name, key, asks }) {
  /** @type {number | undefined} */
  let column;
  for await (const rows of rowsOf(text, name)) {
    const some = [];
    for (const row of rows) {
      if (row.length === 1 && row[0] === '') continue;
      if (column === undefined) column = columnOf(row, key, asks, name);
      else some.push((row[column] ?? '').trim());
    }
    yield some.filter((id) => id !== '');
  }
}

/**
 * @param {string[]} header
 * @param {string | undefined} key
 * @param {string} asks
 * @param {string} name
 */
function columnOf(header, key, asks, name) {
  const names = header.map((cell) => cell.trim());
  const column = names.indexOf(key ?? asks);
  if (column >= 0) return column;
  if (key === undefined && names.length === 1) return 0;
  const has = names.map((cell) => JSON.stringify(cell)).join(', ');
  throw new Misuse(`${name} has no column ${JSON.stringify(key ?? asks)}; name one of ${has} with --key`);
}

/**
 * Rows as they are whole.
 * @param {AsyncIterable<string>} text
 * @param {string} name
 */
async function* rowsOf(text, name) {
  /** @type {string | undefined} */
  let separator;
  let rest = '';
  for await (const part of ended(text)) {
    rest += part;
    // The first line tells what is between cells.
    separator ??= /[\r\n]/.test(rest) ? separatorOf(rest) : undefined;
    const { rows, used } = separator === undefined ? { rows: [], used: 0 } : wholeRows(rest, separator);
    rest = rest.slice(used);
    if (rest.length > LONGEST) {
      throw new Misuse(`${name} has a row of more than ${LONGEST} characters; it is no CSV, or a quote is not closed`);
    }
    yield rows;
  }
  if (rest.trim() !== '') throw new Misuse(`${name} ends in a cell whose quote is not closed`);
}

/** The last row is one without a line end too. @param {AsyncIterable<string>} text */
async function* ended(text) {
  yield* text;
  yield '\n';
}

/** What the first line has most of. @param {string} text */
function separatorOf(text) {
  const [line = ''] = text.replace(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).mark;
}

/**
 * @param {string} text
 * @param {string} separator
 */
function wholeRows(text, separator) {
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)?)(${separator}|\\r\\n|\\n|\\r(?!$))`,
    'y',
  );
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  let used = 0;
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    const [, quoted, plain = '', end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === separator) continue;
    rows.push(row);
    row = [];
    used = cell.lastIndex;
  }
  return { rows, used };
}
