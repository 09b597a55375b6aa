// Pulls the texts of a native batch one by one and makes them the outcomes that users see.
'use strict';

const { turn } = require('./turn.cjs');

/** @typedef {import('./errors.cjs').Failure} Failure */

/**
 * Slices of outcomes, as they come.
 * @param {Pick<import('./binding.cjs').NativeBatch, 'wait' | 'text'>} batch
 * @param {(outcome: { index: number, reason: Failure }) => Error} errorFor what becomes of a failure
 * @returns {AsyncGenerator<any[], void, void>}
 */
async function* outcomes(batch, errorFor) {
  const parts = new Map();
  for (let text = await nextText(batch); text !== null; text = await nextText(batch)) {
    const slice = assemble(JSON.parse(text), parts);
    for (const outcome of slice) {
      if (outcome.status === 'rejected') outcome.reason = errorFor(outcome);
    }
    if (slice.length > 0) yield slice;
  }
}

/**
 * The next text, or null at the end. The event loop goes round between two that are there.
 * @param {Pick<import('./binding.cjs').NativeBatch, 'wait' | 'text'>} batch
 */
async function nextText(batch) {
  const text = batch.text();
  if (text === null) return (await batch.wait()) ? batch.text() : null;
  await turn();
  return text;
}

/**
 * As `outcomes`, with values that stay text, each in a Buffer. They are there until the next slice is asked for.
 * @param {Pick<import('./binding.cjs').NativeBatch, 'nextValues' | 'copyValues'>} batch
 * @param {(outcome: { index: number, reason: Failure }) => Error} errorFor
 * @returns {AsyncGenerator<any[], void, void>}
 */
async function* unparsedOutcomes(batch, errorFor) {
  let values = Buffer.alloc(0);
  for (let text = await batch.nextValues(); text !== null; text = await batch.nextValues()) {
    /** @type {{ index: number, length?: number, reason: Failure }[]} */
    const elements = JSON.parse(text);
    const whole = elements.reduce((sum, { length = 0 }) => sum + length, 0);
    if (whole > values.length) values = Buffer.allocUnsafeSlow(2 * whole);
    batch.copyValues(values);
    let begin = 0;
    yield elements.map(({ index, length, reason }) => {
      if (length === undefined) return { status: 'rejected', reason: errorFor({ index, reason }), index };
      const value = values.subarray(begin, begin + length);
      begin += length;
      return { status: 'fulfilled', value, index };
    });
  }
}

/**
 * The value of a batch of one, or its failure thrown.
 * @param {AsyncIterable<any[]>} slices
 */
async function onlyValue(slices) {
  for await (const [outcome] of slices) {
    throwRejected(outcome);
    return outcome.value;
  }
}

/** @param {any} outcome */
function throwRejected(outcome) {
  if (outcome.status === 'rejected') throw outcome.reason;
}

/**
 * Long values come in parts: rows first, then the outcome they belong to.
 * @param {any[]} elements
 * @param {Map<number, { field: string, rows: any[][] }>} parts what came of outcomes that did not yet
 */
function assemble(elements, parts) {
  const slice = [];
  for (const element of elements) {
    const { index, field, rows } = element;
    const part = parts.get(index);
    if (element.status === undefined) {
      if (part) part.rows.push(rows);
      else parts.set(index, { field, rows: [rows] });
      continue;
    }
    if (part) {
      element.value[part.field] = part.rows.length === 1 ? part.rows[0] : part.rows.flat();
      parts.delete(index);
    }
    slice.push(element);
  }
  return slice;
}

module.exports = { outcomes, unparsedOutcomes, onlyValue, throwRejected };
