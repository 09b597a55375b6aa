// From what is to be asked to what came: events, each with the records of a thing asked, as they come.

import { createHash } from 'node:crypto';
import { UNPARSED } from '../lib/unparsed.cjs';
import { withoutReviewer } from '../lib/without-reviewer.cjs';

/** What is asked, and its place. @typedef {{ index: number, request: Record<string, any> }} Thing */

/**
 * Where the walk through a thing is: where it goes on, how much came, and what came, as fingerprints.
 * @typedef {{ cursor: string, count: number, seen: Set<string> }} Position
 */

/**
 * What came of a thing. A walk has several events: all but the last say where it is by then.
 * @typedef {object} Event
 * @property {Thing} thing
 * @property {any[]} [values]
 * @property {Buffer} [json] the only value, as the core's own text
 * @property {any} [error]
 * @property {{ cursor: string, fresh: string[] }} [at]
 */

/**
 * @typedef {object} Work
 * @property {Thing[] | AsyncIterable<Thing>} things
 * @property {Record<string, any>} options of the library's function
 * @property {(thing: Thing) => Position | undefined} positionOf where a walk was interrupted
 * @property {boolean} unparsed whether values are wanted as the core's own text, where they are no more than that
 */

/** @typedef {(library: any, work: Work) => AsyncIterable<Event>} Look */

/** Walks through reviews at the same time. */
const WALKS = 8;

/**
 * Each thing is a request of a stream.
 * @param {string} stream its name
 * @param {(request: any) => any} [toRequest] the library's request, of a stream that makes its values of the core's
 * @returns {Look}
 */
export const streamed = (stream, toRequest) =>
  async function* (library, { things, options, unparsed }) {
    const isText = unparsed && !toRequest;
    /** @type {Map<number, Thing>} */
    const asked = new Map();
    let place = 0;
    const note = (/** @type {Thing} */ thing) => {
      asked.set(place++, thing);
      return toRequest ? toRequest(thing.request) : thing.request;
    };
    const all = isText ? { ...options, [UNPARSED]: true } : options;
    for await (const { index, value, reason } of library[stream](mapped(things, note), all)) {
      const thing = /** @type {Thing} */ (asked.get(index));
      asked.delete(index);
      if (reason) yield { thing, error: reason };
      else yield isText ? { thing, json: value } : { thing, values: [value] };
    }
  };

/**
 * A list stays one: the library checks lists whole before it asks.
 * @template T
 * @param {Thing[] | AsyncIterable<Thing>} things
 * @param {(thing: Thing) => T} make
 */
export function mapped(things, make) {
  if (Array.isArray(things)) return things.map(make);
  return (async function* () {
    for await (const thing of things) yield make(thing);
  })();
}

/**
 * Each thing is an app, walked through page by page; some apps at the same time.
 * @type {Look}
 */
export async function* reviewsOf(library, { things, options, positionOf }) {
  const { reviewers = true, max, ...filter } = options;
  // Not the library's own option: ids are needed to know what came before.
  const shown = reviewers ? (/** @type {any} */ review) => review : withoutReviewer;
  const walkOf = (/** @type {Thing} */ thing) => {
    const before = positionOf(thing);
    const walk = library.allReviews(thing.request.appId, { ...filter, from: before?.cursor });
    const read = (/** @type {any} */ review) => ({ lang: walk.cursor.split(':', 1)[0], ...shown(review) });
    return pages(walk, thing, read, before, max);
  };
  yield* together(things, walkOf, WALKS);
}

/** The only thing is the catalogue. @type {Look} */
export async function* catalogueOf(library, { things, options, positionOf }) {
  for await (const thing of things) {
    const walk = library.catalogue({ ...options, from: positionOf(thing)?.cursor });
    yield* pages(walk, thing, (app) => app);
  }
}

/** The only thing is the list of categories. @type {Look} */
export async function* categoriesOf(library, { things }) {
  for await (const thing of things) yield { thing, values: await library.categories() };
}

/**
 * The pages of a walk, each whole: what comes while the cursor stays is of one page, and comes again if the walk goes
 * on from there.
 * @param {any} walk
 * @param {Thing} thing
 * @param {(item: any) => any} read
 * @param {Position} [before] what came before the interruption is left out
 * @param {number} [max] so many altogether. It is not the library's own option: that counts what is left out here
 * @returns {AsyncGenerator<Event>}
 */
async function* pages(walk, thing, read, before, max = Infinity) {
  const isReviews = 'reviews' in walk;
  let left = max - (before?.count ?? 0);
  let [values, fresh, at] = [/** @type {any[]} */ ([]), /** @type {string[]} */ ([]), walk.cursor];
  try {
    for await (const item of walk) {
      if (walk.cursor !== at) {
        if (values.length > 0) yield { thing, values, at: { cursor: walk.cursor, fresh } };
        [values, fresh, at] = [[], [], walk.cursor];
      }
      const mark = isReviews ? fingerprint(item) : '';
      if (before?.seen.has(mark)) continue;
      if (isReviews) fresh.push(mark);
      values.push(read(item));
      left -= 1;
      if (left === 0) break;
    }
  } catch (error) {
    // What came of a page that was not read to its end comes again.
    if (walk.cursor !== at) yield { thing, values, at: { cursor: walk.cursor, fresh } };
    yield { thing, error };
    return;
  }
  yield { thing, values };
}

/** By which a review is known again. @param {any} review */
function fingerprint(review) {
  return createHash('sha256')
    .update(review.id ?? JSON.stringify(review))
    .digest('base64')
    .slice(0, FINGERPRINT);
}

export const FINGERPRINT = 12;

/**
 * Events of several walks at the same time, each walk no more than a page ahead.
 * @param {Iterable<Thing> | AsyncIterable<Thing>} things
 * @param {(thing: Thing) => AsyncGenerator<Event>} walkOf
 * @param {number} most
 */
async function* together(things, walkOf, most) {
  /** The next events, by their walks. @type {Map<AsyncGenerator<Event>, Promise<any>>} */
  const next = new Map();
  const step = (/** @type {AsyncGenerator<Event>} */ walk) => {
    const event = walk.next().then(
      (result) => ({ walk, result }),
      (error) => ({ walk, error }),
    );
    next.set(walk, event);
  };
  const first = async () => {
    const { walk, result, error } = await Promise.race(next.values());
    if (error) throw error;
    if (result.done) next.delete(walk);
    else step(walk);
    return result;
  };
  for await (const thing of things) {
    step(walkOf(thing));
    while (next.size >= most) {
      const { done, value } = await first();
      if (!done) yield value;
    }
  }
  while (next.size > 0) {
    const { done, value } = await first();
    if (!done) yield value;
  }
}
