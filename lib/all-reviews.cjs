// All reviews of an app: page after page, language after language, each review once, and why it ended.
'use strict';

const native = require('./native.cjs');
const { checkedOptions, invalid } = require('./arguments.cjs');
const { run } = require('./batch.cjs');
const { callSite } = require('./errors.cjs');
const { REVIEW_LANGUAGES, populations } = require('./languages.cjs');

const ENTRY = 'allReviews';
const OPTIONS = new Set('lang langs since until max from sort num score device reviewers signal timeoutMs'.split(' '));

/** A walk through all reviews of an app: an async iterable that knows where it is and why it ended. */
class ReviewWalk {
  #appId;
  #options;
  #site;
  #ids = new Set();

  /**
   * @param {string} appId
   * @param {Record<string, any>} options
   * @param {{ stack?: string }} site
   */
  constructor(appId, options, site) {
    this.#appId = appId;
    this.#options = options;
    this.#site = site;
    /** Goes on from here: the option `from` of another walk. @type {string | undefined} */
    this.cursor = options?.from;
    /** Why the walk ended. @type {{ reason: string, reviews: number, pages: number, error?: unknown } | undefined} */
    this.end = undefined;
    this.pages = 0;
    this.reviews = 0;
  }

  async *[Symbol.asyncIterator]() {
    const walk = readWalk(this.#options, this.#site);
    try {
      for (const [lang, token] of walk.chains) {
        const reason = yield* this.#chain(lang, token, walk);
        if (reason === 'end') continue;
        this.#ended(reason);
        return;
      }
      this.cursor = undefined;
      this.#ended('end');
    } catch (error) {
      this.#ended('error', error);
      throw error;
    }
  }

  /**
   * One language, with its own cookies, token after token.
   * @param {string} lang
   * @param {string | undefined} token
   * @param {ReturnType<typeof readWalk>} walk
   */
  async *#chain(lang, token, walk) {
    const cookies = new native.Cookies();
    const seen = new Set();
    for (let next = token; ; ) {
      this.cursor = cursorOf(lang, next);
      const page = await this.#page({ ...walk.request, appId: this.#appId, lang, token: next }, walk.batch, cookies);
      this.pages += 1;
      for (const review of page.reviews) {
        if (this.#ids.size === this.#ids.add(review.id).size || !walk.within(review.date)) continue;
        if (this.reviews === walk.max) return 'max';
        this.reviews += 1;
        yield walk.reviewers ? review : withoutReviewer(review);
      }
      const { nextToken } = page;
      if (nextToken === undefined) return 'end';
      if (this.reviews === walk.max) return 'max';
      if (next !== undefined) seen.add(next);
      if (seen.has(nextToken)) return 'repeatedToken';
      this.cursor = cursorOf(lang, nextToken);
      if (walk.isPast(page.reviews.at(-1)?.date)) {
        // The other languages may still have newer ones.
        if (walk.chains.length === 1) return 'since';
        return 'end';
      }
      next = nextToken;
    }
  }

  /**
   * @param {Record<string, unknown>} request
   * @param {Record<string, unknown>} options
   * @param {import('./binding.cjs').Cookies} cookies
   */
  async #page(request, options, cookies) {
    const call = { noun: 'reviews', entry: ENTRY, site: this.#site };
    for await (const [outcome] of run(call, [request], options, { single: true, cookies })) {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
  }

  /**
   * @param {string} reason
   * @param {unknown} [error]
   */
  #ended(reason, error) {
    this.end = { reason, reviews: this.reviews, pages: this.pages, ...(error === undefined ? {} : { error }) };
  }
}

/**
 * @param {string} appId
 * @param {Record<string, unknown>} [options]
 */
function allReviews(appId, options = {}) {
  return new ReviewWalk(appId, options, callSite(allReviews));
}

/**
 * @param {Record<string, any>} options
 * @param {{ stack?: string }} site
 */
function readWalk(options, site) {
  const {
    lang,
    langs,
    since,
    until,
    max,
    from,
    reviewers = true,
    signal,
    timeoutMs,
    ...request
  } = checkedOptions(options, ENTRY, site);
  /** @param {string} field @param {string} must */
  const refuse = (field, must) => invalid(site, `${ENTRY}: options.${field} ${must}`, { field });
  const unknown = Object.keys(options).find((option) => !OPTIONS.has(option));
  if (unknown === 'country') {
    throw refuse('country', 'changes nothing: Play keeps reviews by language, not by country; use lang');
  }
  if (unknown !== undefined) throw refuse(unknown, `is not a known option; known are ${[...OPTIONS].join(', ')}`);
  if (lang !== undefined && langs !== undefined) throw refuse('langs', 'and lang cannot both be given');
  if (langs !== undefined && langs !== 'all' && !(Array.isArray(langs) && langs.length > 0)) {
    throw refuse('langs', "must be a list of language codes, or 'all'");
  }
  if (max !== undefined && !(Number.isSafeInteger(max) && /** @type {number} */ (max) > 0))
    throw refuse('max', 'must be a whole number above 0');
  if (typeof reviewers !== 'boolean') throw refuse('reviewers', 'must be true or false');
  if (from !== undefined && (typeof from !== 'string' || from === '')) throw refuse('from', 'must be a cursor');
  const [after, before] = [time(since, 'since', refuse), time(until, 'until', refuse)];
  const wanted = populations(langs === 'all' ? REVIEW_LANGUAGES : (langs ?? [lang ?? 'en']));
  const newestFirst = (request.sort ?? 'newest') === 'newest';
  return {
    chains: chainsFrom(wanted, from),
    request: { num: 1000, ...request },
    batch: { ...(signal && { signal }), ...(timeoutMs !== undefined && { timeoutMs }) },
    max,
    reviewers,
    /** @param {number} date */
    within: (date) => (after === undefined || date >= after) && (before === undefined || date <= before),
    /** @param {number | undefined} date that of a page's last review */
    isPast: (date) => newestFirst && after !== undefined && date !== undefined && date < after,
  };
}

/**
 * @param {unknown} value
 * @param {string} field
 * @param {(field: string, must: string) => Error} refuse
 */
function time(value, field, refuse) {
  if (value === undefined) return undefined;
  const ms = value instanceof Date ? value.getTime() : value;
  if (typeof ms !== 'number' || !Number.isFinite(ms)) throw refuse(field, 'must be a Date or a time in ms since 1970');
  return ms;
}

/**
 * Where a walk is: a language and the token of its next page.
 * @param {string} lang
 * @param {string | undefined} token
 */
function cursorOf(lang, token) {
  return token === undefined ? lang : `${lang}:${token}`;
}

/**
 * The languages that are left, the first with its token. A token of `reviews` is a cursor of the first language.
 * @param {string[]} langs
 * @param {string | undefined} cursor
 * @returns {[string, string | undefined][]}
 */
function chainsFrom(langs, cursor) {
  const all = langs.map((lang) => /** @type {[string, string | undefined]} */ ([lang, undefined]));
  if (cursor === undefined) return all;
  const place = langs.findIndex((lang) => cursor === lang || cursor.startsWith(`${lang}:`));
  if (place < 0) return all.map(([lang], at) => [lang, at === 0 ? cursor : undefined]);
  const [[lang], ...left] = /** @type {[[string], ...[string, string | undefined][]]} */ (
    /** @type {unknown} */ (all.slice(place))
  );
  return [[lang, cursor.slice(lang.length + 1) || undefined], ...left];
}

/** @param {Record<string, unknown>} review */
function withoutReviewer({ id: _id, url: _url, userName: _name, userImage: _image, ...review }) {
  return review;
}

module.exports = { allReviews };
