// From ids to the things that are asked: each id in each country and language, in an order that is always the same.

/** Ids whose countries are asked together, so that those of one country fill its requests. */
const TOGETHER = 1000;

/**
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @returns {Record<string, string>[]} what each id is asked with
 */
function variants({ over = {} }, given) {
  return Object.entries(over).reduce(
    (all, [name, otherwise]) =>
      all.flatMap((fields) => [...new Set(given[name] ?? otherwise)].map((value) => ({ ...fields, [name]: value }))),
    /** @type {Record<string, any>[]} */ ([{}]),
  );
}

/**
 * @param {import('./commands.js').Command} command
 * @param {import('./flags.js').Given} given
 * @param {AsyncIterable<string[]>} [input] further ids
 * @param {number[]} [ends] after so many ids it ended before; it is told where it ends now
 * @returns {Record<string, any>[] | AsyncIterable<Record<string, any>[]>} some at a time where there is an input
 */
export function requestsOf(command, given, input, ends = []) {
  const { asks, otherwise } = command;
  if (!asks) return [{}];
  const each = variants(command, given);
  const all = (/** @type {string[]} */ ids) => each.flatMap((fields) => ids.map((id) => ({ [asks]: id, ...fields })));
  const first = input || given.ids.length > 0 ? given.ids : [otherwise];
  if (!input) return all(first);
  return (async function* () {
    let [waiting, taken] = [first, 0];
    const take = (/** @type {number} */ most) => {
      const ids = waiting.slice(0, most);
      waiting = waiting.slice(most);
      taken += ids.length;
      return all(ids);
    };
    const isOne = each.length === 1;
    for await (const ids of input) {
      waiting = waiting.concat(ids);
      // One by one there is nothing to wait for.
      for (let most = together(taken, ends); waiting.length >= (isOne ? 1 : most); most = together(taken, ends)) {
        yield take(most);
      }
    }
    if (waiting.length === 0) return;
    ends.push(taken + waiting.length);
    yield take(waiting.length);
  })();
}

/**
 * How many ids are asked together after so many. The last of an input stay apart when more is added to it, so that all
 * keep their places.
 * @param {number} taken
 * @param {number[]} ends
 */
const together = (taken, ends) => Math.min(TOGETHER, ...ends.filter((end) => end > taken).map((end) => end - taken));

/**
 * The requests with their places, as far as they are not done; the journal is told of each.
 * @param {Record<string, any>[] | AsyncIterable<Record<string, any>[]>} requests
 * @param {import('./journal.js').Journal | undefined} journal
 * @returns {import('./look.js').Thing[] | AsyncIterable<import('./look.js').Thing>}
 */
export function thingsOf(requests, journal) {
  if (Array.isArray(requests)) {
    const things = requests.map((request, index) => ({ index, request }));
    return journal ? [...journal.left(things), ...journal.atEnd()] : things;
  }
  return (async function* () {
    let index = 0;
    for await (const some of requests) {
      const things = some.map((request) => ({ index: index++, request }));
      if (journal) yield* journal.left(things);
      else yield* things;
    }
    if (journal) yield* journal.atEnd();
  })();
}
