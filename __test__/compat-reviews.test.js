// google-play-scraper's `reviews`, through the facade.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import gplay from 'playfast/compat';
import { serve } from './support/client.js';
import { date, replyDate, score, thumbsUp } from './support/review-rules.js';

const server = await serve();

const APP = 'com.reviews.n5000.a';
const idsOf = ({ data }) => data.map(({ id }) => id);

test('it is the 150 newest, and a token', async () => {
  const { data, nextPaginationToken } = await gplay.reviews({ appId: APP });
  assert.equal(data.length, 150);
  assert.equal(typeof nextPaginationToken, 'string');
  assert.deepEqual(
    data.map((review) => review.date),
    Array.from({ length: 150 }, (_, place) => new Date(date(place)).toJSON()),
  );
});

test('a review has the fields of 10.1, with its types', async () => {
  const { data } = await gplay.reviews({ appId: APP });
  for (const [place, review] of data.entries()) {
    assert.deepEqual(Object.keys(review).sort(), [
      'criterias',
      'date',
      'id',
      'replyDate',
      'replyText',
      'score',
      'scoreText',
      'text',
      'thumbsUp',
      'title',
      'url',
      'userImage',
      'userName',
      'version',
    ]);
    assert.equal(review.url, `https://play.google.com/store/apps/details?id=${APP}&reviewId=${review.id}`);
    assert.deepEqual([review.score, review.scoreText], [score(place), String(score(place))]);
    assert.equal(review.thumbsUp, thumbsUp(place));
    assert.equal(review.text === null, place % 9 === 4);
    assert.equal(review.version === null, place % 5 === 2);
    assert.equal(review.title, place % 100 === 42 ? `Title of review ${place}` : null);
    const replied = place % 4 === 1;
    assert.equal(review.replyDate, replied ? new Date(replyDate(place)).toJSON() : null);
    assert.equal(typeof review.replyText, replied ? 'string' : 'object');
    for (const { criteria, rating } of review.criterias) {
      assert.equal(typeof criteria, 'string');
      assert.ok(rating === null || Number.isInteger(rating));
    }
  }
  assert.ok(data.some(({ criterias }) => criterias.some(({ rating }) => rating === null)));
});

test('dates are right to the millisecond where nanoseconds begin with zeros', async () => {
  const { data } = await gplay.reviews({ appId: APP, num: 10 });
  assert.match(data[3].date, /\.077Z$/);
  assert.match(data[6].date, /\.005Z$/);
});

test('each order is asked for by its constant', async () => {
  const sorted = (sort) => gplay.reviews({ appId: APP, num: 20, sort });
  const scores = (await sorted(gplay.sort.RATING)).data.map((review) => review.score);
  const thumbs = (await sorted(gplay.sort.HELPFULNESS)).data.map((review) => review.thumbsUp);
  assert.deepEqual(
    scores,
    scores.toSorted((a, b) => b - a),
  );
  assert.deepEqual(
    thumbs,
    thumbs.toSorted((a, b) => b - a),
  );
  assert.deepEqual(await sorted(gplay.sort.NEWEST), await sorted(undefined));
});

test('language partitions, country is taken and changes nothing', async () => {
  const us = await gplay.reviews({ appId: APP, country: 'us', num: 5 });
  assert.deepEqual(await gplay.reviews({ appId: APP, country: 'jp', num: 5 }), us);
  const german = await gplay.reviews({ appId: APP, lang: 'de', num: 5 });
  assert.match(german.data[0].text, /in de: /);
});

test('num is how many, in as few HTTP requests as possible, and the token goes on exactly there', async () => {
  for (const [num, requests] of [
    [1, 1],
    [700, 1],
    [1000, 1],
    [2000, 2],
    [2345, 3],
  ]) {
    await server.reset();
    const first = await gplay.reviews({ appId: APP, num });
    assert.equal((await server.stats()).requests, requests, `${num} reviews`);
    assert.equal(new Set(idsOf(first)).size, num);
    const { nextPaginationToken } = first;
    const next = await gplay.reviews({ appId: APP, num: 10, nextPaginationToken });
    assert.equal(next.data[0].date, new Date(date(num)).toJSON());
  }
});

test('a long read in any language goes on where it ended', async () => {
  for (const lang of ['tg', 'pt-BR']) {
    const { data, nextPaginationToken } = await gplay.reviews({ appId: APP, lang, num: 1500 });
    const next = await gplay.reviews({ appId: APP, lang, num: 500, nextPaginationToken });
    assert.equal(new Set([...data, ...next.data].map(({ id }) => id)).size, 2000);
  }
});

test('more than there are is all, and no token', async () => {
  for (const appId of [
    'com.reviews.n7.a',
    'com.reviews.n1500.a',
    'com.reviews.n2000.a',
    'com.unrated.a',
    'com.missing.a',
  ]) {
    const { data, nextPaginationToken } = await gplay.reviews({ appId, num: 3333 });
    assert.equal(data.length, Number(/n(\d+)/.exec(appId)?.[1] ?? 0), appId);
    assert.equal(nextPaginationToken, null);
  }
});

test('none are no request, and the token stays where it was', async () => {
  for (const nextPaginationToken of [undefined, null, 'TOKEN']) {
    const none = await gplay.reviews({ appId: APP, num: 0, nextPaginationToken });
    assert.deepEqual(none, { data: [], nextPaginationToken: nextPaginationToken ?? null });
  }
  assert.equal((await server.stats()).requests, 0);
  assert.equal((await gplay.reviews({ appId: APP, num: 0, paginate: true })).data.length, 150);
});

test('paginate gives pages of 150 whatever num is, and each goes on where the last ended', async () => {
  const seen = new Set();
  let nextPaginationToken = null;
  for (const count of [150, 150, 100]) {
    const page = await gplay.reviews({ appId: 'com.reviews.n400.a', paginate: true, num: 10, nextPaginationToken });
    assert.equal(page.data.length, count);
    for (const id of idsOf(page)) seen.add(id);
    nextPaginationToken = page.nextPaginationToken;
  }
  assert.equal(nextPaginationToken, null);
  assert.equal(seen.size, 400);
});

test('a long read outlasts faults, with nothing lost', async () => {
  await server.configure({ faults: [{ frame: 'missing' }, { status: 500 }] });
  const { data } = await gplay.reviews({ appId: APP, num: 2500 });
  assert.equal(data.length, 2500);
  assert.equal(new Set(data.map(({ id }) => id)).size, 2500);
});

test('without an id, or in no order, it rejects with google-play-scraper’s words', async () => {
  for (const options of [undefined, {}]) await assert.rejects(gplay.reviews(options), { message: 'appId missing' });
  await assert.rejects(gplay.reviews({ appId: APP, sort: 'invalid' }), { message: 'Invalid sort invalid' });
  for (const nextPaginationToken of [7, ['TOKEN'], true]) {
    for (const num of [10, 2000]) {
      await assert.rejects(gplay.reviews({ appId: APP, num, nextPaginationToken }), { field: 'nextPaginationToken' });
    }
  }
  for (const num of [-5, 1500.5, 'many']) await assert.rejects(gplay.reviews({ appId: APP, num }), { field: 'num' });
  assert.equal((await server.stats()).requests, 0);
});
