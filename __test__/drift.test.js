// Google moves things: fields that are read elsewhere without a rebuild, and the report of what moved.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  allReviews,
  app,
  appBatch,
  configure,
  dataSafety,
  developer,
  driftReport,
  InvalidArgumentError,
  list,
  PlayStore,
  parseAppPage,
  permissions,
  reviews,
  search,
  searchBatch,
  similar,
  suggest,
  suggestBatch,
} from 'playfast';
import { serve } from './support/client.js';
import { ids } from './support/rules.js';
import { root, runJson } from './support/run.js';

const server = await serve();
const directory = mkdtempSync(join(tmpdir(), 'playfast-'));
after(() => rmSync(directory, { recursive: true }));

function file(name, text) {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** Ratings are field 190 instead of 52, the developer 191 instead of 69. */
const MOVED = { fields: { 52: 190, 69: 191 } };
const MENDED = {
  app: {
    score: [189, 0],
    scoreText: [189, 0],
    ratings: [189, 2, 1],
    reviews: [189, 3, 1],
    histogram: [189, 1],
    developer: [190, 0],
    developerId: [190, 1, 4, 2],
    developerUrl: [190, 1, 4, 2],
    developerInternalID: [190, 2],
  },
};

/** What is reported of the records of a lookup. */
function records(lookup, record) {
  return driftReport().records.find((of) => of.lookup === lookup && of.record === record);
}

function drifted(lookup, record) {
  const { fields } = records(lookup, record);
  return fields.filter((field) => field.drifted).map(({ field }) => field);
}

test('a moved field is mended without a rebuild', async () => {
  const before = await app('com.a.b');
  await server.configure({ drift: MOVED });
  await assert.rejects(app('com.a.b'), { code: 'ERR_PLAYFAST_PARSE', missing: ['developer'] });
  for (const mappings of [MENDED, file('mended.json', JSON.stringify(MENDED))]) {
    configure({ ...server.settings, mappings });
    assert.deepEqual(await app('com.a.b'), before);
    assert.deepEqual(await app('com.a.b', { source: 'page' }), before);
  }
});

test('the environment names a file of mappings, which settings replace', async () => {
  await server.configure({ drift: MOVED });
  const environment = {
    PLAYFAST_BASE_URL: server.url,
    NODE_EXTRA_CA_CERTS: file('ca.pem', server.ca),
    PLAYFAST_MAPPINGS: file('environment.json', JSON.stringify(MENDED)),
  };
  const ask = (settings) => `
    import { app, configure } from 'playfast';
    ${settings}
    const answer = await app('com.a.b').then(
      ({ developer }) => developer,
      ({ message, missing }) => missing ?? message,
    );
    console.log(JSON.stringify(answer));`;
  configure({ ...server.settings, mappings: MENDED });
  const { developer } = await app('com.a.b');
  assert.equal(await runJson(ask(''), { env: environment }), developer);
  assert.deepEqual(await runJson(ask('configure({ mappings: {} });'), { env: environment }), ['developer']);
  const missing = { ...environment, PLAYFAST_MAPPINGS: join(directory, 'none.json') };
  assert.match(
    await runJson(ask(''), { env: missing }),
    /^app: PLAYFAST_MAPPINGS must name a file of mappings; .*none\.json cannot be/,
  );
});

test('mappings that cannot be are refused, and change nothing', async () => {
  const known = { app: { extra: { genre2: { path: [79, 0, 0, 0], kind: 'text' } } } };
  configure({ ...server.settings, mappings: known });
  for (const [mappings, says] of [
    [5, /must be an object of kinds of records/],
    [{ app: { titel: [0, 0] } }, /app\.titel, which is not a field or place; did you mean title\?/],
    [{ app: { title: [0, 'x'] } }, /must have a path such as \[51, 0\] as app\.title/],
    [{ app: { extra: { a: { path: [0], kind: 'texts' } } } }, /app\.extra\.a\.kind; did you mean text\?/],
    [file('broken.json', '{"app":'), /broken\.json is no JSON/],
    [file('wrong.json', '{"apps":{}}'), /did you mean app\?/],
    [join(directory, 'none.json'), /none\.json cannot be read/],
  ]) {
    const refuses = (error) => {
      assert(error instanceof InvalidArgumentError);
      assert.equal(error.field, 'mappings');
      assert.match(error.message, /^configure: settings\.mappings must /);
      assert.match(error.message, says);
      return true;
    };
    assert.throws(() => configure({ mappings }), refuses);
  }
  const { genre, extra } = await app('com.a.b');
  assert.deepEqual(extra, { genre2: genre });
});

test('the types name the kinds of records that mappings may speak of', () => {
  const types = readFileSync(join(root, 'types/mappings.d.cts'), 'utf8').split('export interface Mappings {')[1];
  const declared = [...types.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, name]) => name);
  const refuses = ({ message }) => {
    assert.deepEqual(message.split('known are ')[1].split(', ').sort(), declared.sort());
    return true;
  };
  assert.throws(() => configure({ mappings: { nothingOfTheKind: {} } }), refuses);
});

test('what comes with an app is mended too', async () => {
  const include = ['permissions', 'dataSafety'];
  const before = await app('com.a.b', { include });
  await server.configure({ drift: { fields: { 75: 190, 138: 191 } } });
  const moved = await app('com.a.b', { include });
  assert.deepEqual([moved.permissions, moved.dataSafety, moved.title], [undefined, undefined, before.title]);
  const top = [1, 2, 190];
  const mappings = {
    included: { permissions: [1, 2, 189, 2], dataSafety: top },
    dataSafety: {
      sharedHeading: [190, 4, 0, 1],
      collectedHeading: [190, 4, 1, 1],
      sharedData: [...top, 4, 0, 0],
      collectedData: [...top, 4, 1, 0],
      securityPractices: [...top, 9, 2],
    },
  };
  configure({ ...server.settings, mappings });
  assert.deepEqual(await app('com.a.b', { include }), before);
});

test('added fields come out under extra', async () => {
  const at = (path, kind) => ({ path, kind });
  const price = at([57, 0, 0, 0, 0, 1, 0, 0], 'units');
  const mappings = {
    app: { extra: { titles: at([[998, 0], [0]], 'json'), price2: price, none: at([999], 'json') } },
    card: { extra: { id: at([0, 0], 'text') } },
    review: { extra: { name: at([1, 0], 'text') } },
  };
  configure({ ...server.settings, mappings });
  const { title, extra } = await app('com.paid.a');
  assert.deepEqual(extra, { titles: [title], price2: 6.99 });
  const chart = await list({ num: 3 });
  assert.deepEqual(
    chart.apps.map((row) => row.extra.id),
    chart.apps.map((row) => row.appId),
  );
  const [named] = (await reviews('com.reviews.n003.a')).reviews;
  assert.deepEqual(named.extra, { name: named.userName });
  // They may name people.
  const [anonymous] = (await reviews({ appId: 'com.reviews.n003.a', reviewers: false })).reviews;
  assert.equal(anonymous.extra, undefined);
  for await (const review of allReviews('com.reviews.n003.a', { reviewers: false }))
    assert.equal(review.extra, undefined);
});

test('the report counts what the last records had', async () => {
  await appBatch([...ids(30), 'com.unrated.a', 'com.preregistration.a', 'com.notinregion.a', 'com.missing.a']);
  const { fields, record, ...counts } = records('app', 'app');
  assert.deepEqual(counts, {
    lookup: 'app',
    total: 33,
    counted: 33,
    unrated: 1,
    preregistration: 1,
    notOffered: 1,
    rejected: 0,
  });
  const of = (name) => fields.find(({ field }) => field === name);
  assert.deepEqual(of('title'), { field: 'title', present: 31, of: 31, expected: 1, drifted: false });
  assert.deepEqual([of('score').present, of('score').of], [30, 31]);
  assert.deepEqual([of('histogram').present, of('histogram').of], [30, 30]);
  assert.deepEqual(drifted('app', 'app'), []);
  await list({ num: 40 });
  assert.deepEqual([records('list', 'card').total, records('search', 'card').total], [40, 0]);
  assert.deepEqual(drifted('list', 'card'), []);
  configure(server.settings);
  assert.equal(records('app', 'app').total, 0);
});

test('fields that are no longer served are reported, and the records are given all the same', async () => {
  await server.configure({ drift: { fields: { 14: 190, 96: 191 } } });
  const outcomes = await appBatch(ids(40));
  assert(outcomes.every(({ status }) => status === 'fulfilled'));
  const gone = ['installs', 'installsShort', 'minInstalls', 'maxInstalls', 'icon', 'iconColor'];
  assert.deepEqual(drifted('app', 'app'), gone);
  // One input gives one result, whatever came before.
  configure(server.settings);
  assert.deepEqual(await app(ids(1)[0]), outcomes[0].value);
});

test('records without a required field are rejected and reported', async () => {
  await server.configure({ drift: MOVED });
  const outcomes = await appBatch(ids(8), { source: 'rpc' });
  for (const { reason } of outcomes) assert.deepEqual(reason.missing, ['developer']);
  // Each was asked three times.
  assert.equal(records('app', 'app').rejected, 24);
  const names = drifted('app', 'app');
  assert(names.includes('developer') && names.includes('score'), String(names));
});

test('rows in another place are an error, not an empty answer', async () => {
  const elsewhere = { list: { rows: [7] }, reviews: { reviews: [7] } };
  const sections = { permissions: { common: [7], other: [8], ungrouped: [9] } };
  configure({ ...server.settings, mappings: { ...elsewhere, ...sections } });
  for (const [look, missing] of [
    [() => list({ num: 2 }), 'rows'],
    [() => reviews('com.reviews.n500.a'), 'reviews'],
    [() => permissions('com.a.b'), 'permissions'],
  ]) {
    await assert.rejects(look, { name: 'ParseError', missing: [missing] });
  }
});

test('answers that are empty because rows are in another place are told from those of which there is nothing', async () => {
  const answers = () => Object.fromEntries(driftReport().answers.map(({ lookup, ...of }) => [lookup, of]));
  const looks = {
    search: (n) => search(`panda ${n}`),
    suggest: (n) => suggest(`pand ${n}`),
    dataSafety: (n) => dataSafety(`com.a.b${n}`),
    similar: (n) => similar({ appId: `com.a.b${n}`, num: 5 }),
    developer: (n) => developer({ devId: String(5_000_000_000_000_000_000n + BigInt(n)), num: 5 }),
  };
  const askAll = (times) =>
    Promise.allSettled(Object.values(looks).flatMap((look) => Array.from({ length: times }, (_, n) => look(n))));
  const well = { total: 40, counted: 40, empty: 0, expected: 0, drifted: false };
  await askAll(40);
  for (const [lookup, of] of Object.entries(answers())) assert.deepEqual([lookup, of], [lookup, well]);
  assert.deepEqual(Object.keys(answers()).sort(), Object.keys(looks).sort());

  const mappings = {
    searchSection: { rows: [7], featured: [8] },
    suggest: { suggestions: [7] },
    dataSafety: { sharedData: [7], collectedData: [8], securityPractices: [9] },
    similar: { clusters: [7] },
    clusters: { sections: [0, 7] },
  };
  const moved = { ...server.settings, mappings, attempts: 1 };
  configure(moved);
  await askAll(1);
  const one = { total: 1, counted: 1, empty: 1, expected: 0, drifted: false };
  for (const [lookup, of] of Object.entries(answers())) assert.deepEqual([lookup, of], [lookup, one]);
  await askAll(40);
  for (const [lookup, { drifted, empty }] of Object.entries(answers())) {
    assert.deepEqual([lookup, empty, drifted], [lookup, 41, true]);
  }
});

test('a price that none has, and an answer now and then with nothing in it, is no move', async () => {
  const terms = Array.from({ length: 40 }, (_, n) => `panda ${n}`);
  await searchBatch(terms.map((term) => ({ term, price: 'paid', num: 250 })));
  await suggestBatch([...terms, ...Array.from({ length: 20 }, (_, n) => `none ${n}`), 'nonenull']);
  const [searches, suggested] = driftReport().answers;
  assert.deepEqual([searches.counted, searches.empty, searches.drifted], [40, 0, false]);
  assert.deepEqual([suggested.counted, suggested.empty, suggested.drifted], [61, 21, false]);
});

test('a block that moved is found, and reported', async () => {
  await server.configure({ drift: { blocks: true } });
  const outcomes = await appBatch(ids(10), { source: 'page' });
  assert(outcomes.every(({ status }) => status === 'fulfilled'));
  const moved = { expected: 'ds:5', found: 'ds:6', pages: 10, elsewhere: 10, nowhere: 0 };
  assert.deepEqual(driftReport().pages[0], { lookup: 'app', rpcId: 'Ws7gDc', ...moved });
  assert.deepEqual(drifted('app', 'app'), []);
});

test('100 of 100 apps resolve whole when Play refuses the recorded request and its pages have moved the block', async () => {
  const before = await appBatch(ids(100));
  configure({ ...server.settings, templates: 'pinned' });
  await server.configure({ drift: { template: 'refused', blocks: true } });
  const outcomes = await appBatch(ids(100));
  assert.deepEqual(
    outcomes.map(({ value }) => value),
    before.map(({ value }) => value),
  );
  const { found, pages, elsewhere } = driftReport().pages[0];
  assert.deepEqual([found, pages, elsewhere], ['ds:6', 100, 100]);
});

test('a request that is answered with less is reported, and the page has it all', async () => {
  const [{ value: whole }] = await appBatch(ids(1));
  await server.configure({ drift: { template: 'thinned' } });
  const outcomes = await appBatch(ids(100));
  assert(outcomes.every(({ status, value }) => status === 'fulfilled' && value.description === undefined));
  const names = drifted('app', 'app');
  for (const field of ['score', 'price', 'description', 'screenshots', 'icon']) assert(names.includes(field), field);
  assert.deepEqual(await app(ids(1)[0], { source: 'page' }), whole);
});

test("a client's mappings and counts are its own", async () => {
  await server.configure({ drift: MOVED });
  const store = new PlayStore({ ...server.settings, mappings: MENDED });
  const { developer } = await store.app('com.a.b');
  assert.match(developer, /^(Studio|Café)/);
  await assert.rejects(app('com.a.b'), { missing: ['developer'] });
  const seen = ({ records }) => records.find(({ record }) => record === 'app').rejected;
  assert.deepEqual([seen(store.driftReport()), seen(driftReport()) > 0], [0, true]);
  await store.close();
});

test('fields asked for alone are counted alone', async () => {
  await appBatch(ids(40), { fields: ['title', 'icon'] });
  const { fields } = records('app', 'app');
  const of = (name) => fields.find(({ field }) => field === name);
  assert.deepEqual([of('title').of, of('icon').present, of('score').of], [40, 40, 0]);
  assert.deepEqual(drifted('app', 'app'), []);
  // Where a field has moved, its new place is asked for.
  await server.configure({ drift: MOVED });
  configure({ ...server.settings, mappings: MENDED });
  const { developer, score } = await app('com.a.b', { fields: ['developer', 'score'] });
  assert.equal(typeof developer, 'string');
  assert.equal(typeof score, 'number');
});

test('what the parse functions read counts too', async () => {
  await assert.rejects(parseAppPage('<html></html>'));
  const { pages, nowhere } = driftReport().pages[0];
  assert.deepEqual([pages, nowhere], [1, 1]);
});
