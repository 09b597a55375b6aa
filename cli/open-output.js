// Opens what the records go to, with the journal beside it if it can be resumed.

import { stat } from 'node:fs/promises';
import { Misuse, systemSays } from './failures.js';
import { exists, Journal, journalOf } from './journal.js';
import { Output, openFile, stdout } from './output.js';

/** Formats whose files can be gone on with. */
const RESUMABLE = ['ndjson', 'csv'];

/**
 * @param {string} command
 * @param {import('./flags.js').Given} given
 * @param {Record<string, unknown>} request
 * @param {Record<string, unknown>} options
 * @param {import('./formats.js').Format} format
 */
export async function openOutput(command, given, request, options, format) {
  const { output: path, resume = false, overwrite = false } = given;
  if (!path) {
    if (resume) throw new Misuse('--resume goes on with a file: name it with --output');
    const target = stdout();
    return { output: new Output(target, format), target };
  }
  const isResumable = RESUMABLE.includes(given.format);
  if (resume && !isResumable) {
    throw new Misuse(`--resume goes on with ${RESUMABLE.join(' and ')} only; ${given.format} is whole only at its end`);
  }
  const journal = isResumable ? new Journal(journalOf(path)) : undefined;
  const hasJournal = await exists(journalOf(path));
  const before = await stat(path).catch(() => undefined);
  if (resume && before?.size && !hasJournal) {
    throw new Misuse(`${path} has no journal (${journalOf(path)}): it is finished, or not of an interrupted run`);
  }
  if (hasJournal && !resume && !overwrite) {
    throw new Misuse(`${path} is of an interrupted run: add --resume to go on, or --overwrite to begin anew`);
  }
  if (before && given.input && (await isSame(before, given.input))) {
    throw new Misuse(`${path} is what --input names: it would be lost; name another --output`);
  }
  const goOn = resume && hasJournal && before !== undefined;
  // Read before the file is touched: it may refuse.
  const run = runOf(command, given, request, options);
  if (goOn) await journal?.goOn(run, before.size);
  const target = await openFile(path, { goOn, overwrite: overwrite || hasJournal });
  if (goOn) await target.cut?.(journal?.bytes ?? 0);
  if (!target.isFile) return { output: new Output(target, format), target };
  if (!goOn) await begin(journal, run, hasJournal);
  return { output: new Output(target, format, journal), target, journal };
}

/**
 * Whether a path leads to this file.
 * @param {import('node:fs').Stats} file
 * @param {string} path
 */
async function isSame({ dev, ino }, path) {
  const other = await stat(path).catch(() => undefined);
  return other?.isFile() === true && other.dev === dev && other.ino === ino;
}

/**
 * @param {Journal | undefined} journal
 * @param {object} run
 * @param {boolean} isThere whether one is to be replaced
 */
async function begin(journal, run, isThere) {
  try {
    if (isThere) await journal?.remove();
    await journal?.begin(run);
  } catch (error) {
    throw new Misuse(`cannot write the journal beside --output: ${systemSays(error)}`);
  }
}

/** What must be the same when the run is gone on with. */
function runOf(
  /** @type {string} */ command,
  /** @type {import('./flags.js').Given} */ given,
  /** @type {Record<string, unknown>} */ request,
  /** @type {Record<string, any>} */ { deadlineMs: _, ...options },
) {
  const { format, fields, country, lang, collection, 'skip-errors': skipErrors } = given;
  return JSON.parse(
    JSON.stringify({
      playfast: 1,
      command,
      ...request,
      ...options,
      country,
      lang,
      collection,
      format,
      fields,
      'skip-errors': skipErrors,
    }),
  );
}
