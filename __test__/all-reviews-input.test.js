// What allReviews refuses, before anything is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allReviews, InvalidArgumentError } from 'playfast';
import { serve } from './support/client.js';

const server = await serve();

const BAD = [
  ['com.a', { country: 'us' }, 'country', /Play keeps reviews by language/],
  ['com.a', { token: 'x' }, 'token', /is not a known option/],
  ['com.a', { source: 'page' }, 'source', /is not a known option/],
  ['com.a', { lang: 'english' }, 'lang', /options\.lang must be a language code .*, got 'english'/],
  ['com.a', { langs: [] }, 'langs', /must be a list/],
  ['com.a', { langs: 'en' }, 'langs', /must be a list/],
  ['com.a', { langs: ['en', 'e n'] }, 'langs', /options\.langs\[1\] must be a language code .*, got 'e n'/],
  ['com.a', { langs: ['en', 5] }, 'langs', /options\.langs\[1\]/],
  ['com.a', { langs: ['en'], lang: 'en' }, 'langs', /cannot both be given/],
  ['com.a', { since: 'yesterday' }, 'since', /must be a Date/],
  ['com.a', { since: new Date(Number.NaN) }, 'since', /must be a Date/],
  ['com.a', { until: null }, 'until', /must be a Date/],
  ['com.a', { max: 0 }, 'max', /whole number/],
  ['com.a', { max: 1.5 }, 'max', /whole number/],
  ['com.a', { from: '' }, 'from', /must be a cursor/],
  ['com.a', { from: 7 }, 'from', /must be a cursor/],
  ['com.a', { from: 'fr:TOKEN', langs: ['en', 'de'] }, 'from', /"fr", which is none of en, de/],
  ['com.a', { num: 1001 }, 'num', /options\.num must be .* got 1001/],
  ['com.a', { sort: 'oldest' }, 'sort', /options\.sort/],
  ['com.a', { score: 6 }, 'score', /options\.score/],
  ['com.a', { device: 'watch' }, 'device', /options\.device/],
  ['com.a', { reviewers: 'no' }, 'reviewers', /true or false/],
  ['com.a', { timeoutMs: 0 }, 'timeoutMs', /options\.timeoutMs/],
  ['com.a', { deadlineMs: 0 }, 'deadlineMs', /options\.deadlineMs must be .* got 0/],
  ['com.a', { priority: 11 }, 'priority', /options\.priority must be .* got 11/],
  ['com.a', { concurrency: 2 }, 'concurrency', /is not a known option/],
  ['com.a', { patient: false }, 'patient', /is not a known option/],
  ['com.a', { signal: {} }, 'signal', /AbortSignal/],
  ['com.a', null, 'options', /must be an object/],
  ['', {}, 'appId', /appId must be/],
  [undefined, {}, 'appId', /appId must be/],
  [['com.a'], {}, 'appId', /appId must be/],
];

test('what cannot be walked is refused at the call, and nothing is sent', async () => {
  for (const [appId, options, field, message] of BAD) {
    assert.throws(
      () => allReviews(appId, options),
      (error) => {
        assert.ok(error instanceof InvalidArgumentError, String(error));
        assert.equal(error.field, field);
        assert.match(error.message, message);
        assert.match(error.message, /^allReviews: /);
        assert.match(error.stack, /all-reviews-input\.test\.js/);
        return true;
      },
    );
  }
  assert.equal((await server.stats()).requests, 0);
});

test('an option that is undefined is as good as none', async () => {
  const options = { lang: undefined, langs: undefined, since: undefined, from: undefined, country: undefined };
  assert.equal(allReviews('com.a', options).cursor, 'en:');
});

test('nothing is sent before the first step', async () => {
  const walk = allReviews('com.a');
  assert.deepEqual([walk.cursor, walk.end, walk.pages, walk.reviews], ['en:', undefined, 0, 0]);
  assert.equal((await server.stats()).requests, 0);
});

test('a cursor of a language goes on in the one that has its reviews', () => {
  assert.equal(allReviews('com.a', { langs: ['en', 'ru'], from: 'tg:TOKEN' }).cursor, 'ru:TOKEN');
});

test('what is done to the options later has no effect', async () => {
  const langs = ['en'];
  const walk = allReviews('com.reviews.n10.a', { langs });
  langs.push('not a language');
  for await (const { score } of walk) assert.ok(score >= 1);
  assert.equal(walk.end.reviews, 10);
});
