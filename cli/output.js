// What goes out, in large pieces: to stdout or a file, compressed or not. After each piece the journal is told.

import { constants, write } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { harmless, Misuse, OutputFailed, ReaderGone, systemSays } from './failures.js';

/** Bytes that are written together: a request of whole records. */
const PIECE = 400_000;

const compressed = promisify(gzip);
const writeSome = promisify(write);

/** Where it goes. @typedef {{ fd: number, name: string, isFile: boolean, isTerminal: boolean, close(): Promise<void>, cut?(bytes: number): Promise<void> }} Target */

/** @returns {Target} */
export function stdout() {
  return { fd: 1, name: 'stdout', isFile: false, isTerminal: process.stdout.isTTY === true, close: async () => {} };
}

/**
 * @param {string} path
 * @param {{ goOn: boolean, overwrite: boolean }} how
 * @returns {Promise<Target>}
 */
export async function openFile(path, { goOn, overwrite }) {
  try {
    const before = await stat(path).catch(() => undefined);
    if (before?.isFile() && before.size > 0 && !goOn && !overwrite) {
      throw new Misuse(`${path} is there already; name another --output, or add --overwrite`);
    }
    const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
    const file = await open(path, O_WRONLY | O_CREAT | (goOn ? 0 : O_TRUNC));
    const isFile = (await file.stat()).isFile();
    return {
      fd: file.fd,
      name: path,
      isFile,
      isTerminal: false,
      close: () => file.close(),
      ...(isFile && { cut: (/** @type {number} */ bytes) => file.truncate(bytes) }),
    };
  } catch (error) {
    if (error instanceof Misuse) throw error;
    throw new Misuse(`cannot write to ${path}: ${systemSays(error)}; name another --output`);
  }
}

/** A failed write is thrown at the next put or at the end. */
const nothing = () => {};

export class Output {
  #target;
  #format;
  #journal;
  #isPacked;
  /** What is not written yet, and how much of it is filled: text that is put together first costs more. @type {Buffer} */
  #piece = Buffer.allocUnsafe(2 * PIECE);
  #filled = 0;
  /** Of writes that are done. @type {Buffer[]} */
  #spares = [];
  #bytes;
  /** The writes, one after the other. @type {Promise<void>} */
  #writes = Promise.resolve();
  /** @type {any} */
  #failure;
  /** Whether what there is will be written as soon as it can be. */
  #isDue = false;

  /**
   * @param {Target} target
   * @param {import('./formats.js').Format} format
   * @param {import('./journal.js').Journal} [journal]
   */
  constructor(target, format, journal) {
    this.#target = target;
    this.#format = format;
    this.#journal = journal;
    this.#isPacked = target.name.endsWith('.gz');
    this.#bytes = journal?.bytes ?? 0;
    this.#add(this.#bytes > 0 ? '' : format.head);
  }

  /**
   * Takes what came. Waits when there is enough for a write.
   * @param {import('./look.js').Event} event
   * @param {boolean} isShown
   * @returns {Promise<void> | undefined}
   */
  put(event, isShown) {
    if (this.#failure) throw this.#failure;
    if (isShown) for (const piece of this.#format.pieces(event)) this.#add(piece);
    this.#journal?.note(event);
    if (this.#filled >= PIECE) return this.flush();
    if (!this.#isDue) {
      this.#isDue = true;
      setImmediate(() => this.#writes.then(() => this.#soon(), nothing));
    }
    return undefined;
  }

  /** What came in one turn is written when the write before it is done: a slow medium gets fewer and larger ones. */
  #soon() {
    if (!this.#isDue) return;
    this.#add(this.#format.soon());
    this.flush().catch(nothing);
  }

  /** Writes what there is. */
  flush() {
    this.#isDue = false;
    const piece = this.#piece;
    const bytes = piece.subarray(0, this.#filled);
    const entry = this.#journal?.take();
    this.#piece = this.#spares.pop() ?? Buffer.allocUnsafe(2 * PIECE);
    this.#filled = 0;
    this.#writes = this.#writes.then(async () => {
      await this.#write(bytes, entry);
      this.#spares.push(piece);
    });
    return this.#writes;
  }

  /** @param {string | Buffer} given */
  #add(given) {
    const text = this.#target.isTerminal ? harmless(String(given)) : given;
    const isBytes = typeof text !== 'string';
    // A character takes three bytes at most.
    const most = this.#filled + (isBytes ? 1 : 3) * text.length;
    if (most > this.#piece.length) {
      const larger = Buffer.allocUnsafe(2 * most);
      this.#piece.copy(larger, 0, 0, this.#filled);
      this.#piece = larger;
    }
    this.#filled += isBytes ? text.copy(this.#piece, this.#filled) : this.#piece.write(text, this.#filled);
  }

  /**
   * @param {Buffer} bytes
   * @param {object | undefined} entry
   */
  async #write(bytes, entry) {
    if (this.#failure) throw this.#failure;
    try {
      // Each piece is a gzip member of its own, so what is written is whole.
      if (bytes.length > 0) this.#bytes += await this.#writeAll(this.#isPacked ? await compressed(bytes) : bytes);
      if (entry) await this.#journal?.write(entry, this.#bytes);
    } catch (error) {
      this.#failure = failureOf(error, this.#target.name);
      // What was written in part is not there.
      await this.#target.cut?.(this.#journal?.bytes ?? this.#bytes).catch(() => {});
      throw this.#failure;
    }
  }

  /** @param {Buffer} bytes */
  async #writeAll(bytes) {
    for (let begin = 0; begin < bytes.length; ) {
      try {
        const at = this.#target.isFile ? this.#bytes + begin : null;
        begin += (await writeSome(this.#target.fd, bytes, begin, bytes.length - begin, at)).bytesWritten;
      } catch (error) {
        // A pipe is full that Node, or another program, has made non-blocking.
        if (/** @type {any} */ (error).code !== 'EAGAIN') throw error;
        await sleep(5);
      }
    }
    return bytes.length;
  }

  /** The rest. */
  async end() {
    this.#add(this.#format.end());
    await this.flush();
  }

  async close() {
    await this.#target.close();
  }
}

/**
 * @param {any} error
 * @param {string} name
 */
function failureOf(error, name) {
  if (error.code === 'EPIPE') return new ReaderGone();
  return new OutputFailed(`cannot write to ${name}: ${systemSays(error)}`, { cause: error });
}
