// The pure functions: what others fetched, to values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  app,
  InvalidArgumentError,
  list,
  ParseError,
  parseAppPage,
  parseListResponse,
  parseReviewsResponse,
  parseSearchPage,
  reviews,
  search,
} from 'playfast';
import { serve } from './support/client.js';
import { answerTo, page } from './support/pages.js';

const server = await serve(['--plain']);
const PARSERS = [parseAppPage, parseSearchPage, parseListResponse, parseReviewsResponse];
const APP_URL = 'https://play.google.com/store/apps/details';

/** The forms in which a text may be given. */
function forms(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(bytes.length + 20).fill(0x20);
  padded.set(bytes, 7);
  return [text, bytes, Buffer.from(text), padded.subarray(7, 7 + bytes.length)];
}

test('the page of an app is parsed from a string and from bytes', async () => {
  for (const appId of ['com.a.b', 'com.html.b', 'com.sparse.b', 'com.unrated.b']) {
    const { payload } = await answerTo(server, () => app(appId));
    const expected = { ...(await app(appId)), url: `${APP_URL}?id=${appId}` };
    for (const form of forms(page('Ws7gDc', payload))) {
      assert.deepEqual(await parseAppPage(form, { appId }), expected);
    }
  }
});

test('the page of an app may be about any app, unless told which', async () => {
  const { payload } = await answerTo(server, () => app('com.a.b'));
  const html = page('Ws7gDc', payload);
  assert.equal((await parseAppPage(html)).title, 'Title of com.a.b [en/us]');
  await assert.rejects(parseAppPage(html, { appId: 'com.c.d' }), (error) => {
    assert.ok(error instanceof ParseError);
    assert.match(error.message, /another app/);
    return true;
  });
});

test('the page of a search is parsed from a string and from bytes', async () => {
  const { payload } = await answerTo(server, () => search('panda'));
  const expected = await search('panda');
  for (const form of forms(page('lGYRle', payload))) assert.deepEqual(await parseSearchPage(form), expected);
});

test('an answer of charts is parsed whole, and its payload alone', async () => {
  for (const num of [1, 200]) {
    const { text, payload } = await answerTo(server, () => list({ num }));
    const { apps } = await list({ num });
    for (const form of [...forms(text), ...forms(payload)]) {
      assert.deepEqual(await parseListResponse(form), { apps, complete: true });
    }
  }
});

test('an answer of reviews is parsed whole, and its payload alone, small and large', async () => {
  for (const num of [1, 1000]) {
    const request = { appId: 'com.reviews.n2000.a', num };
    const { text, payload } = await answerTo(server, () => reviews(request));
    const expected = await reviews(request);
    for (const form of [...forms(text), ...forms(payload)]) {
      assert.deepEqual(await parseReviewsResponse(form, { appId: request.appId }), expected);
    }
    const [first] = (await parseReviewsResponse(text)).reviews;
    assert.deepEqual([first.id, 'url' in first], [expected.reviews[0].id, false]);
  }
});

test('length-framed answers are parsed too', async () => {
  const { text } = await answerTo(server, () => reviews('com.reviews.n3.a'));
  const json = text.slice(text.indexOf('[['));
  const framed = `)]}'\n\n${Buffer.byteLength(json) + 1}\n${json}\n25\n[["e",4,null,null,1]]\n`;
  assert.deepEqual(await parseReviewsResponse(framed), await parseReviewsResponse(text));
});

test('the answer is always a promise, whatever was given', async () => {
  for (const parse of PARSERS) {
    for (const text of ['', 'x'.repeat(1_000_000), new Uint8Array(3), undefined, null, 7, {}, new ArrayBuffer(3)]) {
      const answer = parse(text);
      assert.ok(answer instanceof Promise);
      await Promise.allSettled([answer]);
    }
  }
});

test('what is no text is refused by its name', async () => {
  for (const parse of PARSERS) {
    for (const text of [undefined, null, 7, {}, [], new ArrayBuffer(3), new Uint16Array(3)]) {
      await assert.rejects(parse(text), (error) => {
        assert.ok(error instanceof InvalidArgumentError);
        assert.equal(error.field, 'text');
        assert.ok(error.message.startsWith(`${parse.name}: `));
        return true;
      });
    }
  }
});

test('bad options are refused', async () => {
  for (const [call, field] of [
    [() => parseAppPage('x', { appId: '' }), 'appId'],
    [() => parseAppPage('x', { appId: 5 }), 'appId'],
    [() => parseAppPage('x', { lang: 'en' }), 'lang'],
    [() => parseSearchPage('x', { appId: 'com.a.b' }), 'appId'],
    [() => parseListResponse('x', { num: 3 }), 'num'],
    [() => parseReviewsResponse('x', null), 'options'],
  ]) {
    await assert.rejects(call, { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
});

test('what is something else is a ParseError', async () => {
  const { text: charts } = await answerTo(server, () => list({ num: 1 }));
  for (const parse of [parseAppPage, parseSearchPage]) {
    for (const text of ['', '<html>hello', charts]) await assert.rejects(parse(text), ParseError);
  }
  for (const parse of [parseListResponse, parseReviewsResponse]) {
    await assert.rejects(parse(')]}\'\n\n[["di",20]]'), (error) => {
      assert.ok(error instanceof ParseError);
      assert.match(error.stack, /parse\.test\.js/);
      return true;
    });
  }
  await assert.rejects(parseReviewsResponse(charts), ParseError);
});

test('a text that is no answer at all is not an empty one', async () => {
  for (const parse of [parseListResponse, parseReviewsResponse]) {
    for (const text of ['', 'x', '<html>hello', '{}', '"text"', '7']) {
      await assert.rejects(parse(text), ParseError, `${parse.name}(${JSON.stringify(text)})`);
    }
  }
});

test('nothing is sent', async () => {
  await Promise.allSettled(PARSERS.map((parse) => parse('x')));
  assert.equal((await server.stats()).requests, 0);
});
