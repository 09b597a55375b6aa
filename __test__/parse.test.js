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
import { answerTo, appPage, searchPage } from './support/answers.js';
import { serve } from './support/client.js';

const server = await serve(['--plain']);
const PARSERS = [parseAppPage, parseSearchPage, parseListResponse, parseReviewsResponse];
const APP_URL = 'https://play.google.com/store/apps/details';
/** A longer text is parsed off the JS thread. */
const SHORT = 64 * 1024;

/** The forms in which a text may be given. */
function forms(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(bytes.length + 20).fill(0x20);
  padded.set(bytes, 7);
  return [text, bytes, Buffer.from(text), padded.subarray(7, 7 + bytes.length)];
}

/** A text with one place changed, which must be there. */
function changed(text, from, to) {
  assert.ok(text.includes(from), from);
  return text.replace(from, () => to);
}

test('bytes that are a part of a larger buffer are read alone', async () => {
  const [before, page] = await Promise.all(
    ['com.a.b', 'com.c.d'].map(async (id) => Buffer.from(await appPage(server, id))),
  );
  const part = Buffer.concat([before, page]).subarray(before.length);
  assert.equal((await parseAppPage(part)).appId, 'com.c.d');
});

for (const [what, appId, sign] of [
  ['of 2026, booleans as 1 and 0', 'com.a.b', 'null,[1,1,0],'],
  ['of 2025, with trailing objects', 'com.sparse.b', 'null,[],{"112":'],
  ['of 2022, booleans as words, in another block', 'com.page2022.b', 'null,[1,true,false],'],
  ['with entities, tags and half an emoji', 'com.html.b', '\\ud83d'],
  ["that quotes the end of a page's block", 'com.sidechannel.b', ', sideChannel: {}}); and so on.'],
  ['without rating', 'com.unrated.b', '"com.unrated.b"'],
]) {
  test(`the page of an app ${what} is parsed from a string and from bytes`, async () => {
    const html = await appPage(server, appId);
    assert.ok(html.includes(sign), sign);
    assert.ok(html.length > SHORT);
    const expected = { ...(await app(appId)), url: `${APP_URL}?id=${appId}` };
    for (const form of forms(html)) assert.deepEqual(await parseAppPage(form, { appId }), expected);
  });
}

test('the page of an app may be about any app, unless told which', async () => {
  const html = await appPage(server, 'com.a.b');
  assert.equal((await parseAppPage(html)).title, 'Title of com.a.b [en/us]');
  await assert.rejects(parseAppPage(html, { appId: 'com.c.d' }), (error) => {
    assert.ok(error instanceof ParseError);
    assert.match(error.message, /another app/);
    return true;
  });
});

test('a page whose record contradicts what it says to search engines is not believed', async () => {
  const html = await appPage(server, 'com.paid.b');
  assert.equal((await parseAppPage(html)).price, 6.99);
  const rating = /"ratingValue":"[^"]*"/.exec(html)[0];
  for (const [page, missing] of [
    [await appPage(server, 'com.ldmismatch.b'), ['title']],
    [changed(html, rating, '"ratingValue":"1.0"'), ['score']],
    [changed(html, '"price":"6.99"', '"price":"5.99"'), ['price']],
  ]) {
    await assert.rejects(parseAppPage(page), (error) => {
      assert.ok(error instanceof ParseError);
      assert.deepEqual([error.missing, error.block], [missing, 'Ws7gDc']);
      return true;
    });
  }
});

test('what a page says to search engines with fewer digits is no contradiction', async () => {
  const html = await appPage(server, 'com.paid.b');
  const { score } = await parseAppPage(html);
  const shorter = changed(html, /"ratingValue":"[^"]*"/.exec(html)[0], `"ratingValue":"${score.toFixed(1)}"`);
  assert.equal((await parseAppPage(shorter)).score, score);
});

test('a page without the block is a ParseError, a cut one too', async () => {
  for (const [html, parse, rpcId] of [
    [await appPage(server, 'com.a.b'), parseAppPage, 'Ws7gDc'],
    [await searchPage(server, 'panda'), parseSearchPage, 'lGYRle'],
  ]) {
    for (const damaged of [html.slice(0, html.length / 2), html.replaceAll(`id:'${rpcId}'`, "id:'Moved1'")]) {
      await assert.rejects(parse(damaged), { code: 'ERR_PLAYFAST_PARSE', block: rpcId });
    }
  }
});

test('the page of a search is parsed from a string and from bytes', async () => {
  for (const term of ['panda', 'com.a.b', 'few', 'none', 'nonenull', 'chips']) {
    const html = await searchPage(server, term);
    assert.ok(html.length > SHORT);
    const { apps } = await search(term);
    for (const form of forms(html)) assert.deepEqual((await parseSearchPage(form)).apps, apps, term);
  }
});

test('a long text does not hold up the short ones that come after it', async () => {
  const { payload } = await answerTo(server, () => reviews({ appId: 'com.reviews.n1000.a', num: 1000 }));
  const [rows, ...rest] = JSON.parse(payload);
  // The last review is broken: all are read, and what crosses to JavaScript is short.
  const long = JSON.stringify([[...Array(40).fill(rows).flat(), ['id']], ...rest]);
  const short = JSON.stringify([rows.slice(0, 3), ...rest]);
  assert.ok(short.length < SHORT);
  const order = [];
  await Promise.all([
    assert.rejects(parseReviewsResponse(long), /review 40000 lacks/).then(() => order.push('long')),
    ...Array.from({ length: 10 }, () => parseReviewsResponse(short).then(() => order.push('short'))),
  ]);
  assert.equal(order.indexOf('long'), 10);
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
