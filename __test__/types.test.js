// The types and the values: what is declared is what lookups give.
import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import * as playfast from 'playfast';
import { serve } from './support/client.js';
import { root, start } from './support/run.js';

const server = await serve();
// Within the project, where 'playfast' is the project itself.
const fixtures = join(root, 'target/types');

/** Each kind of app that the server knows by a word in its id. */
const kinds =
  'example sparse paid unrated varies featured preregistration notinregion undeclared nopermissions otherpermissions'.split(
    ' ',
  );
const ids = kinds.flatMap((kind) => [`com.${kind}.dense`, ...Array.from({ length: 6 }, (_, n) => `com.${kind}.a${n}`)]);

/** The values of outcomes that must all be fulfilled. */
function values(outcomes) {
  return outcomes.map(({ status, value, reason }) => {
    assert.equal(status, 'fulfilled', reason?.message);
    return value;
  });
}

/** All that is wrong with these constants (declared type to value), as tsc tells it; each complaint once. */
async function complaints(name, constants) {
  const lines = Object.entries(constants).map(
    ([type, value], index) => `export const value${index}: ${type} = ${JSON.stringify(value, undefined, 1)};`,
  );
  mkdirSync(fixtures, { recursive: true });
  writeFileSync(join(fixtures, `${name}.mts`), `import type * as playfast from 'playfast';\n${lines.join('\n')}\n`);
  const strict = ['--ignoreConfig', '--strict', '--exactOptionalPropertyTypes', '--noEmit', '--pretty', 'false'];
  const target = ['--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { code, stdout, stderr } = await start([tsc, ...strict, ...target, join(fixtures, `${name}.mts`)]);
  assert.equal(stderr, '');
  assert.equal(code === 0, stdout === '');
  const errors = [...stdout.matchAll(/error TS.*/g)].map(([error]) => error);
  return [...new Set(errors)];
}

test('the names that fields of requests and options may have are those that the core knows', async () => {
  const appId = 'com.example.a';
  const refusals = {
    'list Collection': () => playfast.list({ collection: 'x' }),
    'search price': () => playfast.search({ term: 'a', price: 'x' }),
    'reviews sort': () => playfast.reviews({ appId, sort: 'x' }),
    'reviews device': () => playfast.reviews({ appId, device: 'x' }),
    'options source': () => playfast.app(appId, { source: 'x' }),
    'configure consent': async () => playfast.configure({ consent: 'x' }),
  };
  for (const [where, refused] of Object.entries(refusals)) {
    const { message } = await refused().catch((error) => error);
    const [, known] = message.match(/ must be one of (.+), got 'x'$/);
    const [file, field] = where.split(' ');
    const types = readFileSync(join(root, `types/${file}.d.cts`), 'utf8');
    const [, union] = types.match(new RegExp(`(?:readonly ${field}\\?:|export type ${field} =) ([^;]+'[^;]+);`));
    const names = [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    assert.deepEqual(names.sort(), known.split(', ').sort(), where);
  }
});

test('apps of all kinds, by both sources, have the declared type', async () => {
  const apps = values(await playfast.appBatch(ids));
  const pages = values(await playfast.appBatch(ids.slice(0, 8), { source: 'page' }));
  const lean = values(await playfast.appBatch(ids, { fields: ['title', 'price', 'histogram'] }));
  const found = await complaints('apps', {
    'playfast.App[]': [...apps, ...pages],
    "playfast.AppWith<'title' | 'price' | 'histogram'>[]": lean,
  });
  assert.deepEqual(found, []);
});

test('charts, searches and reviews have the declared types', async () => {
  const charts = [{}, { category: 'FAMILY' }, { collection: 'TOP_PAID', num: 660 }, { category: 'GAME', num: 5 }];
  const terms = ['panda', 'com.featured.a', { term: 'panda', price: 'paid', num: 250 }];
  const reviewed = [
    'com.example.a',
    { appId: 'com.example.b', num: 300 },
    { appId: 'com.example.a', reviewers: false },
  ];
  const lists = values(await playfast.listBatch(charts));
  const searches = values(await playfast.searchBatch(terms));
  const pages = values(await playfast.searchBatch(terms.slice(0, 2), { source: 'page' }));
  assert.ok([...lists, ...searches].some(({ complete }) => complete));
  assert.ok([...lists, ...searches].some(({ incompleteBecause }) => incompleteBecause === 'short'));
  const found = await complaints('rows', {
    'playfast.AppList[]': lists,
    'playfast.SearchResults[]': [...searches, ...pages],
    'playfast.ReviewPage[]': values(await playfast.reviewsBatch(reviewed)),
  });
  assert.deepEqual(found, []);
});

test('suggestions, permissions, data safety and categories have the declared types', async () => {
  const found = await complaints('others', {
    'playfast.Suggestions[]': values(await playfast.suggestBatch(['pand', 'p', 'zzzz'])),
    'playfast.Permissions[]': values(await playfast.permissionsBatch(ids)),
    'playfast.DataSafety[]': values(await playfast.dataSafetyBatch(ids)),
    'playfast.StoreCategory[]': await playfast.categories(),
  });
  assert.deepEqual(found, []);
});

test('similar apps and developers have the declared types', async () => {
  const alike = ['com.a.b', 'com.alone.a', 'com.few.a', 'com.stale.a'].map((appId) => ({ appId, num: 100 }));
  const developers = ['Studio 1', '5000000000000000006', '5000000000000000008'].map((devId) => ({ devId, num: 30 }));
  const found = await complaints('clusters', {
    'playfast.SimilarApps[]': values(await playfast.similarBatch(alike)),
    'playfast.DeveloperApps[]': values(await playfast.developerBatch(developers)),
  });
  assert.deepEqual(found, []);
});

test('availability and the catalogue have the declared types', async () => {
  const countries = ['us', 'kr', 'de', 'fr', 'jp'];
  const stream = [];
  for await (const outcome of playfast.availabilityStream([{ appId: 'com.countries.a', countries }])) {
    stream.push(outcome);
  }
  const walk = playfast.catalogue({ sample: 1 });
  const apps = [];
  for await (const app of walk) apps.push(app);
  const found = await complaints('sweeps', {
    'playfast.AppAvailability[]': values(await playfast.availabilityBatch([{ appId: 'com.countries.a', countries }])),
    'playfast.AvailabilityOutcome[]': stream,
    'playfast.CatalogueApp[]': apps,
    'playfast.CatalogueGeneration': walk.generation,
    'playfast.CatalogueWalkEnd': walk.end,
  });
  assert.deepEqual(found, []);
});

test('errors, progress, statistics and messages have the declared types', async () => {
  const messages = { start: [], end: [], request: [] };
  subscribe('playfast:batch:start', (message) => messages.start.push({ ...message }));
  subscribe('playfast:batch:end', ({ error, ...message }) => messages.end.push(message));
  subscribe('playfast:request:end', (message) => messages.request.push({ ...message }));
  const progress = [];
  const onProgress = (now) => progress.push({ ...now });
  await server.configure({ faults: [{ status: 503 }] });
  const [missing] = await playfast.appBatch(['com.missing.a', 'com.example.a'], { onProgress });
  const invalid = await playfast.appBatch(['com.example.a', { appId: 5 }]).catch((error) => error);
  assert.ok(missing.reason instanceof playfast.NotFoundError && invalid instanceof playfast.InvalidArgumentError);
  for (const seen of [progress, ...Object.values(messages)]) assert.ok(seen.length > 0);
  const found = await complaints('told', {
    "Omit<playfast.NotFoundError, 'name' | 'message' | 'stack' | 'cause'>": { ...missing.reason },
    "Omit<playfast.InvalidArgumentError, 'name' | 'message' | 'stack' | 'cause'>": { ...invalid },
    'playfast.Progress[]': progress,
    'playfast.Stats': playfast.stats(),
    'playfast.DriftReport': playfast.driftReport(),
    'playfast.BatchStartMessage[]': messages.start,
    'playfast.BatchEndMessage[]': messages.end,
    'playfast.RequestEndMessage[]': messages.request,
  });
  assert.deepEqual(found, []);
});

test('a value with a field too many, one too few, or another value of a field is complained of', async () => {
  const { url, ...without } = await playfast.app('com.example.dense');
  const record = { url, ...without };
  const wrong = {
    'playfast.App': { ...record, rank: 1 },
    'playfast.App & {}': without,
    'playfast.App | never': { ...record, histogram: { ...record.histogram, 6: 1 } },
    'Readonly<playfast.App>': { ...record, availability: 'gone' },
    'Pick<playfast.App, keyof playfast.App>': { ...record, score: null },
  };
  const found = await complaints('wrong', wrong);
  assert.deepEqual(
    found.map((line) => line.match(/'("rank"|url|"6"|"gone"|null)'/)?.[1]),
    ['"rank"', 'url', '"6"', '"gone"', 'null'],
  );
});
