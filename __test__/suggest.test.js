// Suggestions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configure, suggest, suggestBatch, suggestStream } from 'playfast';
import { serve } from './support/client.js';

const server = await serve();

/** What the Play server suggests for a term. */
const suggested = (term, place = 'en/us') =>
  ['app', 'games', 'free', 'offline', place].map((ending) => `${term} ${ending}`);

test('a term has suggestions, best first', async () => {
  assert.deepEqual(await suggest('pand'), { suggestions: suggested('pand') });
  assert.deepEqual(await suggest('few'), { suggestions: suggested('few').slice(0, 2) });
});

test('they are those of the language and the country', async () => {
  const request = { term: 'pand', lang: 'pt-BR', country: 'BR' };
  assert.deepEqual(await suggest(request), { suggestions: suggested('pand', 'pt-BR/br') });
});

test('no suggestions are an answer', async () => {
  for (const term of ['none', 'nonenull']) assert.deepEqual(await suggest(term), { suggestions: [] });
});

test('terms arrive and come back as they were given', async () => {
  const strange = ['a&b=c', '100% "real"', 'café ☕', 'コーヒー', '\\"', '<b>', "it's", ' padded ', '😀'];
  for (const outcome of await suggestBatch(strange)) {
    assert.deepEqual(outcome.value, { suggestions: suggested(strange[outcome.index]) });
  }
});

test('32 of one language and country share a request', async () => {
  const terms = Array.from({ length: 100 }, (_, n) => `term ${n}`);
  const outcomes = await suggestBatch(terms);
  assert.deepEqual(
    outcomes.map(({ value }) => value.suggestions[0]),
    terms.map((term) => `${term} app`),
  );
  const { requests, calls } = await server.stats();
  assert.deepEqual([requests, calls], [4, 100]);
});

test('a stream gives each outcome once', async () => {
  const indexes = [];
  for await (const { index, value } of suggestStream(['a', 'none', 'a'])) {
    assert.equal(value.suggestions.length, index === 1 ? 0 : 5);
    indexes.push(index);
  }
  assert.deepEqual(indexes.sort(), [0, 1, 2]);
});

test('an answer that has another shape is an error', async () => {
  configure({ ...server.settings, attempts: 1 });
  await server.configure({ faults: [{ frame: 'unparsable' }] });
  await assert.rejects(suggest('pand'), (error) => {
    assert.deepEqual([error.code, error.block], ['ERR_PLAYFAST_PARSE', 'IJ4APc']);
    assert.match(error.message, /^suggestions for "pand" \(en, us\): /);
    return true;
  });
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { term: ' ', lang: 'english', country: 'usa', num: 5 };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(suggest({ term: 'x', [field]: value }), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  await assert.rejects(
    suggest({ term: 'x', trem: 'y' }),
    /trem is not a known field; did you mean term\? Known are term, lang, country/,
  );
  await assert.rejects(suggest(['x']), /must be a term or an object with term/);
  await assert.rejects(suggest('x', { source: 'page' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
