// Writes the texts of outcomes that the core hands over for benchmark/turns.js's apps, a line each. Takes its task as JSON
// in its argument.

import { openSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

/** @type {{ file: string, count: number, url: string, ca: string }} */
const { file, count, url, ca } = JSON.parse(process.argv[2]);
const { NativeBatch } = createRequire(import.meta.url)('../lib/native.cjs');
const output = openSync(file, 'w');
const own = NativeBatch.prototype.text;
NativeBatch.prototype.text = function textAndWrite() {
  const text = own.call(this);
  if (text !== null) writeSync(output, `${text}\n`);
  return text;
};
const { appBatch, configure } = await import('../index.js');
configure({ baseUrl: url, ca, rate: 'off' });
await appBatch(Array.from({ length: count }, (_, number) => `com.example.app${String(number).padStart(5, '0')}`));
process.stdout.write('{}');
