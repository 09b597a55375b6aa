// A line of CSV.

import { at } from './records.js';

/** What spreadsheets take for a formula, if a cell begins with it. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * @param {any} row
 * @param {string[]} columns
 * @param {(row: any, column: string) => any} [value]
 */
export function csvLine(row, columns, value = at) {
  return `${columns.map((column) => cell(value(row, column))).join(',')}\n`;
}

/** @param {any} value */
function cell(value) {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'string' ? inert(value) : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** With an apostrophe in front it is text to a spreadsheet. @param {string} text */
function inert(text) {
  return FORMULA.test(text) ? `'${text}` : text;
}
