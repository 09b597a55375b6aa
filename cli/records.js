// From an event to records: what was asked comes first, then what came of it, or `error`.

import { errorRecord } from './failures.js';

/**
 * A record as JSON. Copying a value of 80 fields costs more than writing it, so what was asked is put in front of its text.
 * @param {Record<string, any>} request
 * @param {any} value
 */
function jsonOf(request, value) {
  const [asks, ...others] = Object.keys(request);
  if (asks === undefined) return JSON.stringify(value);
  if (others.some((name) => name in value)) return JSON.stringify({ ...request, ...value });
  const head = JSON.stringify(request);
  const text = JSON.stringify(value);
  if (!(asks in value)) return text === '{}' ? head : `${head.slice(0, -1)},${text.slice(1)}`;
  const same = `{${JSON.stringify(asks)}:${JSON.stringify(request[asks])},`;
  if (!text.startsWith(same)) return JSON.stringify({ ...request, ...value });
  return `${head.slice(0, -1)},${text.slice(same.length)}`;
}

/**
 * The same of a value that is JSON already, in pieces. Of what was asked, such a value has the first field at most, and
 * has it first.
 * @param {Record<string, any>} request
 * @param {Buffer} json
 * @returns {(string | Buffer)[]}
 */
function piecesOf(request, json) {
  const [asks = ''] = Object.keys(request);
  const key = `{${JSON.stringify(asks)}:`;
  const same = `${key}${JSON.stringify(request[asks])},`;
  const length = Buffer.byteLength(same);
  const first = json.toString('utf8', 0, length);
  if (first.startsWith(key) && first !== same) return [jsonOf(request, JSON.parse(String(json)))];
  return [`${JSON.stringify(request).slice(0, -1)},`, json.subarray(first === same ? length : 1)];
}

/**
 * The records of an event as JSON, each in pieces.
 * @param {import('./look.js').Event} event
 * @param {(value: any) => any} pick
 * @returns {(string | Buffer)[][]}
 */
export function jsonRecords({ thing: { request }, values = [], json, error }, pick) {
  if (error) return [[JSON.stringify({ ...request, error: errorRecord(error) })]];
  if (json) return [piecesOf(request, json)];
  return values.map((value) => [jsonOf(request, pick(value))]);
}

/**
 * Records as rows: of a list, each of what it lists.
 * @param {import('./look.js').Event} event
 * @param {((value: any) => any[]) | undefined} rows
 * @returns {any[]}
 */
export function rowsOf({ thing: { request }, values = [], error }, rows = (value) => [value]) {
  if (error) return [{ ...request, error: errorRecord(error) }];
  return values.flatMap(rows).map((row) => ({ ...request, ...row }));
}

/**
 * Keeps these fields of a value. A path leads through lists too.
 * @param {string[] | undefined} fields
 * @returns {(value: any) => any}
 */
export function picker(fields) {
  if (!fields) return (value) => value;
  const tree = {};
  for (const field of fields) {
    let node = /** @type {any} */ (tree);
    for (const name of field.split('.')) node = node[name] ??= {};
  }
  return (value) => picked(value, tree);
}

/**
 * @param {any} value
 * @param {Record<string, any>} tree
 * @returns {any}
 */
function picked(value, tree) {
  const names = Object.keys(tree);
  if (names.length === 0 || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((part) => picked(part, tree));
  const kept = names.filter((name) => Object.hasOwn(value, name));
  return Object.fromEntries(kept.map((name) => [name, picked(value[name], tree[name])]));
}

/**
 * What a record has at a path.
 * @param {any} record
 * @param {string} path
 */
export function at(record, path) {
  let value = record;
  for (const name of path.split('.')) {
    value = Array.isArray(value) && !/^\d+$/.test(name) ? value.map((part) => part?.[name]) : value?.[name];
  }
  return value;
}
