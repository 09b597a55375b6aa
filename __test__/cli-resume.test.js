// The command line, interrupted: killed at any time, by Ctrl-C, by a full disk; and gone on with.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { commandLine, program, recordsOf } from './support/cli.js';
import { until } from './support/poll.js';
import { start } from './support/run.js';

const { server, playfast, begin, write, read, path, folder, env } = await commandLine();

const sorted = (bytes) => String(bytes).split('\n').sort().join('\n');
const plain = (name) => (name.endsWith('.gz') ? gunzipSync(read(name)) : read(name));
const kills = 20;
const concurrency = 2;

/** Numbers that are the same in each run of the test. */
function* numbers(seed) {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

/** Runs it, kills it when the server has answered so many calls, and so on until it ends by itself. */
async function killedAndResumed(args, output, { calls, callsOf }) {
  const random = numbers(7);
  await server.reset();
  let killed = 0;
  for (let asked = 0; killed < kills; ) {
    asked += Math.ceil((calls / kills) * random.next().value);
    const { child, ended } = begin([...args, '--output', output, '--resume', '--concurrency', String(concurrency)]);
    const isOver = ended.then(() => true);
    let over = false;
    isOver.then(() => {
      over = true;
    });
    await until(async () => over || callsOf(await server.stats()) >= asked, Boolean);
    child.kill('SIGKILL');
    const { signal, code, stderr } = await ended;
    if (signal !== 'SIGKILL') {
      assert.equal(code, 0, stderr);
      break;
    }
    killed += 1;
  }
  const last = await playfast([...args, '--output', output, '--resume', '--concurrency', String(concurrency)]);
  return { killed, last, asked: callsOf(await server.stats()) };
}

const ids = Array.from({ length: 3000 }, (_, place) => `com.resume.n${place}`);
write('ids.txt', ids.join('\n'));
write('some.txt', ids.slice(0, 1000).join('\n'));
write('few.txt', 'com.overlap.a\ncom.repeat.b\ncom.x.y\ncom.x.z\ncom.cookie.c\ncom.unrated.u\n');
const files = (stats) => stats.fileRequests;
const all = (stats) => stats.calls;
const cases = [
  ['NDJSON', ['app', '--input', 'ids.txt', '--fields', 'title,score'], 'killed.ndjson', all, 1000],
  ['whole records', ['app', '--input', 'some.txt'], 'records.ndjson', all, 32],
  ['gzip', ['suggest', '--input', 'ids.txt'], 'killed.ndjson.gz', all, 32],
  ['CSV', ['permissions', '--input', 'ids.txt', '--country', 'us,kr', '--format', 'csv'], 'killed.csv', all, 32],
  [
    'a walk through reviews',
    ['reviews', '--input', 'few.txt', '--lang', 'en,de', '--per-request', '40'],
    'reviews.ndjson',
    all,
    8,
  ],
  [
    'reviews without reviewers',
    ['reviews', 'com.overlap.d', '--no-reviewers', '--per-request', '20'],
    'nameless.ndjson',
    all,
    8,
  ],
  ['the catalogue', ['catalogue'], 'catalogue.ndjson', files, 64],
];
for (const [what, args, output, callsOf, pack] of cases) {
  test(`killed ${kills} times and resumed, ${what} has what an uninterrupted run has`, async () => {
    const whole = `whole-${output}`;
    const first = await playfast([...args, '--output', whole]);
    assert.equal(first.code, 0, first.stderr);
    await server.configure({ latencyMs: 20 });
    const calls = callsOf(await server.stats());
    const { killed, last, asked } = await killedAndResumed(args, output, { calls, callsOf });
    if (last.code !== 0) assert.match(last.stderr, /it is finished/);
    assert.ok(killed > 0);
    assert.equal(sorted(plain(output)), sorted(plain(whole)));
    assert.ok(!existsSync(path(`${output}.resume`)));
    // Asked twice is what was on the wire, and what came while the last was written.
    assert.ok(asked - calls <= killed * 4 * concurrency * pack, `${asked} instead of ${calls}`);
  });
}

test('--num is as many after interruptions, where pages have reviews in common', async () => {
  const args = ['reviews', 'com.overlap.n300.a', '--num', '200', '--per-request', '25', '--output', 'num.ndjson'];
  for (const lines of [40, 70]) {
    await server.reset();
    await server.configure({ latencyMs: 100 });
    const { child, ended } = begin([...args, '--resume']);
    await until(server.stats, ({ calls }) => calls >= 4);
    child.kill('SIGINT');
    assert.equal((await ended).code, 130);
    assert.ok(recordsOf(read('num.ndjson')).length >= lines);
  }
  await server.configure({ latencyMs: 0 });
  const { code, stderr } = await playfast([...args, '--resume']);
  assert.equal(code, 0, stderr);
  assert.equal(new Set(recordsOf(read('num.ndjson')).map(({ id }) => id)).size, 200);
});

test('Ctrl-C writes what is finished, prints the command that goes on, and ends with 130', async () => {
  await server.configure({ latencyMs: 20 });
  const args = ['suggest', '--input', 'ids.txt', '--output', "it's.ndjson", '--concurrency', '2'];
  const { child, ended } = begin(args);
  await until(server.stats, ({ calls }) => calls > 320);
  child.kill('SIGINT');
  const { code, lines } = await ended;
  assert.equal(code, 130);
  const before = recordsOf(read("it's.ndjson")).length;
  assert.ok(before > 0 && before < ids.length, `${before} records`);
  const [, told, again] = /^playfast suggest: interrupted, (\d[\d,]*) done; go on with: playfast (.*)$/.exec(
    lines.at(-1),
  );
  assert.equal(Number(told.replace(',', '')), before);
  const resumed = await start(['-c', `exec ${process.execPath} ${program} ${again}`], {
    command: 'sh',
    cwd: folder,
    env,
  });
  assert.equal(resumed.code, 0, resumed.stderr);
  const terms = recordsOf(read("it's.ndjson")).map(({ term }) => term);
  assert.deepEqual(terms.sort(), ids.toSorted());
});

test('a second Ctrl-C ends it at once', async () => {
  await server.configure({ faults: [{ body: 'stalledHead', count: 100 }] });
  const { child, ended } = begin(['app', 'com.a.b']);
  await until(server.stats, ({ inFlight }) => inFlight > 0);
  child.kill('SIGINT');
  child.kill('SIGINT');
  assert.equal((await ended).code, 130);
});

test('a full disk costs nothing that was finished', { skip: process.platform === 'win32' }, async () => {
  const args = `app --input ids.txt --fields title,description --output full.ndjson`;
  const limited = (blocks, more = '') =>
    start(['-c', `ulimit -f ${blocks}; exec ${process.execPath} ${program} ${args} ${more}`], {
      command: 'bash',
      cwd: folder,
      env,
    });
  const full = await limited(200);
  assert.equal(full.code, 1, full.stderr);
  assert.match(
    full.stderr,
    /cannot write to full\.ndjson: .*EFBIG.*; what is in it is whole, .*go on with: playfast app --resume/,
  );
  const kept = recordsOf(read('full.ndjson')).length;
  assert.ok(kept > 0);
  const other = await limited(400, '--resume');
  assert.equal(other.code, 1);
  assert.ok(recordsOf(read('full.ndjson')).length > kept);
  const { code, stderr } = await playfast([...args.split(' '), '--resume']);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    recordsOf(read('full.ndjson'))
      .map(({ appId }) => appId)
      .sort(),
    ids.toSorted(),
  );
});

test('a journal whose last line is cut off is believed up to there', async () => {
  const output = 'cut.ndjson';
  await server.configure({ latencyMs: 20 });
  const { child, ended } = begin(['suggest', '--input', 'ids.txt', '--output', output, '--concurrency', '2']);
  await until(server.stats, ({ calls }) => calls > 640);
  child.kill('SIGKILL');
  await ended;
  const lines = String(read(`${output}.resume`))
    .trimEnd()
    .split('\n');
  write(`${output}.resume`, `${lines.slice(0, -1).join('\n')}\n${lines.at(-1).slice(0, 9)}`);
  const { code, stderr } = await playfast([
    'suggest',
    '--input',
    'ids.txt',
    '--output',
    output,
    '--resume',
    '--concurrency',
    '2',
  ]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    recordsOf(read(output))
      .map(({ term }) => term)
      .sort(),
    ids.toSorted(),
  );
});

for (const [what, name, changed] of [
  ['lost its end', 'lost.ndjson', (output) => output.subarray(0, output.length / 2)],
  [
    'more than the journal tells of',
    'torn.ndjson',
    (output) => Buffer.concat([output, Buffer.alloc(1_000_000, 'torn')]),
  ],
]) {
  test(`an output that has ${what} is gone on with from what is whole`, async () => {
    const args = ['suggest', '--input', 'some.txt', '--output', name, '--concurrency', '1'];
    await server.configure({ latencyMs: 20 });
    const { child, ended } = begin(args);
    await until(server.stats, ({ calls }) => calls > 400);
    child.kill('SIGKILL');
    await ended;
    write(name, changed(read(name)));
    const { code, stderr } = await playfast([...args, '--resume']);
    assert.equal(code, 0, stderr);
    const asked = recordsOf(read(name)).map(({ term }) => term);
    assert.deepEqual(asked.sort(), ids.slice(0, 1000).sort());
  });
}

test('more may be added to the end of the input, of several countries too', async () => {
  const args = [
    'suggest',
    '--input',
    'grows.txt',
    '--country',
    'us,kr',
    '--output',
    'grows.ndjson',
    '--concurrency',
    '1',
  ];
  for (const many of [300, 400, 450]) {
    write('grows.txt', ids.slice(0, many).join('\n'));
    await server.reset();
    await server.configure({ latencyMs: 20 });
    const { child, ended } = begin([...args, '--resume']);
    await until(server.stats, ({ calls }) => calls > 64);
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
  }
  const { code, stderr } = await playfast([...args, '--resume']);
  assert.equal(code, 0, stderr);
  const asked = recordsOf(read('grows.ndjson')).map(({ term, country }) => `${term} ${country}`);
  const wanted = ids.slice(0, 450).flatMap((term) => [`${term} us`, `${term} kr`]);
  assert.deepEqual(asked.sort(), wanted.sort());
});

test('what cannot be gone on with is refused, and nothing is asked or touched', async () => {
  await server.configure({ latencyMs: 20 });
  const args = ['suggest', '--input', 'ids.txt', '--output', 'part.ndjson'];
  const { child, ended } = begin(args);
  await until(server.stats, ({ calls }) => calls > 600);
  child.kill('SIGINT');
  await ended;
  await server.reset();
  const before = read('part.ndjson');
  write('other.txt', ids.toReversed().join('\n'));
  write('shorter.txt', 'one\n');
  const other = (input) => ['suggest', '--input', input, '--output', 'part.ndjson', '--resume'];
  for (const [given, said] of [
    [args, /is of an interrupted run: add --resume/],
    [[...args, '--resume', '--country', 'kr'], /same command and flags: country was not given/],
    [['app', ...args.slice(1), '--resume'], /command was "suggest", now "app"/],
    [other('other.txt'), /the input is not that of the run/],
    [other('shorter.txt'), /the input has become shorter/],
    [['suggest', 'a', '--resume'], /name it with --output/],
    [['suggest', 'a', '--output', 'a.json', '--format', 'json', '--resume'], /ndjson and csv only/],
    [['suggest', 'a', '--output', 'ids.txt', '--resume'], /it is finished, or not of an interrupted run/],
    [['suggest', 'a', '--output', 'ids.txt'], /is there already/],
  ]) {
    const { code, lines } = await playfast(given);
    assert.match(lines.join('\n'), said);
    assert.equal(lines.length, 1, lines.join('\n'));
    assert.equal(code, 2, lines.join('\n'));
  }
  assert.deepEqual(read('part.ndjson'), before);
  assert.equal((await server.stats()).requests, 0);
  assert.equal((await playfast([...args, '--resume'])).code, 0);
});
