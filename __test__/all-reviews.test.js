// Walks through all reviews of an app.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allReviews, configure, reviews } from 'playfast';
import { serve } from './support/client.js';
import { frame, serveFixed } from './support/fixed-server.js';
import { callsOf } from './support/recorded.js';
import { date, dates, hasText } from './support/review-rules.js';

const server = await serve();
const APP = 'com.reviews.n500.a';

/** Walks to the end. */
async function collect(walk) {
  const all = [];
  for await (const review of walk) all.push(review);
  return all;
}

const datesOf = (all) => all.map((review) => review.date);

/** Walks until it throws. */
async function untilError(walk) {
  const all = [];
  try {
    for await (const review of walk) all.push(review);
  } catch (error) {
    return { all, error };
  }
  throw new Error('the walk did not fail');
}

test('5,000 reviews are 5 requests', async () => {
  const walk = allReviews('com.reviews.n5000.a');
  assert.deepEqual(datesOf(await collect(walk)), dates(5000));
  assert.deepEqual(walk.end, { reason: 'end', reviews: 5000, pages: 5 });
  assert.deepEqual([walk.cursor, walk.reviews, walk.pages], [undefined, 5000, 5]);
  assert.equal((await server.stats()).requests, 5);
});

test('each review comes once where pages overlap and one of them failed at first', async () => {
  for (const frame of ['error', 'gateway', 'null', 'missing']) {
    const walk = allReviews('com.overlap.a', { num: 100 });
    const all = [];
    for await (const review of walk) {
      if (all.push(review) === 150) await server.configure({ faults: [{ frame }] });
    }
    assert.deepEqual(datesOf(all), dates(500), frame);
    assert.equal(walk.end.reason, 'end');
  }
});

test('cookies are carried from page to page, and each language has its own', async () => {
  await server.configure({ record: true });
  const walk = allReviews('com.cookie.a', { num: 100, langs: ['en', 'de'] });
  const all = await collect(walk);
  assert.equal(new Set(all.map(({ id }) => id)).size, 750);
  assert.deepEqual(walk.end, { reason: 'end', reviews: 750, pages: 8 });
  assert.equal((await server.stats()).cookieRequests, 6);
  assert.equal(
    callsOf(await server.recorded())
      .flat()
      .filter((token) => token === null).length,
    2,
  );
});

test('a repeated token ends the walk, and the walk says so', async () => {
  const walk = allReviews('com.repeat.a', { num: 100 });
  assert.deepEqual(datesOf(await collect(walk)), dates(100));
  assert.deepEqual(walk.end, { reason: 'repeatedToken', reviews: 100, pages: 2 });
  assert.equal(walk.cursor, undefined);
});

test('a repeated token in one language leaves the others to be walked', async () => {
  const walk = allReviews('com.repeat.a', { num: 100, langs: ['de', 'en'] });
  assert.equal((await collect(walk)).length, 200);
  assert.deepEqual(walk.end, { reason: 'repeatedToken', reviews: 200, pages: 4 });
});

test('a page without reviews is the last one, whatever its token', async () => {
  configure({ baseUrl: await serveFixed(frame('oCPfdb', '[[],[null,"more"]]')), rate: 'off' });
  const walk = allReviews(APP);
  assert.deepEqual(await collect(walk), []);
  assert.deepEqual([walk.end, walk.cursor], [{ reason: 'end', reviews: 0, pages: 1 }, undefined]);
});

test('languages are walked one after the other, and those that share their reviews once', async () => {
  const walk = allReviews('com.reviews.n200.a', { langs: ['en', 'ru', 'tg', 'cy', 'de', 'tk', 'en'] });
  const all = await collect(walk);
  assert.deepEqual(datesOf(all), [...dates(200), ...dates(100), ...dates(100)]);
  assert.equal(new Set(all.map(({ id }) => id)).size, 400);
  assert.equal((await server.stats()).requests, 3);
});

test('all languages have reviews of their own', async () => {
  const walk = allReviews('com.reviews.n20.a', { langs: 'all', num: 20 });
  const all = await collect(walk);
  const { requests } = await server.stats();
  assert.ok(requests > 70);
  assert.equal(all.length, 20 + 10 * (requests - 1));
});

test('since leaves out what is older, and does not ask for older pages', async () => {
  for (const since of [date(149), new Date(date(149))]) {
    await server.reset();
    const walk = allReviews(APP, { since, num: 100 });
    assert.deepEqual(datesOf(await collect(walk)), dates(150));
    assert.deepEqual(walk.end, { reason: 'since', reviews: 150, pages: 2 });
    assert.equal((await server.stats()).requests, 2);
  }
});

test('since ends each language by itself', async () => {
  const walk = allReviews(APP, { since: date(49), num: 60, langs: ['en', 'de'] });
  assert.deepEqual(datesOf(await collect(walk)), [...dates(50), ...dates(50)]);
  assert.deepEqual(walk.end, { reason: 'since', reviews: 100, pages: 2 });
});

test('in another order than the newest first, since only leaves out', async () => {
  const walk = allReviews(APP, { since: date(149), num: 100, sort: 'rating' });
  const all = await collect(walk);
  assert.deepEqual(
    datesOf(all).toSorted((a, b) => b - a),
    dates(150),
  );
  assert.deepEqual(walk.end, { reason: 'end', reviews: 150, pages: 5 });
});

test('until leaves out what is newer', async () => {
  const walk = allReviews(APP, { since: date(299), until: date(120), num: 100 });
  assert.deepEqual(datesOf(await collect(walk)), dates(180, 120));
});

test('max ends in the middle of a page, and the cursor reads this page again', async () => {
  const walk = allReviews(APP, { max: 150, num: 100 });
  assert.deepEqual(datesOf(await collect(walk)), dates(150));
  assert.deepEqual(walk.end, { reason: 'max', reviews: 150, pages: 2 });
  const rest = allReviews(APP, { num: 100, from: walk.cursor });
  assert.deepEqual(datesOf(await collect(rest)), dates(400, 100));
});

test('max at the end of a page leaves the next page to the cursor, and asks for nothing more', async () => {
  const walk = allReviews(APP, { max: 200, num: 100 });
  assert.equal((await collect(walk)).length, 200);
  assert.deepEqual(walk.end, { reason: 'max', reviews: 200, pages: 2 });
  assert.equal((await server.stats()).requests, 2);
  const rest = allReviews(APP, { num: 100, from: walk.cursor });
  assert.deepEqual(datesOf(await collect(rest)), dates(300, 200));
});

test('max at the end of a language leaves the next language to the cursor', async () => {
  const walk = allReviews(APP, { max: 500, langs: ['en', 'de', 'fr'] });
  assert.equal((await collect(walk)).length, 500);
  assert.deepEqual([walk.end.reason, walk.cursor], ['max', 'de:']);
  assert.equal((await server.stats()).requests, 1);
  const rest = allReviews(APP, { langs: ['en', 'de', 'fr'], from: walk.cursor });
  assert.deepEqual(datesOf(await collect(rest)), [...dates(250), ...dates(250)]);
});

test('as many as there are is the end, not max', async () => {
  const walk = allReviews(APP, { max: 500 });
  await collect(walk);
  assert.equal(walk.end.reason, 'end');
});

test('a walk that fails for good keeps its cursor, and another one goes on from it', async () => {
  configure({ ...server.settings, attempts: 1 });
  const langs = ['fr', 'en', 'de'];
  const first = allReviews(APP, { num: 100, langs });
  const steps = first[Symbol.asyncIterator]();
  const all = [];
  while (all.length < 400) all.push((await steps.next()).value);
  await server.configure({ faults: [{ status: 503 }] });
  const { all: more, error } = await untilError(first);
  assert.equal(error.code, 'ERR_PLAYFAST_SERVER');
  assert.deepEqual(first.end, { reason: 'error', reviews: 450, pages: 5, error });
  assert.match(first.cursor, /^en:./);
  const second = allReviews(APP, { num: 100, langs, from: first.cursor });
  all.push(...more, ...(await collect(second)));
  assert.deepEqual(datesOf(all), [...dates(250), ...dates(500), ...dates(250)]);
  assert.equal(second.end.reason, 'end');
});

test('a token of reviews goes on in the first language', async () => {
  const { nextToken } = await reviews({ appId: APP, lang: 'de' });
  const walk = allReviews(APP, { langs: ['de', 'fr'], from: nextToken });
  assert.deepEqual(datesOf(await collect(walk)), [...dates(100, 150), ...dates(250)]);
});

test('leaving the loop ends the walk, which can be walked once', async () => {
  const walk = allReviews(APP, { num: 100 });
  for await (const review of walk) if (review.date === date(149)) break;
  assert.deepEqual([walk.end, walk.reviews, walk.pages], [undefined, 150, 2]);
  assert.match(walk.cursor, /^en:./);
  assert.deepEqual(await collect(walk), []);
  assert.equal((await server.stats()).requests, 2);
});

test('aborting ends the walk with the reason of the signal', async () => {
  const controller = new AbortController();
  const walk = allReviews(APP, { num: 100, signal: controller.signal });
  const seen = [];
  const stopped = async () => {
    for await (const review of walk) if (seen.push(review) === 130) controller.abort('enough');
  };
  await assert.rejects(stopped, (reason) => reason === 'enough');
  assert.equal(seen.length, 130);
  assert.deepEqual(walk.end, { reason: 'error', reviews: 130, pages: 2, error: 'enough' });
});

test('a walk ends at its deadline, even between pages, and its cursor goes on', async () => {
  await server.configure({ latencyMs: 60_000 });
  const stuck = allReviews(APP, { deadlineMs: 50 });
  const { error } = await untilError(stuck);
  assert.deepEqual([error.code, stuck.end.reason, stuck.cursor], ['ERR_PLAYFAST_TIMEOUT', 'error', 'en:']);
  await server.configure({ latencyMs: 0 });
  const slow = allReviews(APP, { num: 100, deadlineMs: 5000 });
  const steps = slow[Symbol.asyncIterator]();
  for (let taken = 0; taken < 100; taken += 1) await steps.next();
  const now = performance.now.bind(performance);
  performance.now = () => now() + 5000;
  await assert.rejects(steps.next(), { code: 'ERR_PLAYFAST_TIMEOUT', message: /allReviews: .* deadline of 5000 ms/ });
  performance.now = now;
  assert.deepEqual(datesOf(await collect(allReviews(APP, { from: slow.cursor }))), dates(400, 100));
});

test('reviewers: false leaves out who wrote a review, and each still comes once', async () => {
  const all = await collect(allReviews('com.overlap.a', { num: 100, reviewers: false }));
  assert.deepEqual(datesOf(all), dates(500));
  for (const review of all) for (const name of ['id', 'url', 'userName', 'userImage']) assert.ok(!(name in review));
});

test('reviews with stars only are kept', async () => {
  const all = await collect(allReviews(APP));
  assert.deepEqual(
    all.map(({ text }) => text !== undefined),
    all.map((_, place) => hasText(place)),
  );
});

test('an app without reviews ends at once', async () => {
  const walk = allReviews('com.unrated.a', { max: 5 });
  assert.deepEqual(await collect(walk), []);
  assert.deepEqual(walk.end, { reason: 'end', reviews: 0, pages: 1 });
});
