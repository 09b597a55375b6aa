// Rows as a table that fits the terminal. Widths come from the first rows, so that the rest can be shown as it comes.

import { harmless } from './failures.js';
import { at } from './records.js';

/** Rows that widths are taken from. */
const SAMPLE = 64;

/** A column is not made narrower than this. */
const LEAST = 6;

export class Table {
  #columns;
  #width;
  /** @type {string[][]} */
  #waiting = [];
  /** @type {number[] | undefined} */
  #widths;

  /**
   * @param {string[]} columns
   * @param {number} width
   */
  constructor(columns, width) {
    this.#columns = columns;
    this.#width = width;
  }

  /**
   * The text of rows, as soon as the widths are known.
   * @param {any[]} rows
   */
  add(rows) {
    const cells = rows.map((row) => this.#columns.map((column) => cell(at(row, column))));
    this.#waiting.push(...cells);
    return this.#widths || this.#waiting.length >= SAMPLE ? this.soon() : '';
  }

  /** The text of what waits. */
  soon() {
    const rows = this.#waiting.splice(0);
    if (this.#widths) return this.#text(rows);
    if (rows.length === 0) return '';
    const all = [this.#columns, ...rows];
    this.#widths = fitting(
      this.#columns.map((_, place) => Math.max(...all.map((row) => widthOf(row[place] ?? '')))),
      this.#width,
    );
    return this.#text(all);
  }

  /** @param {string[][]} rows */
  #text(rows) {
    return rows
      .map(
        (row) =>
          `${row
            .map((text, place) => filled(text, this.#widths?.[place] ?? 0))
            .join('  ')
            .trimEnd()}\n`,
      )
      .join('');
  }
}

/**
 * The widest columns are made narrower until all fit.
 * @param {number[]} widths
 * @param {number} width
 */
function fitting(widths, width) {
  const narrower = [...widths];
  const room = width - 2 * (widths.length - 1);
  for (let over = narrower.reduce((sum, one) => sum + one, 0) - room; over > 0; over -= 1) {
    const widest = narrower.indexOf(Math.max(...narrower));
    if (Number(narrower[widest]) <= LEAST) break;
    narrower[widest] = Number(narrower[widest]) - 1;
  }
  return narrower;
}

/** @param {any} value */
function cell(value) {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return harmless(text.replace(/\s+/g, ' '));
}

/** @type {Intl.Segmenter | undefined} */
let segmenter;

/** Characters as people see them. @param {string} text */
function graphemes(text) {
  // Made when a text needs it: it takes 25 ms, of a command that may be done in 100.
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** How many columns of a terminal a character takes. @param {string} character */
function columnsOf(character) {
  return /^(?:[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})|\ufe0f/u.test(
    character,
  )
    ? 2
    : /^[\p{M}\p{Cf}]+$/u.test(character)
      ? 0
      : 1;
}

/** @param {string} text */
function widthOf(text) {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes(text)) width += columnsOf(segment);
  return width;
}

/**
 * Cut or filled to a width.
 * @param {string} text
 * @param {number} width
 */
function filled(text, width) {
  const own = widthOf(text);
  if (own <= width) return text + ' '.repeat(width - own);
  let [kept, used] = ['', 0];
  for (const { segment } of graphemes(text)) {
    const next = columnsOf(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return `${kept}…${' '.repeat(width - 1 - used)}`;
}
