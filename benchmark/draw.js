// Draws the picture of the stored results again, without measuring: npm run benchmark:picture

import { readFile, writeFile } from 'node:fs/promises';
import { picture } from './picture.js';

const results = new URL('results/latest.json', import.meta.url);
const drawn = picture(JSON.parse(await readFile(results, 'utf8')));
if (drawn === undefined) throw new Error('the last run left out what the picture shows: npm run benchmark');
await writeFile(new URL('../docs/benchmark.svg', import.meta.url), drawn);
