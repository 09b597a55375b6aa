// Permissions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app, configure, permissions, permissionsBatch, permissionsStream } from 'playfast';
import { serve } from './support/client.js';
import { ids, image, pick } from './support/rules.js';

const server = await serve();
const APP = 'com.example.app';

/** How many of the common groups the Play server gives an app. */
const commonGroups = (appId) => 5 + pick(appId, 'permissions', 5);

test('groups come in two sections, with their permissions', async () => {
  const { groups } = await permissions(APP);
  const [first] = groups;
  assert.deepEqual(first, {
    name: 'Identity',
    id: 'perm_identity',
    iconUrl: image('com.google.play', 'perm_identity'),
    section: 'common',
    permissions: ['find accounts on the device', 'add or remove accounts'],
  });
  const sections = groups.map(({ section }) => section);
  assert.deepEqual(sections, [...Array(commonGroups(APP)).fill('common'), 'other']);
  assert.deepEqual([groups.at(-1).name, groups.at(-1).id, groups.at(-1).permissions.length], ['Other', 'quiz', 11]);
});

test('the list has the permissions of all groups, and those in none', async () => {
  const { permissions: list, groups } = await permissions(APP);
  const ofGroups = groups.flatMap(({ name, id, section, permissions: texts }) =>
    texts.map((permission) => ({ permission, group: name, groupId: id, section })),
  );
  const ungrouped = ['download files without notification', 'receive data from Internet'];
  assert.deepEqual(list, [...ofGroups, ...ungrouped.map((permission) => ({ permission, section: 'ungrouped' }))]);
});

test('one in several groups comes once for each', async () => {
  const { permissions: list } = await permissions(APP);
  const shared = list.filter(({ permission }) => permission === 'find accounts on the device');
  assert.deepEqual(
    shared.map(({ group }) => group),
    ['Identity', 'Contacts'],
  );
});

test('texts are in the language asked, ids are the same', async () => {
  const { permissions: list, groups } = await permissions({ appId: APP, lang: 'de', country: 'de' });
  assert.deepEqual([groups[0].name, groups[0].id], ['Identity [de]', 'perm_identity']);
  assert.equal(list.at(-1).permission, 'receive data from Internet [de]');
});

test('an app may ask for no permissions, or for none of the common ones', async () => {
  assert.deepEqual(await permissions('com.nopermissions.a'), { permissions: [], groups: [] });
  const { permissions: list, groups } = await permissions('com.otherpermissions.a');
  assert.deepEqual([list.length, groups.length, groups[0].section], [13, 1, 'other']);
});

test('an app that Play does not serve is not found', async () => {
  await assert.rejects(permissions('com.missing.a'), (error) => {
    assert.equal(error.code, 'ERR_PLAYFAST_NOT_FOUND');
    assert.match(error.message, /^permissions of com\.missing\.a \(en, us\): /);
    return true;
  });
  await server.configure({ faults: [{ frame: 'error' }] });
  await assert.rejects(permissions(APP), { code: 'ERR_PLAYFAST_NOT_FOUND', attempts: 1 });
});

test('32 of one language and country share a request', async () => {
  const appIds = ids(100);
  const outcomes = await permissionsBatch(appIds);
  assert.deepEqual(
    outcomes.map(({ value }) => value.groups.length),
    appIds.map((id) => commonGroups(id) + 1),
  );
  const { requests, calls } = await server.stats();
  assert.deepEqual([requests, calls], [4, 100]);
});

test('lookups of several kinds share a request', async () => {
  await Promise.all([app(APP), permissions(APP)]);
  const { requests, calls, appCalls } = await server.stats();
  assert.deepEqual([requests, calls, appCalls], [1, 2, 1]);
});

test('a stream gives each outcome once', async () => {
  const statuses = [];
  for await (const { index, status } of permissionsStream([APP, 'com.missing.a', APP])) statuses[index] = status;
  assert.deepEqual(statuses, ['fulfilled', 'rejected', 'fulfilled']);
});

test('an answer that has another shape is an error', async () => {
  configure({ ...server.settings, attempts: 1 });
  await server.configure({ faults: [{ frame: 'unparsable' }] });
  await assert.rejects(permissions(APP), { code: 'ERR_PLAYFAST_PARSE', block: 'xdSrCf' });
});

test('bad requests are refused before anything is sent', async () => {
  const bad = { appId: 'not an id', lang: 'english', country: 'usa', short: true };
  for (const [field, value] of Object.entries(bad)) {
    await assert.rejects(permissions({ appId: APP, [field]: value }), { code: 'ERR_PLAYFAST_INVALID_ARGUMENT', field });
  }
  await assert.rejects(permissions(APP, { source: 'page' }), { field: 'source' });
  assert.equal((await server.stats()).requests, 0);
});
