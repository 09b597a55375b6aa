// Collects: from what was given to records in a file or on stdout.

import { Blocked, Misuse, OutputFailed, ReaderGone, sentenceOf } from './failures.js';
import { formatOf } from './formats.js';
import { openInput } from './input.js';
import { mapped } from './look.js';
import { openOutput } from './open-output.js';
import { count, duration, Progress } from './progress.js';
import { resumeLine } from './resume-line.js';
import { askedOf, settingsOf } from './settings.js';
import { requestsOf, thingsOf } from './things.js';

/** The fields that are asked for: csv and table have columns. @param {import('./commands.js').Command} command @param {import('./flags.js').Given} given */
const fieldsOf = (command, { format, fields }) =>
  fields ?? (format === 'csv' || format === 'table' ? command.columns : undefined);

/**
 * @param {string} name of the command
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @param {(sentence: string, error?: unknown) => void} say one line on stderr
 * @returns {Promise<number>} the exit code
 */
export async function collect(name, command, given, say) {
  const fields = fieldsOf(command, given);
  const settings = await settingsOf(given);
  const input = await inputOf(command, given);
  const library = await import('../index.js');
  library.configure(settings);
  const { request, options } = askedOf(command, given, fields);
  const format = formatOf(given.format ?? 'ndjson', command, given, process.stdout.columns ?? 100);
  const { output, journal, target } = await openOutput(name, given, request, options, format);
  const requests = requestsOf(command, given, input?.ids);
  const total = Array.isArray(requests) ? requests.length : undefined;
  const state = { done: journal?.done ?? 0, failed: journal?.failed ?? 0, records: 0, before: journal?.done ?? 0 };
  const show = () => ({
    state: { ...state, ...(asks(command) && { total, share: input?.share() }) },
    stats: library.stats(),
  });
  const progress = given.quiet || target.isTerminal ? undefined : new Progress(process.stderr, show);

  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort(new Interrupted());
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, interrupt);

  /** @type {any} */
  let ending;
  /** The first failure. @type {any} */
  let first;
  let isBlocked = false;
  try {
    const things = thingsOf(requests, journal);
    const work = {
      things: withRequest(things, request),
      options: { ...options, signal: stop.signal },
      unparsed: format.unparsed,
      positionOf: (/** @type {any} */ thing) => journal?.positionOf(thing),
    };
    for await (const event of command.look?.(library, work) ?? []) {
      const { error, values, json, at } = event;
      if (error && stop.signal.aborted) throw stop.signal.reason;
      if (error?.code === 'ERR_PLAYFAST_BLOCKED') {
        isBlocked = true;
        // It stays to be asked, where that can be done.
        if (journal) throw new Blocked(sentenceOf(error), { cause: error });
      }
      if (!at) state.done += 1;
      if (error) {
        state.failed += 1;
        first ??= error;
      }
      state.records += json ? 1 : (values?.length ?? 0);
      const room = output.put(event, !(error && given['skip-errors']));
      if (room) await room;
      if (error && given['fail-fast']) throw new FailedFast();
    }
  } catch (error) {
    ending = error;
  }
  try {
    if (!(ending instanceof OutputFailed || ending instanceof ReaderGone)) await output.end();
  } catch (error) {
    ending ??= error;
    if (error instanceof OutputFailed) ending = error;
  }
  const elapsed = progress?.stop();
  await output.close().catch(() => {});
  const isWhole = ending === undefined;
  if (isWhole) await journal?.remove();
  else await journal?.close();

  const resume = journal && !isWhole ? `; go on with: ${resumeLine(given)}` : '';
  const told = `${count(state.done)}${total ? ` of ${count(total)}` : ''} done`;
  if (ending instanceof ReaderGone) return 0;
  if (ending instanceof Interrupted) {
    say(`interrupted, ${told}${resume}`);
    return 130;
  }
  if (ending instanceof Blocked) {
    say(`${ending.message}; ${told}${resume}`, ending);
    return 3;
  }
  if (ending instanceof OutputFailed) {
    say(
      `${ending.message}; ${journal ? `what is in it is whole, ${told}` : 'the rest is not written'}${resume}`,
      ending,
    );
    return 1;
  }
  if (ending instanceof FailedFast) {
    say(`ended at the first failure: ${sentenceOf(first)}${resume}`, first);
    return isBlocked ? 3 : 1;
  }
  if (ending instanceof Misuse || ending?.code === 'ERR_PLAYFAST_INVALID_ARGUMENT') {
    if (state.records === 0 && !given.resume) await journal?.remove();
    throw ending;
  }
  if (ending) {
    say(`${sentenceOf(ending)}${resume}`, ending);
    return 1;
  }
  if (state.failed > 0) {
    const others = first ? `: ${sentenceOf(first)}` : ', before it was resumed';
    say(`${count(state.failed)} of ${count(state.done)} failed${others}`, first);
  } else if (progress) {
    say(
      `${told}, ${count(state.records)} records, ${count(library.stats().requests)} requests, ${duration(Number(elapsed) / 1000)}`,
    );
  }
  return isBlocked ? 3 : state.failed > 0 ? 1 : 0;
}

class Interrupted extends Error {}
class FailedFast extends Error {}

/** @param {import('./commands.js').Command} command */
const asks = ({ asks }) => asks !== undefined;

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
