// One run of benchmark/turns.js without playfast: its texts are made strings and parsed, a turn for each. That is what V8
// takes for as many apps, whoever asks. Takes its task as JSON in its argument, prints the figures as JSON.

import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { measure } from './meter.js';

/** @type {{ file: string, count: number, kept: boolean }} */
const { file, count, kept } = JSON.parse(process.argv[2]);
const texts = readFileSync(file);

/** As a batch keeps its outcomes, and as a stream's loop drops them. */
const run = async () => {
  const outcomes = new Array(count);
  let parsed = 0;
  for (let start = 0; start < texts.length; ) {
    const end = texts.indexOf('\n', start);
    for (const outcome of JSON.parse(texts.latin1Slice(start, end))) {
      if (kept) outcomes[outcome.index] = outcome;
      parsed += 1;
    }
    start = end + 1;
    await turn();
  }
  if (parsed !== count) throw new Error(`the texts have ${parsed} outcomes, not ${count}`);
  return outcomes;
};

const { mainMs } = (await measure(run, { watched: false })).figures;
process.stdout.write(JSON.stringify({ bareMs: mainMs ?? NaN }));
