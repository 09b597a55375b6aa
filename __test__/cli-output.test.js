// The command line: what it writes.
import assert from 'node:assert/strict';
import { existsSync, linkSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { csvLine } from '../cli/csv-line.js';
import { harmless } from '../cli/failures.js';
import { formatOf } from '../cli/formats.js';
import { commandLine, program, recordsOf } from './support/cli.js';
import { until } from './support/poll.js';
import { start } from './support/run.js';

const { server, begin, playfast, read, write, path, folder, env } = await commandLine();

const both = ['app', 'com.a.b', 'com.missing.x'];

test('a record for each that was asked, a failure in its place', async () => {
  const { code, stdout, lines } = await playfast(both);
  assert.equal(code, 1);
  const records = recordsOf(stdout);
  const { error, ...asked } = records.find(({ appId }) => appId === 'com.missing.x');
  assert.deepEqual(asked, { appId: 'com.missing.x', country: 'us', lang: 'en' });
  assert.deepEqual([error.code, error.retryable], ['ERR_PLAYFAST_NOT_FOUND', false]);
  assert.equal(records.find(({ appId }) => appId === 'com.a.b').title, 'Title of com.a.b [en/us]');
  assert.equal(records.length, 2);
  assert.deepEqual(lines.length, 1);
  assert.match(lines[0], /^playfast app: 1 of 2 failed: app com\.missing\.x \(en, us\): Google Play has no such app/);
});

test('--skip-errors leaves failures out, --fail-fast ends with the first', async () => {
  const { code, stdout } = await playfast([...both, '--skip-errors']);
  assert.equal(code, 1);
  assert.deepEqual(
    recordsOf(stdout).map(({ appId }) => appId),
    ['com.a.b'],
  );
  write('all.txt', Array.from({ length: 5000 }, (_, place) => `com.missing.n${place}`).join('\n'));
  const fast = await playfast(['app', '--input', 'all.txt', '--fail-fast']);
  assert.equal(fast.code, 1);
  assert.match(fast.lines.join('\n'), /^playfast app: ended at the first failure: app com\.missing/);
  assert.equal(recordsOf(fast.stdout).length, 1);
});

test('--fields keeps these, through lists too, and asks for no others', async () => {
  const { stdout } = await playfast(['app', 'com.a.b', '--fields', 'title,histogram.5', '--fields', 'categories.id']);
  const [{ appId, country, lang, ...kept }] = recordsOf(stdout);
  assert.deepEqual(Object.keys(kept).sort(), ['categories', 'histogram', 'title']);
  assert.deepEqual(Object.keys(kept.histogram), ['5']);
  assert.deepEqual([appId, country, lang], ['com.a.b', 'us', 'en']);
  assert.ok(kept.categories.some(({ id }) => id !== undefined));
  for (const { id: _, ...others } of kept.categories) assert.deepEqual(others, {});
  const unknown = await playfast(['app', 'com.a.b', '--fields', 'titl']);
  assert.equal(unknown.code, 2);
  assert.match(
    unknown.lines.join(),
    /^playfast app: --fields must name fields of an app; "titl" is none; did you mean title\? Got/,
  );
});

test('a field of --fields that no record has is told', async () => {
  const list = ['list', 'GAME', '--num', '3', '--fields'];
  const rows = await playfast([...list, 'rank,titel', '--format', 'csv']);
  assert.match(
    rows.lines.join('\n'),
    /^playfast list: no record has titel; without --fields a record shows the names/m,
  );
  assert.equal(rows.code, 0);
  const values = await playfast([...list, 'apps.title,apps.titel,titel']);
  assert.match(values.lines.join('\n'), /no record has apps\.titel, titel;/);
  for (const silent of [
    [...list, 'apps.title,complete'],
    [...list, 'titel', '--quiet'],
    ['suggest', 'empty nothing', '--fields', 'suggestions'],
    ['app', 'com.missing.x', '--fields', 'title'],
  ]) {
    assert.doesNotMatch((await playfast(silent)).lines.join('\n'), /no record has/, silent.join(' '));
  }
});

test('JSON is one array, whatever is in it', async () => {
  const { stdout } = await playfast([...both, '--format', 'json']);
  assert.equal(JSON.parse(stdout).length, 2);
  const none = await playfast(['app', 'com.missing.x', '--format', 'json', '--skip-errors']);
  assert.deepEqual(JSON.parse(none.stdout), []);
});

test('CSV has a row for each app of a list, and the columns that were asked for', async () => {
  const { stdout } = await playfast(['list', 'GAME', '--num', '3', '--format', 'csv', '--fields', 'rank,appId']);
  assert.deepEqual(stdout.split('\n').slice(0, 2), [
    'category,collection,country,lang,rank,appId,error.code',
    'GAME,TOP_FREE,us,en,1,com.chart.topselling_free.game.us.n001,',
  ]);
  const failed = await playfast(['app', 'com.missing.x', '--format', 'csv', '--fields', 'title']);
  assert.equal(failed.stdout, 'appId,country,lang,title,error.code\ncom.missing.x,us,en,,ERR_PLAYFAST_NOT_FOUND\n');
});

test('cells of CSV: quotes, line ends, formulas, lists', () => {
  const cells = {
    a: 'x,"y"\n',
    b: '=1+1',
    c: -5,
    d: ['u', 'v'],
    e: '\ttab',
    f: '-5',
    g: '@x',
    h: '+1',
    i: '\rx',
    j: 'plain',
    k: false,
  };
  assert.equal(
    csvLine(cells, [...Object.keys(cells), 'none']),
    '"x,""y""\n",\'=1+1,-5,"[""u"",""v""]",\'\ttab,\'-5,\'@x,\'+1,"\'\rx",plain,false,\n',
  );
});

test('a table fits its width, wide characters too, and obeys nobody', () => {
  const command = { asks: 'appId', columns: ['title', 'text'] };
  const format = formatOf('table', command, {}, 40);
  const values = [
    { title: '한국어 제목입니다', text: 'a\u001b[2Jb\u202ec\n\nd '.repeat(9) },
    { title: 'é👍x', text: -5 },
  ];
  const text =
    values.map((value) => format.pieces({ thing: { request: { appId: 'com.a' } }, values: [value] })).join('') +
    format.end();
  const lines = text.trimEnd().split('\n');
  assert.equal(lines.length, 3);
  assert.match(lines[0], /^appId {2}title/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
  // A Hangul syllable takes two columns.
  for (const line of lines) assert.ok(line.replace(/[\uac00-\ud7a3👍]/gu, 'ww').length <= 40, line);
});

test('a terminal is told nothing that it would obey', () => {
  assert.equal(harmless('a\u001b[31m\u009b1m\u0007\u202eb\r\n\t한'), 'a[31m1mb\n\t한');
});

test('a file, plain and compressed, is written once and not replaced by mistake', async () => {
  for (const name of ['a.ndjson', 'a.ndjson.gz']) {
    const args = ['suggest', 'one', 'two', '--output', name];
    assert.equal((await playfast(args)).code, 0);
    const text = name.endsWith('.gz') ? gunzipSync(read(name)) : read(name);
    assert.equal(recordsOf(text).length, 2);
    const again = await playfast(args);
    assert.equal(again.code, 2);
    assert.match(again.lines.join(), /is there already; name another --output, or add --overwrite/);
    assert.equal((await playfast([...args, '--overwrite'])).code, 0);
  }
});

test('the ending of the output tells its format, unless told', async () => {
  for (const [name, more, begins] of [
    ['ending.csv', [], /^term,country,lang,rank,suggestion,error\.code\none,/],
    ['ending.CSV.gz', [], /^term,country,/],
    ['ending.json', [], /^\[\n\{"term":"one"/],
    ['ending.jsonl', [], /^\{"term":"one"/],
    ['told.csv', ['--format', 'ndjson'], /^\{"term":"one"/],
  ]) {
    const { code, stderr } = await playfast(['suggest', 'one', '--output', name, ...more]);
    assert.equal(code, 0, stderr);
    assert.match(String(name.endsWith('.gz') ? gunzipSync(read(name)) : read(name)), begins);
  }
});

test('- is stdout, and the input is never written over', async () => {
  assert.equal(recordsOf((await playfast(['suggest', 'one', '--output', '-'])).stdout).length, 1);
  assert.ok(!existsSync(path('-')));
  write('terms.txt', 'one\ntwo\n');
  linkSync(path('terms.txt'), path('linked.txt'));
  for (const output of ['terms.txt', './terms.txt', 'linked.txt']) {
    const { code, lines } = await playfast(['suggest', '--input', 'terms.txt', '--output', output, '--overwrite']);
    assert.equal(code, 2);
    assert.match(lines.join(), /is what --input names: it would be lost; name another --output$/);
    assert.equal(String(read('terms.txt')), 'one\ntwo\n');
  }
});

test('what reads our output may go away', { skip: process.platform === 'win32' }, async () => {
  const all = Array.from({ length: 3000 }, (_, place) => `com.a.n${place}`).join('\n');
  write('many.txt', all);
  const line = `${process.execPath} ${program} app --input many.txt; echo "code $?" >&2`;
  const { stdout, stderr } = await start(['-c', `(${line}) | head -1`], { command: 'sh', cwd: folder, env });
  assert.equal(recordsOf(stdout).length, 1);
  assert.deepEqual(
    stderr.split('\n').filter((said) => said !== '' && !said.startsWith('playfast: asking')),
    ['code 0'],
  );
});

test('what reads our output may take its time', async () => {
  const ids = Array.from({ length: 400 }, (_, place) => `com.slow.n${place}`);
  write('slow.txt', ids.join('\n'));
  const { child, ended } = begin(['app', '--input', 'slow.txt']);
  child.stdout.pause();
  // 400 records are 5 MB, and a pipe holds 64 KB.
  await until(server.stats, ({ calls }) => calls === ids.length);
  for (let time = 0; time < 100; time += 1) await server.stats();
  child.stdout.resume();
  const { code, stdout, stderr } = await ended;
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    recordsOf(stdout)
      .map(({ appId }) => appId)
      .sort(),
    ids.toSorted(),
  );
});

test('what cannot be written to is said in a line', { skip: process.platform !== 'linux' }, async () => {
  write('plain', 'x');
  for (const [name, code, said] of [
    ['/dev/full', 1, /cannot write to \/dev\/full: no space left on the device \(ENOSPC\)/],
    ['none/a.ndjson', 2, /cannot write to none\/a\.ndjson: no such file or folder \(ENOENT\); name another --output/],
    ['plain/a.ndjson', 2, /a part of the path is not a folder/],
    ['/proc/a.ndjson', 2, /cannot write to \/proc\/a\.ndjson/],
    ['.', 2, /it is a folder/],
  ]) {
    const result = await playfast(['suggest', 'one', '--output', name]);
    assert.match(result.lines.join('\n'), said);
    assert.equal(result.lines.length, 1, result.stderr);
    assert.equal(result.code, code);
  }
  const full = await start(['-c', `${process.execPath} ${program} suggest one > /dev/full`], {
    command: 'sh',
    cwd: folder,
    env,
  });
  assert.equal(full.code, 1);
  assert.match(full.stderr, /cannot write to stdout: no space left/);
  assert.equal(readFileSync(path('plain'), 'utf8'), 'x');
});
