// One row in its own process: takes the row as JSON in its argument, prints the figures as JSON.

import { createHash } from 'node:crypto';
import { measure } from './meter.js';
import { ways } from './ways.js';

/** @type {import('./ways.js').Row} */
const row = JSON.parse(process.argv[2]);
const work = await ways[row.way](row);
const { values, figures } = await measure(work, row);
process.stdout.write(JSON.stringify({ ...figures, found: digest(values) }));

/**
 * Short form of what was found: every way must find the same.
 * @param {any[]} values
 */
function digest(values) {
  // The `reviews` of an app are a number.
  const found = values.flat().flatMap((value) => [value.apps, value.reviews].find(Array.isArray) ?? value);
  const lines = found.map((item) => JSON.stringify(identity(item))).sort();
  return `${found.length} ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)}`;
}

/** @param {any} item an app, a row of a list, or a review */
function identity({ appId, id, title, text, date, score, price }) {
  return [appId ?? id, title, text, date, score, price];
}
