// From events to text, in one of the formats.

import { csvLine } from './csv-line.js';
import { picker, rowsOf, textsOf } from './records.js';
import { Table } from './table.js';

/**
 * @typedef {object} Format
 * @property {string} head
 * @property {(event: import('./look.js').Event) => string} text
 * @property {() => string} soon what it holds back
 * @property {() => string} end
 */

const nothing = () => '';

/**
 * @param {string} name
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @param {number} width of the terminal
 * @returns {Format}
 */
export function formatOf(name, command, given, width) {
  const { fields } = given;
  const pick = picker(fields);
  if (name === 'ndjson') {
    const text = (/** @type {any} */ event) => {
      let lines = '';
      for (const text of textsOf(event, pick)) lines += `${text}\n`;
      return lines;
    };
    return { head: '', text, soon: nothing, end: nothing };
  }
  if (name === 'json') {
    let before = '';
    const text = (/** @type {any} */ event) => {
      const all = textsOf(event, pick);
      const joined = all.length > 0 ? `${before}${all.join(',\n')}` : '';
      if (all.length > 0) before = ',\n';
      return joined;
    };
    return { head: '[\n', text, soon: nothing, end: () => '\n]\n' };
  }
  const columns = columnsOf(command, fields);
  if (name === 'csv') {
    const text = (/** @type {any} */ event) =>
      rowsOf(event, command.rows)
        .map((row) => csvLine(row, columns))
        .join('');
    return {
      head: csvLine(Object.fromEntries(columns.map((column) => [column, column])), columns, (row, c) => row[c]),
      text,
      soon: nothing,
      end: nothing,
    };
  }
  // There is no room for what is the same in all rows.
  const isSame = (/** @type {string} */ column) => (given[column] ?? command.over?.[column])?.length === 1;
  const table = new Table(
    columns.filter((column) => fields?.includes(column) || !isSame(column)),
    width,
  );
  return {
    head: '',
    text: (event) => table.add(rowsOf(event, command.rows)),
    soon: () => table.soon(),
    end: () => table.soon(),
  };
}

/**
 * What was asked, what was wanted, and what went wrong.
 * @param {import('./commands.js').Command} command
 * @param {string[] | undefined} fields
 */
function columnsOf({ asks, over = {}, columns = [], look }, fields = columns) {
  const asked = asks ? [asks, ...Object.keys(over)] : [];
  const failing = asks || look?.name === 'catalogueOf' ? ['error.code'] : [];
  return [...new Set([...asked, ...fields, ...failing])];
}
