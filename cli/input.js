// What comes in: ids from a file or stdin, as they are read. Text has one a line, CSV a column, NDJSON a key.

import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { csvColumn } from './csv-column.js';
import { Misuse, systemSays } from './failures.js';

/** The longest that a line may be: a longer one is no list of ids. */
const LONGEST = 1_000_000;

/** The longest that an id or a term may be, in characters; the library refuses them too, by their bytes. */
const LONGEST_ID = 4096;

/**
 * @typedef {object} Input
 * @property {AsyncIterable<string[]>} ids some at a time, as they come
 * @property {() => number | undefined} share how much of it is read, 0 to 1, as far as that can be known
 */

/**
 * @param {string} path - is stdin
 * @param {{ key?: string, format?: string, asks: string }} how
 * @returns {Promise<Input>}
 */
export async function openInput(path, { key, format = formatOf(path), asks }) {
  const name = path === '-' ? 'stdin' : path;
  const { stream, size } = await source(path);
  let read = 0;
  const chunks = async function* () {
    try {
      for await (const chunk of path.endsWith('.gz') ? unpacked(counted(), name) : counted()) yield chunk;
    } catch (error) {
      throw error instanceof Misuse ? error : new Misuse(`cannot read ${name}: ${systemSays(error)}`);
    }
  };
  const counted = async function* () {
    for await (const chunk of stream) {
      read += chunk.length;
      yield chunk;
    }
  };
  const text = decoded(chunks(), name);
  return { ids: idsOf(text, { name, key, format, asks }), share: () => size && Math.min(1, read / size) };
}

/** @param {string} path */
function formatOf(path) {
  const ending = /\.(\w+)(?:\.gz)?$/.exec(path)?.[1]?.toLowerCase();
  if (ending === 'json')
    throw new Misuse(`${path}: a JSON array is not read; give NDJSON, a value a line (jq -c '.[]')`);
  return ending === 'csv' || ending === 'tsv' ? 'csv' : ending === 'ndjson' || ending === 'jsonl' ? 'ndjson' : 'text';
}

/**
 * @param {string} path
 * @returns {Promise<{ stream: AsyncIterable<Buffer>, size?: number }>}
 */
async function source(path) {
  if (path === '-') return { stream: process.stdin };
  try {
    const file = await open(path);
    const stat = await file.stat();
    if (stat.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return { stream: file.createReadStream(), ...(stat.isFile() && { size: stat.size }) };
  } catch (error) {
    throw new Misuse(`cannot read ${path}: ${systemSays(error)}`);
  }
}

/**
 * @param {AsyncIterable<Buffer>} chunks
 * @param {string} name
 */
async function* unpacked(chunks, name) {
  const gunzip = createGunzip();
  const filled = (async () => {
    for await (const chunk of chunks) {
      if (!gunzip.write(chunk)) await new Promise((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  filled.catch((error) => gunzip.destroy(error));
  try {
    yield* gunzip;
  } catch (error) {
    if (/** @type {any} */ (error).code?.startsWith('Z_')) throw new Misuse(`${name} is not gzip, or cut off`);
    throw error;
  }
}

/**
 * The text, without a byte order mark.
 * @param {AsyncIterable<Buffer>} chunks
 * @param {string} name
 */
async function* decoded(chunks, name) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (/** @type {Buffer | undefined} */ chunk) => {
    try {
      const text = decoder.decode(chunk, { stream: chunk !== undefined });
      if (!text.includes('\0')) return text;
    } catch {
      // Told below.
    }
    throw new Misuse(`${name} is not text: it has bytes that are not UTF-8; give a list of ids, one a line`);
  };
  for await (const chunk of chunks) yield decode(chunk);
  yield decode(undefined);
}

/**
 * @param {AsyncIterable<string>} text
 * @param {{ name: string, key: string | undefined, format: string, asks: string }} how
 * @returns {AsyncGenerator<string[]>}
 */
async function* idsOf(text, { name, key, format, asks }) {
  if (format === 'csv') {
    for await (const some of csvColumn(text, { name, key, asks })) yield some.map(checked(name));
    return;
  }
  if (key !== undefined && format === 'text') throw new Misuse(`--key is of CSV and NDJSON; ${name} is read as text`);
  let before = 0;
  for await (const lines of linesOf(text, name)) {
    const some = lines.flatMap((line, place) => {
      const id = line.trim();
      if (id === '') return [];
      return format === 'text' ? [id] : valuesOf(id, key ?? asks, `${name}, line ${before + place + 1}`);
    });
    before += lines.length;
    if (some.length > 0) yield some.map(checked(name));
  }
}

/** @param {string} name */
const checked = (name) => (/** @type {string} */ id) => {
  if (id.length <= LONGEST_ID) return id;
  throw new Misuse(
    `${name} has ${id.length} characters in a line, from ${JSON.stringify(id.slice(0, 20))} on: that is no id; give one a line`,
  );
};

/**
 * @param {AsyncIterable<string>} text
 * @param {string} name
 */
async function* linesOf(text, name) {
  let rest = '';
  for await (const part of text) {
    const lines = (rest + part).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST)
      throw new Misuse(`${name} has a line of more than ${LONGEST} characters; give an id a line`);
    yield lines;
  }
  yield [rest];
}

/**
 * The ids that a line of NDJSON has at a path; a list on the way is each of its parts.
 * @param {string} line
 * @param {string} key
 * @param {string} where
 * @returns {string[]}
 */
function valuesOf(line, key, where) {
  let value;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Misuse(`${where} is not JSON: ${JSON.stringify(line.slice(0, 40))}`);
  }
  if (typeof value === 'string') return [value];
  let found = [value].flat();
  for (const name of key.split('.')) found = found.flatMap((part) => part?.[name] ?? []);
  const ids = found.filter((id) => typeof id === 'string' || typeof id === 'number').map(String);
  if (ids.length > 0 || (Array.isArray(found) && hasList(value, key))) return ids;
  throw new Misuse(`${where} has nothing at ${JSON.stringify(key)}; name another with --key`);
}

/** Whether a list on the way to the key is empty, which is no mistake. @param {any} value @param {string} key */
function hasList(value, key) {
  let at = value;
  for (const name of key.split('.')) {
    if (Array.isArray(at)) return at.length === 0;
    at = at?.[name];
  }
  return Array.isArray(at);
}
