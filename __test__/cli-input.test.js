// The command line: what it reads.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { commandLine, recordsOf } from './support/cli.js';
import { until } from './support/poll.js';

const { server, playfast, begin, write, read } = await commandLine();

const asked = async (args, options) => {
  const { code, stdout, stderr } = await playfast(['suggest', ...args], options);
  assert.equal(code, 0, stderr);
  return recordsOf(stdout)
    .map(({ term }) => term)
    .sort();
};

test('text: a term a line, with any line ends, blank lines, a byte order mark, and gzip', async () => {
  const text = '\ufeffone\r\n\r\n  two words \nthree\rfour';
  write('a.txt', text);
  write('a.txt.gz', gzipSync(text));
  const all = ['four', 'one', 'three', 'two words'];
  assert.deepEqual(await asked(['--input', 'a.txt']), all);
  assert.deepEqual(await asked(['--input', 'a.txt.gz']), all);
  assert.deepEqual(await asked(['-'], { input: text }), all);
  assert.deepEqual(await asked(['zero', '--input', '-'], { input: 'one' }), ['one', 'zero']);
});

test('CSV: quotes, commas and line ends in cells, semicolons, tabs', async () => {
  write('a.csv', 'note,term\r\n"a, ""b""\nc",one\r\n,"two, three"\r\nx,\r\n"end","four"');
  assert.deepEqual(await asked(['--input', 'a.csv']), ['four', 'one', 'two, three']);
  write('b.csv', '\ufeffName;What\nx;one\ny;"a;b"\n');
  assert.deepEqual(await asked(['--input', 'b.csv', '--key', 'What']), ['a;b', 'one']);
  write('c.tsv', 'x\tterm\n1\tone\n');
  assert.deepEqual(await asked(['--input', 'c.tsv']), ['one']);
  write('d.csv', 'anything\none\n');
  assert.deepEqual(await asked(['--input', 'd.csv']), ['one']);
});

test('NDJSON: a key, a path through lists, bare texts', async () => {
  write('a.ndjson', '{"term":"one"}\n"two"\n\n');
  assert.deepEqual(await asked(['--input', 'a.ndjson']), ['one', 'two']);
  write('b.ndjson', '{"a":{"b":[{"c":"one"},{"c":"two"}]}}\n{"a":{"b":[]}}\n');
  assert.deepEqual(await asked(['--input', 'b.ndjson', '--key', 'a.b.c']), ['one', 'two']);
  const chart = await playfast(['list', 'GAME', '--num', '3']);
  const apps = await playfast(['app', '-', '--input-format', 'ndjson', '--key', 'apps.appId'], { input: chart.stdout });
  assert.equal(recordsOf(apps.stdout).length, 3);
});

test('rows larger than what is read at a time', async () => {
  const rows = Array.from({ length: 5000 }, (_, place) => `"${'x'.repeat(place % 300)}\n,""",term ${place}`);
  write('long.csv', `note,term\n${rows.join('\n')}\n`);
  assert.equal((await asked(['--input', 'long.csv'])).length, 5000);
});

test('each id is asked in each country and language, those of a country together', async () => {
  write('ids.txt', Array.from({ length: 64 }, (_, place) => `com.a.n${place}`).join('\n'));
  const { stdout } = await playfast([
    'app',
    '--input',
    'ids.txt',
    '--country',
    'us,kr',
    '--lang',
    'en,de',
    '--source',
    'rpc',
  ]);
  const all = recordsOf(stdout).map(({ appId, country, lang, url }) => `${appId} ${country} ${lang} ${url.slice(-11)}`);
  assert.equal(new Set(all).size, 256);
  // 32 to a request, but for what did not come in one turn.
  assert.ok((await server.stats()).requests <= 12);
});

test('stdin is read as far as there is room, and asked as it comes', async () => {
  const { child, ended, said } = begin(['suggest', '-'], { input: null });
  // The first is answered while stdin is open.
  child.stdin.write('first\n');
  await until(
    async () => {
      await server.stats();
      return said.stdout;
    },
    (text) => text.includes('"first"'),
  );
  child.stdin.end('second\n');
  const { code, stdout } = await ended;
  assert.equal(code, 0);
  assert.deepEqual(
    recordsOf(stdout).map(({ term }) => term),
    ['first', 'second'],
  );
});

test('an input that is no list from some line on: what came before is kept, and gone on with when it is mended', async () => {
  const good = Array.from({ length: 3000 }, (_, place) => JSON.stringify({ term: `t${place}` }));
  write('half.ndjson', [...good, 'nonsense'].join('\n'));
  const args = ['suggest', '--input', 'half.ndjson', '--output', 'half.out.ndjson'];
  const { code, lines } = await playfast(args);
  assert.equal(code, 1);
  assert.match(
    lines.at(-1),
    /half\.ndjson, line 3001 is not JSON: "nonsense"; [\d,]+ done; go on with: playfast suggest --resume/,
  );
  write('half.ndjson', good.join('\n'));
  const { code: mended } = await playfast([...args, '--resume']);
  assert.equal(mended, 0);
  const terms = recordsOf(read('half.out.ndjson')).map(({ term }) => term);
  assert.deepEqual(terms.sort(), good.map((line) => JSON.parse(line).term).sort());
});

test('what is no list of ids is refused in a line, before anything is asked', async () => {
  const noise = Buffer.alloc(1_000_000, Buffer.from(Array.from({ length: 997 }, (_, place) => (place * 7919) % 256)));
  const long = 'x'.repeat(1_000_000);
  write('noise.txt', noise);
  write('long.txt', long);
  write('a.txt', 'one\n');
  write('no.ndjson', '{"a":1}\n');
  write('not.ndjson', 'one\n');
  write('no.csv', 'a,b\n1,2\n');
  write('open.csv', 'term\n"one\n');
  write('cut.txt.gz', gzipSync(`${Math.PI}`.repeat(9999)).subarray(0, 40));
  write('not.txt.gz', 'one\n');
  for (const [args, said, input] of [
    [['--input', 'noise.txt'], /noise\.txt is not text/],
    [['-'], /stdin is not text/, noise],
    [['-', '--input-format', 'csv'], /stdin is not text/, noise],
    [['--input', 'long.txt'], /long\.txt has 1000000 characters in a line, .*that is no id/],
    [['-', '--input-format', 'csv'], /row of more than|no column|characters/, long + long],
    [['--input', 'none.txt'], /cannot read none\.txt: no such file or folder \(ENOENT\)/],
    [['--input', '.'], /it is a folder/],
    [['--input', 'a.json'], /a JSON array is not read/],
    [['--input', 'a.txt', '--key', 'b'], /--key is of CSV and NDJSON/],
    [['--input', 'no.ndjson'], /no\.ndjson, line 1 has nothing at "term"/],
    [['--input', 'not.ndjson'], /not\.ndjson, line 1 is not JSON/],
    [['--input', 'no.csv'], /no\.csv has no column "term"; name one of "a", "b" with --key/],
    [['--input', 'open.csv'], /quote is not closed/],
    [['--input', 'cut.txt.gz'], /is not gzip, or cut off/],
    [['--input', 'not.txt.gz'], /is not gzip, or cut off/],
    [[], /no terms: give some as arguments/],
  ]) {
    const { code, lines, stdout } = await playfast(['suggest', ...args], { input });
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.match(lines[0], said);
    assert.ok(lines[0].length < 300);
    assert.equal(code, 2, args.join(' '));
    assert.equal(stdout, '');
  }
  assert.equal((await server.stats()).requests, 0);
});
