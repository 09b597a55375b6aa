// The command line: records are the core's own text, byte by byte what JSON.stringify makes of the library's values.
import assert from 'node:assert/strict';
import { closeSync, openSync } from 'node:fs';
import { test } from 'node:test';
import * as library from 'playfast';
import { COMMANDS } from '../cli/commands.js';
import { formatOf } from '../cli/formats.js';
import { Output } from '../cli/output.js';
import { jsonRecords } from '../cli/records.js';
import { commandLine } from './support/cli.js';

const { server, playfast, path, read } = await commandLine();
const [us, kr] = [
  { country: 'us', lang: 'en' },
  { country: 'kr', lang: 'ko' },
];
const korean = ['--country', 'kr', '--lang', 'ko'];

const cases = [
  ['app', ['com.a.b', 'com.유니.코드', 'com.unrated.u'], korean, library.appBatch, (appId) => ({ appId, ...kr })],
  ['app', ['com.a.b'], ['--source', 'page'], library.appBatch, (appId) => ({ appId, ...us }), { source: 'page' }],
  [
    'list',
    ['GAME', 'TOOLS'],
    ['--num', '200'],
    library.listBatch,
    (category) => ({ category, collection: 'TOP_FREE', ...us, num: 200 }),
  ],
  [
    'search',
    ['panda "x"', '파이'],
    [...korean, '--num', '70'],
    library.searchBatch,
    (term) => ({ term, ...kr, num: 70 }),
  ],
  ['suggest', ['pand', '포\n'], korean, library.suggestBatch, (term) => ({ term, ...kr })],
  ['developer', ['5700313618786177705', 'Studio 1'], [], library.developerBatch, (devId) => ({ devId, ...us })],
  ['similar', ['com.a.b', 'com.c.d'], korean, library.similarBatch, (appId) => ({ appId, ...kr })],
  ['permissions', ['com.a.b'], korean, library.permissionsBatch, (appId) => ({ appId, ...kr })],
  ['data-safety', ['com.a.b'], [], library.dataSafetyBatch, (appId) => ({ appId, ...us })],
];
for (const [command, ids, flags, batch, requestOf, options] of cases) {
  test(`${[command, ...flags].join(' ')}: the bytes are those of the values`, async () => {
    library.configure({ baseUrl: server.url, ca: String(server.ca), rate: 'off' });
    const requests = ids.map(requestOf);
    const expected = (await batch(requests, options)).flatMap(({ value }, place) =>
      value ? [JSON.stringify({ ...requests[place], ...value })] : [],
    );
    assert.ok(expected.length > 0);
    const args = [command, ...ids, ...flags, '--skip-errors'];
    const lines = (await playfast(args)).stdout.split('\n');
    assert.deepEqual(lines.filter(Boolean).sort(), expected.toSorted());
    const { stdout } = await playfast([...args, '--format', 'json']);
    assert.deepEqual(stdout.slice(2, -3).split(',\n').sort(), expected.toSorted());
  });
}

test('every command that streams the values of the core is among these', async () => {
  const asked = new Set(cases.map(([command]) => command));
  /** Asked for as text, or not: the stream of a command is called with a symbol if its values stay text. */
  const staysText = async ({ look }) => {
    let options = {};
    const streams = new Proxy(library, {
      get: () => (_, given) => {
        options = given;
        return [];
      },
    });
    const events = look(streams, { things: [], options: {}, unparsed: true, positionOf: () => undefined });
    for await (const _ of events);
    return Object.getOwnPropertySymbols(options).length > 0;
  };
  for (const [name, command] of Object.entries(COMMANDS)) {
    assert.equal(command.look !== undefined && (await staysText(command)), asked.has(name), name);
  }
});

test('what Play spells otherwise than it was asked stands in its place', () => {
  const thing = { index: 0, request: { appId: 'com.A', lang: 'en' } };
  const text = (json) => jsonRecords({ thing, json: Buffer.from(json) }, undefined)[0].join('');
  assert.equal(text('{"appId":"com.A","title":"é"}'), '{"appId":"com.A","lang":"en","title":"é"}');
  assert.equal(text('{"appId":"com.a","title":"é"}'), '{"appId":"com.a","lang":"en","title":"é"}');
  assert.equal(text('{"appId":"com.A"}'), '{"appId":"com.A","lang":"en"}');
  assert.equal(text('{"apps":[]}'), '{"appId":"com.A","lang":"en","apps":[]}');
});

test('a terminal is told nothing that it would obey by text that stays as it is', async () => {
  const fd = openSync(path('terminal'), 'w');
  const target = { fd, name: 'terminal', isFile: true, isTerminal: true, close: async () => closeSync(fd) };
  const output = new Output(target, formatOf('ndjson', COMMANDS.app, {}, 80));
  const thing = { index: 0, request: { appId: 'com.a' } };
  output.put({ thing, json: Buffer.from('{"title":"a\u009b1mb\u202e한"}') }, true);
  await output.end();
  await output.close();
  assert.equal(String(read('terminal')), '{"appId":"com.a","title":"a1mb한"}\n');
});
