// `reviews`: as many reviews as asked for, or a page of them.
'use strict';

const { sort: sorts } = require('./constants.cjs');
const { method } = require('./method.cjs');

/** Reviews of a page, and unless told how many. */
const PAGE = 150;
/** The most that one HTTP request asks for. */
const MOST = 1000;

/** @type {Record<number, string>} */
const NAMES = { [sorts.HELPFULNESS]: 'relevant', [sorts.NEWEST]: 'newest', [sorts.RATING]: 'rating' };

// The country is taken and changes nothing: Play keeps reviews by language.
const OPTIONS = ['appId', 'lang', 'country', 'sort', 'num', 'paginate', 'nextPaginationToken'];

const reviews = method('reviews', OPTIONS, async (given, ask) => {
  const { appId, paginate, nextPaginationToken } = given;
  if (!appId) throw ask.refusal('appId missing', 'appId');
  const sort = NAMES[given.sort || sorts.NEWEST];
  if (sort === undefined) throw ask.refusal(`Invalid sort ${given.sort}`, 'sort');
  const request = { appId, lang: given.lang || 'en', sort };
  const num = paginate ? PAGE : Number(given.num ?? PAGE);
  if (!Number.isInteger(num) || num < 0) throw ask.refusal('reviews: num must be a whole number, 0 or more', 'num');
  const token = nextPaginationToken || undefined;
  if (token !== undefined && typeof token !== 'string') {
    throw ask.refusal('reviews: nextPaginationToken must be one that an earlier call gave', 'nextPaginationToken');
  }
  if (num === 0) return { data: [], nextPaginationToken: token ?? null };
  const found = await collect(request, num, token, ask);
  return { data: found.reviews.map(reviewOf), nextPaginationToken: found.nextToken ?? null };
});

/**
 * @param {{ appId: string, lang: string, sort: string }} request
 * @param {number} num
 * @param {string | undefined} token
 * @param {import('./asker.cjs').Asker} ask
 * @returns {Promise<import('../binding.cjs').ReviewPage>}
 */
async function collect(request, num, token, ask) {
  if (num <= MOST) return ask.play.reviews({ ...request, num, token }, ask.options);
  const walked = await walk(request, num - (num % MOST), token, ask);
  if (walked.nextToken === undefined || num % MOST === 0) return walked;
  const rest = await ask.play.reviews({ ...request, num: num % MOST, token: walked.nextToken }, ask.options);
  return { ...rest, reviews: [...walked.reviews, ...rest.reviews] };
}

/**
 * Whole pages, one after the other; the next token is that of the page after them.
 * @param {{ appId: string, lang: string, sort: string }} request
 * @param {number} max
 * @param {string | undefined} token
 * @param {import('./asker.cjs').Asker} ask
 */
async function walk({ appId, lang, sort }, max, token, ask) {
  // A cursor is a language, a colon and a token.
  const from = `${lang}:${token ?? ''}`;
  const steps = ask.play.allReviews(appId, { lang, sort, num: MOST, max, from, ...ask.options });
  const found = [];
  for await (const review of steps) found.push(review);
  return { reviews: found, nextToken: steps.cursor?.slice(steps.cursor.indexOf(':') + 1) };
}

/** @param {import('../binding.cjs').Review} review */
function reviewOf(review) {
  return {
    id: review.id,
    userName: review.userName,
    userImage: review.userImage,
    date: dateOf(review.date),
    score: review.score,
    scoreText: String(review.score),
    url: review.url,
    title: review.title ?? null,
    text: review.text ?? null,
    replyDate: dateOf(review.replyDate),
    replyText: review.replyText ?? null,
    version: review.version ?? null,
    thumbsUp: review.thumbsUp,
    criterias: review.criterias.map(({ criteria, rating = null }) => ({ criteria, rating })),
  };
}

/** @param {number} [ms] */
function dateOf(ms) {
  return ms === undefined ? null : new Date(ms).toJSON();
}

module.exports = { reviews };
