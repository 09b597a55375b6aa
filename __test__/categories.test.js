// The categories of apps.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { categories, listBatch } from 'playfast';
import { serve } from './support/client.js';

const server = await serve();

test('there are 54, in three branches', async () => {
  const all = await categories();
  const ofKind = (kind) => all.filter((category) => category.kind === kind).map(({ id }) => id);
  assert.equal(new Set(all.map(({ id }) => id)).size, 54);
  const games = ofKind('game');
  assert.deepEqual([ofKind('app').length, games.length, ofKind('family')], [35, 18, ['FAMILY']]);
  assert.ok(games.includes('GAME') && games.includes('GAME_ACTION') && !games.includes('TOOLS'));
  assert.deepEqual(all[0], { id: 'APPLICATION', kind: 'app' });
});

test('nothing is asked for them', async () => {
  await categories();
  assert.equal((await server.stats()).requests, 0);
});

test('each list is the own of who asked for it', async () => {
  const first = await categories();
  first.length = 0;
  assert.equal((await categories()).length, 54);
});

test('the type names each of them', async () => {
  const types = readFileSync(new URL('../types/list.d.cts', import.meta.url), 'utf8');
  const [, union] = types.match(/export type CategoryId =(.*?);/s);
  const named = [...union.matchAll(/'(\w+)'/g)].map(([, id]) => id);
  assert.deepEqual(
    (await categories()).map(({ id }) => id),
    named,
  );
});

test('each of them has charts', async () => {
  const requests = (await categories()).map(({ id }) => ({ category: id, num: 1 }));
  for (const { status } of await listBatch(requests)) assert.equal(status, 'fulfilled');
});
