// Collects: from what was given to records in a file or on stdout.

import { outcomeOf } from './endings.js';
import {
  Blocked,
  FailedFast,
  Interrupted,
  isMisuse,
  Misuse,
  OutputFailed,
  ReaderGone,
  sentenceOf,
} from './failures.js';
import { formatNamedBy, formatOf } from './formats.js';
import { openInput } from './input.js';
import { mapped } from './look.js';
import { openOutput } from './open-output.js';
import { duration, Progress, progressOf, several } from './progress.js';
import { resumeLine } from './resume-line.js';
import { askedOf, settingsOf } from './settings.js';
import { requestsOf, thingsOf } from './things.js';
import { Unseen } from './unseen.js';

/** Whether records are rows. @param {import('./flags.js').Given} given */
const hasColumns = ({ format }) => format === 'csv' || format === 'table';

/** The fields that are asked for. @param {import('./commands.js').Command} command @param {import('./flags.js').Given} given */
const fieldsOf = (command, given) => given.fields ?? (hasColumns(given) ? command.columns : undefined);

/**
 * @param {string} name of the command
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @param {(sentence: string, error?: unknown) => void} say one line on stderr
 * @returns {Promise<number>} the exit code
 */
export async function collect(name, command, given, say) {
  given.format ??= formatNamedBy(given.output);
  if (given.output === '-') given.output = undefined;
  const fields = fieldsOf(command, given);
  const settings = await settingsOf(given);
  const input = await inputOf(command, given);
  const library = await import('../index.js');
  library.configure(settings);
  const { request, options } = askedOf(command, given, fields);
  const format = formatOf(given.format, command, given, process.stdout.columns ?? 100);
  const { output, journal, target } = await openOutput(name, given, request, options, format);
  const requests = requestsOf(command, given, input?.ids, journal?.ends);
  const total = Array.isArray(requests) ? requests.length : undefined;
  const tally = new Tally(journal);
  const unseen = new Unseen(command.lean ? undefined : given.fields, hasColumns(given) ? command.rows : undefined);
  const show = () => ({
    state: { ...tally, ...(command.asks !== undefined && { total, share: input?.share() }) },
    stats: library.stats(),
  });
  const progress = given.quiet || target.isTerminal ? undefined : new Progress(process.stderr, show);

  const stop = interruptible();
  const ending = await thrownBy(async () => {
    const work = {
      things: withRequest(thingsOf(requests, journal), request),
      options: { ...options, signal: stop },
      unparsed: format.unparsed,
      positionOf: (/** @type {any} */ thing) => journal?.positionOf(thing),
    };
    await writeAll(command.look?.(library, work) ?? [], output, tally, { journal, stop, given, unseen });
  });
  const why = await ended(output, ending);
  const elapsedMs = progress?.stop();
  await output.close().catch(() => {});
  if (why === undefined || isRefused(why, tally, given)) await journal?.remove();
  else await journal?.close();

  const resume = journal && why !== undefined ? `; go on with: ${resumeLine(given)}` : '';
  const told = progressOf(tally.done, total);
  const { code, said, cause } = outcomeOf(why, {
    tally,
    told,
    resume,
    isKept: journal !== undefined,
    summary: elapsedMs === undefined ? '' : summaryOf(told, tally, library.stats(), elapsedMs),
  });
  const missed = given.quiet ? undefined : unseen.said();
  if (missed) say(missed);
  if (said) say(said, cause);
  return code;
}

/**
 * @param {string} told how much is done
 * @param {Tally} tally
 * @param {{ requests: number }} stats
 * @param {number} elapsedMs
 */
const summaryOf = (told, { records }, { requests }, elapsedMs) =>
  `${told}, ${several(records, 'record')}, ${several(requests, 'request')}, ${duration(elapsedMs / 1000)}`;

/** What came so far. */
class Tally {
  records = 0;
  /** The first failure. @type {any} */
  first;
  isBlocked = false;

  /** @param {{ done: number, failed: number }} [journal] of the run before */
  constructor({ done, failed } = { done: 0, failed: 0 }) {
    this.done = done;
    this.failed = failed;
    this.before = done;
  }

  /** @param {import('./look.js').Event} event */
  add({ values, json, error, at }) {
    if (!at) this.done += 1;
    this.records += json ? 1 : (values?.length ?? 0);
    if (!error) return;
    this.failed += 1;
    this.first ??= error;
  }
}

/** A signal that Ctrl-C aborts; a second one ends the process. */
function interruptible() {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Interrupted());
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt);
  return stop.signal;
}

/**
 * What it throws.
 * @param {() => Promise<void>} run
 */
const thrownBy = (run) =>
  run().then(
    () => undefined,
    (error) => error,
  );

/**
 * Writes what comes, as it comes.
 * @param {Iterable<import('./look.js').Event> | AsyncIterable<import('./look.js').Event>} events
 * @param {import('./output.js').Output} output
 * @param {Tally} tally
 * @param {{ journal: import('./journal.js').Journal | undefined, stop: AbortSignal, given: import('./flags.js').Given, unseen: Unseen }} run
 */
async function writeAll(events, output, tally, { journal, stop, given, unseen }) {
  for await (const event of events) {
    const { error } = event;
    if (error && stop.aborted) throw stop.reason;
    if (error?.code === 'ERR_PLAYFAST_BLOCKED') {
      tally.isBlocked = true;
      // It stays to be asked, where that can be done.
      if (journal) throw new Blocked(sentenceOf(error), { cause: error });
    }
    tally.add(event);
    unseen.look(event);
    const room = output.put(event, !(error && given['skip-errors']));
    if (room) await room;
    if (error && given['fail-fast']) throw new FailedFast();
  }
}

/**
 * Writes the rest, where there is somebody to read it. Gives what ended the run early: that the output takes no more
 * counts most.
 * @param {import('./output.js').Output} output
 * @param {any} ending
 */
async function ended(output, ending) {
  if (ending instanceof OutputFailed || ending instanceof ReaderGone) return ending;
  const failure = await thrownBy(() => output.end());
  return failure instanceof OutputFailed ? failure : (ending ?? failure);
}

/**
 * Whether nothing came because it cannot be asked like this, so that there is nothing to go on with.
 * @param {any} why
 * @param {Tally} tally
 * @param {import('./flags.js').Given} given
 */
const isRefused = (why, { records }, { resume }) => isMisuse(why) && records === 0 && !resume;

/**
 * The input, if there is one; what cannot be is refused.
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 */
async function inputOf({ asks, plural, otherwise }, given) {
  const named = given.ids.filter((/** @type {string} */ id) => id !== '-');
  const path = given.input ?? (named.length < given.ids.length ? '-' : undefined);
  given.ids = named;
  if (!asks) {
    if (named.length === 0 && !path) return undefined;
    throw new Misuse(`it takes no arguments, got ${JSON.stringify(named[0])}`);
  }
  if (!path && named.length === 0 && !otherwise) {
    throw new Misuse(`no ${plural}: give some as arguments, with --input, or - to read stdin`);
  }
  return path ? openInput(path, { key: given.key, format: given['input-format'], asks }) : undefined;
}

/**
 * Things with what is the same in all requests.
 * @param {import('./look.js').Thing[] | AsyncIterable<import('./look.js').Thing>} things
 * @param {Record<string, unknown>} rest
 */
function withRequest(things, rest) {
  if (Object.keys(rest).length === 0) return things;
  const full = (/** @type {import('./look.js').Thing} */ { index, request }) => ({
    index,
    request: { ...request, ...rest },
  });
  return mapped(things, full);
}
