// Pages of reviews.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  configure,
  fetchAndParseReviews,
  fetchAndParseReviewsBatch,
  reviews,
  reviewsBatch,
  reviewsStream,
} from 'playfast';
import { serve } from './support/client.js';
import { dates, hasText, replyDate, score, thumbsUp } from './support/review-rules.js';
import { version } from './support/rules.js';

const server = await serve();
const APP = 'com.reviews.n400.a';
const datesOf = (page) => page.reviews.map((review) => review.date);

test('a page has the 150 newest reviews unless told otherwise, and a token for the next', async () => {
  const first = await reviews(APP);
  assert.deepEqual(datesOf(first), dates(150));
  const second = await reviews({ appId: APP, token: first.nextToken });
  assert.deepEqual(datesOf(second), dates(150, 150));
  const last = await reviews({ appId: APP, token: second.nextToken });
  assert.deepEqual(datesOf(last), dates(100, 300));
  assert.ok(!('nextToken' in last));
});

test('every field of a review is read', async () => {
  const page = await reviews({ appId: APP, num: 100 });
  for (const [place, review] of page.reviews.entries()) {
    assert.match(review.id, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/);
    assert.equal(review.url, `https://play.google.com/store/apps/details?id=${APP}&reviewId=${review.id}`);
    assert.match(review.userName, /^Reviewer \d+$/);
    assert.match(review.userImage, /^https:\/\/play-lh\.googleusercontent\.com\/a-\//);
    assert.equal(review.score, score(place));
    assert.equal(review.thumbsUp, thumbsUp(place));
    assert.equal(review.version, place % 5 === 2 ? undefined : version(APP));
    assert.equal(review.title, place === 42 ? 'Title of review 42' : undefined);
    assert.deepEqual(review.flags, place % 10 === 1 ? [true, false] : undefined);
    assert.equal(review.replyDate, place % 4 === 1 ? replyDate(place) : undefined);
    assert.equal(review.replyText?.startsWith(`Thanks, reviewer ${place}.`), place % 4 === 1 ? true : undefined);
    assert.equal(typeof review.replyAuthor, place % 4 === 1 ? 'string' : 'undefined');
  }
});

test('ratings of single aspects are read in their three forms', async () => {
  const page = await reviews({ appId: APP, num: 20 });
  assert.deepEqual(page.reviews[18].criterias, [
    { criteria: 'vaf_app_quality_stability', rating: 1 },
    { criteria: 'vaf_games_rating_graphics', rating: 4 },
    { criteria: 'vaf_app_quality_performance' },
  ]);
  assert.deepEqual(page.reviews[19].criterias, []);
});

test('dates are right where the nanoseconds are less than 100 ms', async () => {
  const page = await reviews({ appId: APP, num: 10 });
  assert.deepEqual(
    [3, 6].map((place) => page.reviews[place].date % 1000),
    [77, 5],
  );
  assert.deepEqual(datesOf(page), dates(10));
});

test('reviews with stars only are kept, without a text', async () => {
  const page = await reviews({ appId: APP, num: 50 });
  for (const [place, { text }] of page.reviews.entries()) {
    if (hasText(place)) assert.ok(text.startsWith(`Review ${place} in en: `));
    else assert.equal(text, undefined);
  }
});

test('order, stars and device are honoured', async () => {
  const rated = await reviews({ appId: APP, sort: 'rating', num: 400 });
  const scores = rated.reviews.map((review) => review.score);
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => b - a),
  );
  const relevant = await reviews({ appId: APP, sort: 'relevant', num: 400 });
  const thumbs = relevant.reviews.map((review) => review.thumbsUp);
  assert.deepEqual(
    thumbs,
    thumbs.toSorted((a, b) => b - a),
  );
  const ones = await reviews({ appId: APP, score: 1 });
  assert.deepEqual(new Set(ones.reviews.map((review) => review.score)), new Set([1]));
  assert.equal(ones.reviews.length, 40);
  const onTablets = await reviews({ appId: APP, device: 'tablet' });
  assert.equal(onTablets.reviews.length, 100);
});

test('reviewers: false leaves out who wrote a review, and nothing else', async () => {
  const [whole, bare] = await Promise.all([reviews(APP), reviews({ appId: APP, reviewers: false })]);
  assert.deepEqual(
    bare.reviews,
    whole.reviews.map(({ id, url, userName, userImage, ...rest }) => rest),
  );
  assert.equal(bare.nextToken, whole.nextToken);
});

test('an app without reviews, and one that Play does not know, have an empty page', async () => {
  for (const appId of ['com.unrated.a', 'com.missing.x']) assert.deepEqual(await reviews(appId), { reviews: [] });
});

test('a token of another chain is refused by Play', async () => {
  configure({ ...server.settings, attempts: 1 });
  const { nextToken } = await reviews(APP);
  const asked = reviews({ appId: APP, lang: 'de', token: nextToken });
  await assert.rejects(asked, { code: 'ERR_PLAYFAST_REQUEST_REJECTED' });
});

test('a page that comes without data in the middle of a chain is asked again', async () => {
  const { nextToken } = await reviews(APP);
  await server.configure({ faults: [{ frame: 'null' }] });
  assert.deepEqual(datesOf(await reviews({ appId: APP, token: nextToken })), dates(150, 150));
});

test('pages of many apps share requests, and come in the order asked', async () => {
  const asked = ['com.reviews.n3.a', 'com.reviews.n0.a', 'com.reviews.n5.a', 'com.reviews.n4.a'];
  const outcomes = await reviewsBatch(asked.map((appId) => ({ appId, num: 20 })));
  assert.deepEqual(
    outcomes.map(({ value }) => value.reviews.length),
    [3, 0, 5, 4],
  );
  assert.equal((await server.stats()).requests, 1);
});

test('a stream gives pages as they come', async () => {
  const lengths = new Map();
  const asked = [APP, 'com.reviews.n3.a'];
  for await (const { index, value } of reviewsStream(asked)) lengths.set(asked[index], value.reviews.length);
  assert.deepEqual(Object.fromEntries(lengths), { [APP]: 150, 'com.reviews.n3.a': 3 });
});

test('the country is refused, except under the names of the ancestor', async () => {
  const request = { appId: APP, country: 'de' };
  await assert.rejects(reviews(request), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field: 'country' });
  await assert.rejects(reviewsBatch([APP, request]), { field: 'country', index: 1 });
  assert.equal((await server.stats()).requests, 0);
  assert.deepEqual(await fetchAndParseReviews(request), await reviews(APP));
  assert.deepEqual(await fetchAndParseReviewsBatch([request]), [await reviews(APP)]);
});

test('no cookies are kept or sent by single pages', async () => {
  const { nextToken } = await reviews('com.cookie.a');
  await reviews({ appId: 'com.cookie.a', token: nextToken });
  assert.equal((await server.stats()).cookieRequests, 0);
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { num: 1001, sort: 'oldest', score: 0, device: 'watch', token: '', reviewers: 1, lang: 'english' };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(reviews({ appId: APP, [field]: value }), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  await assert.rejects(reviews(APP, { source: 'page' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
