// The journal of a run, beside its output: how far the output is whole, and what of what was asked is in it. A line is
// added after each write to the output, so whatever ends the process, the last line tells the truth.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Misuse } from './failures.js';
import { FINGERPRINT } from './look.js';

/** @typedef {import('./look.js').Thing} Thing */
/** @typedef {import('./look.js').Position} Position */

/** @param {string} output */
export const journalOf = (output) => `${output}.resume`;

/** @param {string} path */
export const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );

export class Journal {
  #path;
  #hash = createHash('sha256');
  /** Read of the input. */
  #read = 0;
  /** What the interrupted run had read, and its hash. @type {{ read: number, hash: string } | undefined} */
  #before;
  /** Of that, what is not done. @type {Set<number>} */
  #open = new Set();
  /** Held back until it is known that the input is the same. @type {Thing[]} */
  #held = [];
  /** @type {Map<number, Position>} */
  #positions = new Map();
  /** Since the last line. @type {number[]} */
  #done = [];
  /** Since the last line. @type {Map<number, { cursor: string, count: number, fresh: string[] }>} */
  #moved = new Map();
  /** @type {import('node:fs/promises').FileHandle | undefined} */
  #file;
  /** Things done, those that failed, and the bytes of the output. */
  done = 0;
  failed = 0;
  bytes = 0;
  /** After how many ids the input ended, in each run that read all of it. @type {number[]} */
  ends = [];

  /** @param {string} path */
  constructor(path) {
    this.#path = path;
  }

  /**
   * Begins one.
   * @param {object} run what was asked for
   */
  async begin(run) {
    this.#file = await open(this.#path, 'wx');
    await this.#file.appendFile(`${JSON.stringify(run)}\n`);
  }

  /**
   * Goes on with the one that is there.
   * @param {Record<string, unknown>} run what is asked for, which must be the same
   * @param {number} size of the output
   */
  async goOn(run, size) {
    const lines = createInterface({ input: createReadStream(this.#path), crlfDelay: Number.POSITIVE_INFINITY });
    let [isFirst, used] = [true, 0];
    for await (const line of lines) {
      const entry = parsed(line);
      // What a dying process or a full disk cut off, and what the output does not have.
      if (entry === undefined || entry.bytes > size) break;
      if (isFirst) this.#compare(entry, run);
      else this.#apply(entry);
      isFirst = false;
      used += Buffer.byteLength(line) + 1;
    }
    if (isFirst) throw new Misuse(`${this.#path} is no journal of a run; remove it together with the output`);
    if (this.#read > 0) this.#before = { read: this.#read, hash: this.#told };
    this.#read = 0;
    this.#file = await open(this.#path, 'r+');
    await this.#file.truncate(used);
    await this.#file.close();
    this.#file = await open(this.#path, 'a');
  }

  #told = '';

  /** @param {any} entry */
  #apply({ bytes, read, hash, done, failed, ends = [], at = {} }) {
    for (; this.#read < read; this.#read += 1) this.#open.add(this.#read);
    this.#told = hash;
    for (const index of indexesOf(done)) {
      this.#open.delete(index);
      this.#positions.delete(index);
      this.done += 1;
    }
    for (const [index, [cursor, count, prints]] of Object.entries(at)) {
      const { seen } = this.#positions.get(Number(index)) ?? { seen: new Set() };
      for (let begin = 0; begin < prints.length; begin += FINGERPRINT)
        seen.add(prints.slice(begin, begin + FINGERPRINT));
      this.#positions.set(Number(index), { cursor, count, seen });
    }
    this.failed = failed;
    this.bytes = bytes;
    this.ends = ends;
  }

  /**
   * @param {Record<string, unknown>} told
   * @param {Record<string, unknown>} run
   */
  #compare(told, run) {
    for (const name of new Set([...Object.keys(told), ...Object.keys(run)])) {
      const [before, now] = [told[name], run[name]].map((value) => JSON.stringify(value));
      if (before === now) continue;
      throw new Misuse(
        `--resume goes on with the same command and flags: ${name} was ${before ?? 'not given'}, now ${now ?? 'it is not given'}`,
      );
    }
  }

  /**
   * Of things that were read, those that are to be asked. What the interrupted run had read is held back until all of
   * it is read and the same.
   * @param {Thing[]} things
   * @returns {Thing[]}
   */
  left(things) {
    const ready = [];
    for (const thing of things) {
      this.#hash.update(JSON.stringify(thing.request));
      this.#read += 1;
      if (this.#before === undefined) ready.push(thing);
      else {
        if (this.#open.has(thing.index)) this.#held.push(thing);
        if (this.#read === this.#before.read) ready.push(...this.#checked());
      }
    }
    return ready;
  }

  /** What is left when the input has ended. */
  atEnd() {
    if (this.#before?.read) throw new Misuse(`the input has become shorter since the run that --resume goes on with`);
    return [];
  }

  #checked() {
    if (this.#hash.copy().digest('base64') !== this.#before?.hash) {
      throw new Misuse('the input is not that of the run that --resume goes on with; give the same, or begin anew');
    }
    this.#before = undefined;
    const held = this.#held;
    this.#held = [];
    this.#open = new Set();
    return held;
  }

  /** @param {Thing} thing */
  positionOf({ index }) {
    return this.#positions.get(index);
  }

  /**
   * The records of an event are on their way to the output.
   * @param {import('./look.js').Event} event
   */
  note({ thing: { index }, values = [], error, at }) {
    if (at) {
      const { count, seen } = this.#positions.get(index) ?? { count: 0, seen: new Set() };
      const fresh = [...(this.#moved.get(index)?.fresh ?? []), ...at.fresh];
      this.#positions.set(index, { cursor: at.cursor, count: count + values.length, seen });
      this.#moved.set(index, { cursor: at.cursor, count: count + values.length, fresh });
    } else {
      this.#done.push(index);
      this.#moved.delete(index);
      this.done += 1;
      if (error) this.failed += 1;
    }
  }

  /** What is to be told once the records are written; nothing, before it is known that the input is the same. */
  take() {
    if (this.#before) return undefined;
    const entry = {
      read: this.#read,
      hash: this.#hash.copy().digest('base64'),
      done: rangesOf(this.#done),
      failed: this.failed,
      ...(this.ends.length > 0 && { ends: this.ends }),
    };
    const at = [...this.#moved].map(([index, { cursor, count, fresh }]) => [index, [cursor, count, fresh.join('')]]);
    this.#done = [];
    this.#moved.clear();
    return at.length > 0 ? { ...entry, at: Object.fromEntries(at) } : entry;
  }

  /**
   * @param {object} entry
   * @param {number} bytes that the output has now
   */
  async write(entry, bytes) {
    this.bytes = bytes;
    await this.#file?.appendFile(`${JSON.stringify({ bytes, ...entry })}\n`);
  }

  /** The run is at its end: there is nothing to resume. */
  async remove() {
    await this.close();
    await rm(this.#path, { force: true });
  }

  async close() {
    await this.#file?.close();
    this.#file = undefined;
  }
}

/** @param {string} line */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** `0-31,40` @param {number[]} indexes */
function rangesOf(indexes) {
  const sorted = indexes.toSorted((a, b) => a - b);
  /** @type {[number, number][]} */
  const ranges = [];
  for (const index of sorted) {
    const last = ranges.at(-1);
    if (last && index === last[1] + 1) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join();
}

/** @param {string} ranges */
function* indexesOf(ranges) {
  for (const range of ranges.split(',')) {
    if (range === '') continue;
    const [first, last = first] = range.split('-').map(Number);
    for (let index = Number(first); index <= Number(last); index += 1) yield index;
  }
}
