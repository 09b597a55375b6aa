// A walk through all reviews of an app: page after page, language after language, each review once, and why it ended.
'use strict';

const native = require('./native.cjs');
const { ENTRY, cursorOf, planOf } = require('./review-options.cjs');
const { Walk } = require('./walk.cjs');
const { WalkCalls } = require('./walk-calls.cjs');
const { withoutReviewer } = require('./without-reviewer.cjs');

/** A walk through all reviews of an app. */
class ReviewWalk extends Walk {
  #plan;
  #calls;
  #seen = new Set();
  pages = 0;
  reviews = 0;

  /**
   * @param {import('./binding.cjs').NativeClient} client
   * @param {import('./review-options.cjs').Plan} plan
   * @param {{ stack?: string }} site
   */
  constructor(client, plan, site) {
    super(
      plan.start,
      () => this.#languages(),
      () => ({ reviews: this.reviews, pages: this.pages }),
    );
    this.#plan = plan;
    this.#calls = new WalkCalls({ client, noun: 'reviews', entry: ENTRY, site }, plan.deadlineMs);
  }

  async *#languages() {
    const reasons = new Set();
    this.#calls.begin();
    for (const [lang, token] of this.#plan.chains) {
      this.cursor = cursorOf(lang, token);
      // The last language filled it; this one may have more.
      const reason = this.reviews === this.#plan.max ? 'max' : yield* this.#chain(lang, token);
      if (reason === 'max') return reason;
      reasons.add(reason);
    }
    this.cursor = undefined;
    return ['repeatedToken', 'since'].find((reason) => reasons.has(reason)) ?? 'end';
  }

  /**
   * One language, with its own chain, token after token.
   * @param {string} lang
   * @param {string | undefined} token
   */
  async *#chain(lang, token) {
    const { max, since, newestFirst, request, page: options } = this.#plan;
    const chain = new native.Chain();
    const asked = new Set();
    for (let next = token; ; ) {
      asked.add(next);
      const page = await this.#calls.one({ ...request, lang, token: next }, options, chain);
      this.pages += 1;
      for (const review of page.reviews) {
        if (!this.#isNew(review)) continue;
        if (this.reviews === max) return 'max';
        this.reviews += 1;
        yield this.#plan.reviewers ? review : withoutReviewer(review);
        options.signal?.throwIfAborted();
      }
      next = page.nextToken;
      // A page without any is the last one, whatever its token.
      if (next === undefined || page.reviews.length === 0) return 'end';
      if (asked.has(next)) return 'repeatedToken';
      const oldest = page.reviews.at(-1)?.date ?? Infinity;
      if (newestFirst && oldest < since) return 'since';
      this.cursor = cursorOf(lang, next);
      if (this.reviews === max) return 'max';
    }
  }

  /**
   * Whether it is wanted and did not come before: pages may overlap.
   * @param {{ id: string, date: number }} review
   */
  #isNew({ id, date }) {
    const { since, until } = this.#plan;
    return since <= date && date <= until && this.#seen.size < this.#seen.add(id).size;
  }
}

module.exports = { ReviewWalk, planOf };
