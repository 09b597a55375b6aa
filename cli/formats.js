// From events to text, in one of the formats.

import { csvLine } from './csv-line.js';
import { jsonRecords, picker, rowsOf } from './records.js';
import { Table } from './table.js';

/**
 * @typedef {object} Format
 * @property {string} head
 * @property {(event: import('./look.js').Event) => (string | Buffer)[]} pieces
 * @property {boolean} unparsed whether it takes values as the core's own text
 * @property {() => string} soon what it holds back
 * @property {() => string} end
 */

const nothing = () => '';

/**
 * The format that the ending of an output's name tells; NDJSON where it tells none.
 * @param {string} [output]
 */
export function formatNamedBy(output = '') {
  const [, ending = ''] = /\.(csv|json)(?:\.gz)?$/i.exec(output) ?? [];
  return ending.toLowerCase() || 'ndjson';
}

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
    const pieces = (/** @type {any} */ event) => jsonRecords(event, pick).flatMap((record) => [...record, '\n']);
    return { head: '', pieces, unparsed: !fields, soon: nothing, end: nothing };
  }
  if (name === 'json') {
    let before = '';
    const after = (/** @type {(string | Buffer)[]} */ record) => {
      const all = [before, ...record];
      before = ',\n';
      return all;
    };
    const pieces = (/** @type {any} */ event) => jsonRecords(event, pick).flatMap(after);
    return { head: '[\n', pieces, unparsed: !fields, soon: nothing, end: () => '\n]\n' };
  }
  const columns = columnsOf(command, fields);
  if (name === 'csv') {
    const head = csvLine(Object.fromEntries(columns.map((column) => [column, column])), columns, (row, c) => row[c]);
    return {
      head,
      pieces: (event) => rowsOf(event, command.rows).map((row) => csvLine(row, columns)),
      unparsed: false,
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
    pieces: (event) => [table.add(rowsOf(event, command.rows))],
    unparsed: false,
    soon: () => table.soon(),
    end: () => table.soon(),
  };
}

/**
 * What was asked, what was wanted, and what went wrong.
 * @param {import('./commands.js').Command} command
 * @param {string[] | undefined} fields
 */
function columnsOf({ asks, over = {}, columns = [], offline }, fields = columns) {
  const asked = asks ? [asks, ...Object.keys(over)] : [];
  const failing = offline ? [] : ['error.code'];
  return [...new Set([...asked, ...fields, ...failing])];
}
