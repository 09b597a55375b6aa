// Text tables (the first column to the left, figures to the right) and what stands in them.

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: any) => string} cell
 */

/**
 * A figure with so many decimals, or a dash where there is none.
 * @param {string} title
 * @param {(row: any) => number | undefined} value
 * @param {number} [decimals]
 * @param {string} [unit]
 * @returns {Column}
 */
export function figure(title, value, decimals = 0, unit = '') {
  return {
    title,
    cell: (row) => {
      const number = value(row);
      if (number === undefined) return '-';
      const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      return number.toLocaleString('en-US', digits) + unit;
    },
  };
}

/**
 * @param {Column[]} columns
 * @param {any[]} rows
 * @returns {string}
 */
export function table(columns, rows) {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const texts = lines.map((line) =>
    line.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  '),
  );
  texts.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('  '));
  return texts.map((text) => `  ${text.trimEnd()}`).join('\n');
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
